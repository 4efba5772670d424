"""The app."""

from django.apps import AppConfig


class InstructionsConfig(AppConfig):
    """Instructions."""

    name = "sluis.portal.instructions"
    label = "instructions"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.instructions import rights  # noqa: F401 - declares them
        from sluis.portal.instructions.declaring import declare_all

        declare_all()
