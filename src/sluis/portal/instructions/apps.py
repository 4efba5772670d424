"""The app."""

from django.apps import AppConfig


class InstructionsConfig(AppConfig):
    """Instructions."""

    name = "sluis.portal.instructions"
    label = "instructions"
