"""The app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Rounds."""

    name = "sluis.portal.rounds"
    label = "rounds"
