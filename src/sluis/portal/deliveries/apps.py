"""The app."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Deliveries."""

    name = "sluis.portal.deliveries"
    label = "deliveries"
