"""Tables as lines, in a form that no database has for itself, and back.

A line is a JSON array of the columns' values. The models are those of the state of migration in which the database was,
not those of the program, so that an older backup is read as it was written.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.functions import Collate
from django.utils.duration import duration_string

LEFT_OUT = frozenset({"django_session", "usersessions_usersession"})
"""Who was signed in: a restored portal begins without anybody."""

CUT_BYTES = 1 << 20
ROWS_AT_A_TIME = 500

Model = type[models.Model]


def tables_of(apps: Apps) -> dict[str, Model]:
    """The models of a state by the names of their tables, with the tables of many-to-many relations."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return {name: found[name] for name in sorted(found.keys() - LEFT_OUT)}


def columns_of(model: Model) -> list[str]:
    """The names of a table's columns, in order."""
    return [str(field.column) for field in model._meta.local_concrete_fields]


def cuts(model: Model, alias: str) -> Iterator[tuple[bytes, int]]:
    """A table's lines in order of its key, in pieces of about a megabyte, each with its number of rows."""
    held, size = [], 0
    for line in _lines(model, alias):
        held.append(line)
        size += len(line)
        if size >= CUT_BYTES:
            yield b"".join(held), len(held)
            held, size = [], 0
    if held:
        yield b"".join(held), len(held)


def _lines(model: Model, alias: str) -> Iterator[bytes]:
    fields = model._meta.local_concrete_fields
    queryset: models.QuerySet[Any] = models.QuerySet(model, using=alias).order_by(
        _order(model, connections[alias].vendor)
    )
    for row in queryset.values_list(*(field.attname for field in fields)).iterator(ROWS_AT_A_TIME):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _order(model: Model, vendor: str) -> Any:
    """By the key, byte by byte, so that the order is the same whatever language a database sorts in."""
    key = model._meta.pk
    assert key is not None
    if isinstance(key, models.CharField) and vendor == "postgresql":
        return Collate(F(key.attname), "C")
    return F(key.attname)  # SQLite compares bytes already


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(value).decode()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_string(value)
        case UUID() | Decimal():
            return str(value)
    raise TypeError(f"a backup knows no values of the type {type(value).__name__}")


class Loader:
    """Puts lines into one table, by the names of the columns."""

    def __init__(self, model: Model, columns: Sequence[str], connection: BaseDatabaseWrapper) -> None:
        known = {str(field.column): field for field in model._meta.local_concrete_fields}
        self._fields = [known[name] for name in columns]
        self._connection = connection
        quote = connection.ops.quote_name
        names = ", ".join(quote(name) for name in columns)
        places = ", ".join(["%s"] * len(columns))
        self._insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608

    def load(self, lines: Iterable[bytes]) -> int:
        """Insert rows; how many.

        Raises:
            ValueError, TypeError, django.core.exceptions.ValidationError: a line that is none of this table.
        """
        rows = [self._values(json.loads(line)) for line in lines]
        with self._connection.cursor() as cursor:
            for at in range(0, len(rows), ROWS_AT_A_TIME):
                cursor.executemany(self._insert, rows[at : at + ROWS_AT_A_TIME])
        return len(rows)

    def _values(self, row: list[Any]) -> list[Any]:
        return [
            field.get_db_prep_save(_typed(field, value), self._connection)
            for field, value in zip(self._fields, row, strict=True)
        ]


def _typed(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)


def empty(model: Model, connection: BaseDatabaseWrapper) -> None:
    """Remove rows that migrations put into a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - quoted


def continue_numbering(tables: Iterable[Model], connection: BaseDatabaseWrapper) -> None:
    """Let the next row of each table get a number behind those that were loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
