"""Lines in the order of their numbers, read in bounded memory, however long the chain is.

Each read begins behind the key where the last one ended. So no transaction and no snapshot is held open for as long as it
takes: on SQLite that would hold up writers, on PostgreSQL the cleaning up of old rows.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from sluis.portal.ledger.models import Entry

AT_ONCE = 4_000

_SQL = "SELECT n, line FROM ledger_entry WHERE n > {after} AND n <= {until} ORDER BY n LIMIT {most}"

# PostgreSQL puts the lines together itself, which saves most of the time that rows cost on their way. That each row was
# one whole line must be asked there, since it no longer shows in one text.
_WHOLE = r"bool_and(position('\x0a'::bytea in line) = length(line))"
_TOGETHER = f"SELECT max(n), string_agg(line, ''::bytea ORDER BY n), {_WHOLE} FROM ({_SQL}) AS part"  # noqa: S608 - constants


def chunks(after: int, until: int) -> Iterator[list[bytes]]:
    """The lines behind one number, up to and including another."""
    read = _together if connection.vendor == "postgresql" else _rows
    last: int | None = after
    while last is not None:
        last, lines = read(last, until)
        if lines:
            yield lines


def newest() -> int:
    """The number of the newest event; 0 when nothing happened yet. Another number means that something did."""
    found: int | None = Entry.objects.order_by("-n").values_list("n", flat=True).first()
    return found or 0


def entries(after: int, until: int) -> Iterator[Entry]:
    """The same with the columns beside the lines."""
    while some := list(Entry.objects.filter(n__gt=after, n__lte=until).order_by("n")[:AT_ONCE]):
        yield from some
        after = some[-1].n


def raw(value: Any) -> bytes:
    """The bytes of a column; on SQLite somebody can put anything into it, which must be found and not stop us."""
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return b"" if value is None else str(value).encode(errors="replace")


def _together(after: int, until: int) -> tuple[int | None, list[bytes]]:
    from psycopg import Cursor

    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:  # Django's own gives bytes as text, two letters for each
        sql = _TOGETHER.format(after=int(after), until=int(until), most=AT_ONCE)
        last, data, whole = cursor.execute(sql, binary=True).fetchone() or (None, None, True)
    if data and (not whole or b"\r" in data):
        return _rows(after, until)
    return last, data.splitlines(keepends=True) if data else []


def _rows(after: int, until: int) -> tuple[int | None, list[bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(after=int(after), until=int(until), most=AT_ONCE))
        rows: list[Any] = cursor.fetchall()
    lines = [line if type(line) is bytes else raw(line) for _n, line in rows]
    return (rows[-1][0] if rows else None), lines
