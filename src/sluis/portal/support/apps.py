"""The app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Support."""

    name = "sluis.portal.support"
    label = "support"
