"""The app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents."""

    name = "sluis.portal.documents"
    label = "documents"
