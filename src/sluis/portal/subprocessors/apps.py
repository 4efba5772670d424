"""The app."""

from django.apps import AppConfig


class SubprocessorsConfig(AppConfig):
    """Subprocessors."""

    name = "sluis.portal.subprocessors"
    label = "subprocessors"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, what runs by itself, and where its panels are."""
        from sluis.portal.subprocessors import rights  # noqa: F401 - declares them
        from sluis.portal.subprocessors.declaring import declare_all

        declare_all()
