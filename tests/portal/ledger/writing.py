"""A chain in the database, signers for it, and what somebody with the database's own rights can do to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from sluis.evidence.event import Event
from sluis.portal.ledger.appending import Concerning, append

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def concerning(kind: str, at: datetime = AT, **fields: Any) -> Concerning:
    """Something that happened."""
    return Concerning(Event(kind, at, "program:test", "program:test", "test", **fields))


def write(count: int, *, kind: str = "task.given", at: datetime = AT, organisation: UUID | None = None) -> None:
    """So many events in one transaction."""
    events = [
        Concerning(
            Event(kind, at + timedelta(seconds=each), "program:test", "program:test", "test", counts={"rows": each}),
            organisation,
        )
        for each in range(count)
    ]
    with transaction.atomic():
        append(events)


@contextmanager
def without_triggers() -> Iterator[None]:
    """As somebody who removes the triggers before changing lines."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for table in ("entry", "segment", "checkpoint"):
                cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER")
    yield
