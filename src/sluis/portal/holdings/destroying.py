"""Destroying the records of one kind, as a part of somebody's change.

Rows are deleted with the content of their files, which lies in the database too. That alone leaves bytes in the file of
SQLite, or in the tables of PostgreSQL, until something else takes their place: `overwriting` and `swept` see to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import BinaryField, QuerySet

from sluis.portal.access.changing import within_change
from sluis.portal.holdings.register import Holding
from sluis.portal.holdings.sorting import to_empty

AT_ONCE = 200


def files_in(holding: Holding, found: "QuerySet[Any]") -> int:
    """How many files there are in these records."""
    names = [one.name for one in holding.model._meta.concrete_fields if isinstance(one, BinaryField)]
    return sum(found.exclude(**{name: None}).count() for name in names)


def destroy(holding: Holding, found: "QuerySet[Any]") -> int:
    """Delete these records; how many.

    Raises:
        RuntimeError: outside a change.
    """
    if not within_change():
        raise RuntimeError("what is destroyed leaves an event")
    everything, empty = holding.model.everything, {key.name: None for key in to_empty(holding)}
    gone = list(found.order_by("pk").values_list("pk", flat=True))
    parts = [gone[at : at + AT_ONCE] for at in range(0, len(gone), AT_ONCE)]
    for some in parts if empty else ():
        everything.filter(pk__in=some).update(**empty)
    for some in parts:
        everything.filter(pk__in=some).only("pk").delete()
    return len(gone)


@contextmanager
def overwriting() -> Iterator[None]:
    """Within it, SQLite writes zeros where deleted rows were."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=OFF")


def swept(holdings: list[Holding]) -> None:
    """Let nothing of what was deleted be left between live rows, or in a log of the database; outside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for each in holdings:
            cursor.execute(f"VACUUM {connection.ops.quote_name(each.model._meta.db_table)}")
