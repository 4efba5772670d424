"""The app."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audits."""

    name = "sluis.portal.audits"
    label = "audits"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.audits import rights  # noqa: F401 - declares them
        from sluis.portal.audits.declaring import declare_all

        declare_all()
