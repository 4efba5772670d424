"""The app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Parties."""

    name = "sluis.portal.organisations"
    label = "organisations"
