"""The app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what."""

    name = "sluis.portal.access"
    label = "access"

    def ready(self) -> None:
        """Watch what is written, and what signing in reports."""
        from sluis.portal.access import guarding, reporting

        guarding.watch()
        reporting.listen()
