"""The app."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Oversight."""

    name = "sluis.portal.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.oversight import rights  # noqa: F401 - declares them
        from sluis.portal.oversight.declaring import declare_all

        declare_all()
