"""The app."""

from django.apps import AppConfig


class HoldingsConfig(AppConfig):
    """The register of holdings."""

    name = "sluis.portal.holdings"
    label = "holdings"
