"""The app."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """Monitor."""

    name = "sluis.portal.monitor"
    label = "monitor"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.monitor import rights  # noqa: F401 - declares them
        from sluis.portal.monitor.declaring import declare_all

        declare_all()
