"""The app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Support."""

    name = "sluis.portal.support"
    label = "support"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.support import rights  # noqa: F401 - declares them
        from sluis.portal.support.declaring import declare_all

        declare_all()
