"""The app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Webhooks."""

    name = "sluis.portal.webhooks"
    label = "webhooks"
