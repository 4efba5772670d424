"""The app."""

from django.apps import AppConfig


class SpecificationsConfig(AppConfig):
    """Specifications."""

    name = "sluis.portal.specifications"
    label = "specifications"
