"""The app; it stands before allauth in INSTALLED_APPS, because its templates replace those of allauth."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """`sluis.portal.ui`, label `ui`; it has no models."""

    name = "sluis.portal.ui"
    label = "ui"
