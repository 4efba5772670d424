"""The app."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Deliveries."""

    name = "sluis.portal.deliveries"
    label = "deliveries"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.deliveries import rights  # noqa: F401 - declares them
        from sluis.portal.deliveries.declaring import declare_all

        declare_all()
