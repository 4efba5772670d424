"""The app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements."""

    name = "sluis.portal.agreements"
    label = "agreements"
