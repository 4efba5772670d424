"""Fixtures of the portal."""

from fixtures import database, postgresql, sqlite, switch

__all__ = ["database", "postgresql", "sqlite", "switch"]
