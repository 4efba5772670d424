"""The app."""

from django.apps import AppConfig


class GateConfig(AppConfig):
    """Gate."""

    name = "sluis.portal.gate"
    label = "gate"
