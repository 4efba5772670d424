"""The app."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Oversight."""

    name = "sluis.portal.oversight"
    label = "oversight"
