"""The app."""

from django.apps import AppConfig


class ThirdPartiesConfig(AppConfig):
    """Third parties."""

    name = "sluis.portal.thirdparties"
    label = "thirdparties"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.thirdparties import rights  # noqa: F401 - declares them
        from sluis.portal.thirdparties.declaring import declare_all

        declare_all()
