"""The app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The chain of events."""

    name = "sluis.portal.ledger"
    label = "ledger"
