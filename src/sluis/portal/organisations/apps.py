"""The app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Parties."""

    name = "sluis.portal.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Say what stands in the menu and at the top, what is held, and what happens by the clock."""
        from sluis.portal.organisations import announcing

        announcing.announce()
