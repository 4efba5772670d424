"""One moment of the database, on a connection of its own, for reading long and keeping nobody from writing."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction


@contextmanager
def snapshot() -> Iterator[str]:
    """A connection that sees one moment; its alias."""
    usual, alias = connections["default"].settings_dict, f"snapshot-{secrets.token_hex(8)}"
    if connections["default"].vendor == "sqlite":
        options = {"transaction_mode": "DEFERRED", "init_command": "PRAGMA query_only=ON;", "timeout": 20}
    else:
        from psycopg import IsolationLevel

        options = {**usual["OPTIONS"], "isolation_level": IsolationLevel.REPEATABLE_READ}
    connections.settings[alias] = {**usual, "OPTIONS": options, "CONN_MAX_AGE": 0}
    try:
        with transaction.atomic(using=alias):
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT id FROM django_migrations LIMIT 1")  # the moment is that of the first reading
            yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
