"""Fixtures of the portal, whose database the custodian works on."""

from fixtures import database, postgresql, sqlite, switch

__all__ = ["database", "postgresql", "sqlite", "switch"]
