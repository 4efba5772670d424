"""The app."""

from django.apps import AppConfig


class SubprocessorsConfig(AppConfig):
    """Subprocessors."""

    name = "sluis.portal.subprocessors"
    label = "subprocessors"
