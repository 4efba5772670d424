"""The app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and their rights."""

    name = "sluis.portal.people"
    label = "people"
