"""The app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Rounds."""

    name = "sluis.portal.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.rounds import rights  # noqa: F401 - declares them
        from sluis.portal.rounds.declaring import declare_all

        declare_all()
