"""The app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The outbox."""

    name = "sluis.portal.notifications"
    label = "notifications"
