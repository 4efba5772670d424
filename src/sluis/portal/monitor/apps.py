"""The app."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """Monitor."""

    name = "sluis.portal.monitor"
    label = "monitor"
