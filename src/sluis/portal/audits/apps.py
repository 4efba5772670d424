"""The app."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audits."""

    name = "sluis.portal.audits"
    label = "audits"
