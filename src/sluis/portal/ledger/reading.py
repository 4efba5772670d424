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


def chunks(after: int, until: int) -> Iterator[list[bytes]]:
    """The lines behind one number, up to and including another."""
    rows: list[Any] = [(after, b"")]
    while rows:
        rows = _read(rows[-1][0], until)
        if rows:
            yield [raw(row[1]) for row in rows]


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


def _read(after: int, until: int) -> list[Any]:
    sql = _SQL.format(after=int(after), until=int(until), most=AT_ONCE)
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        from psycopg import Cursor

        with Cursor(connection.connection) as cursor:  # Django's own gives bytes as text, two letters for each
            return cursor.execute(sql, binary=True).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[Any] = cursor.fetchall()
        return rows
