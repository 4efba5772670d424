"""The app."""

from django.apps import AppConfig


class SpecificationsConfig(AppConfig):
    """Specifications."""

    name = "sluis.portal.specifications"
    label = "specifications"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and how events are told."""
        from sluis.portal.specifications import announcing

        announcing.announce()
