"""What stands in a backup, and the sums by which it is checked.

backup.json            first: format, when, the migrations, the tables with their columns
tables/NAME/0001.jsonl the rows of a table, a piece at a time
files/…                files of the home
sums.json              last: rows and SHA-256 of each table, SHA-256 of each file
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, BinaryIO

import sluis
from sluis.kernel.sealing import Identity
from sluis.portal.config.backups.archive import Member, reading_archive
from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes

FORMAT = "sluis-backup/1"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Head:
    """What the first member says.

    Attributes:
        made_at: when, aware UTC.
        migrations: that the database had.
        tables: names of columns by table.
        sluis: the version of the program.
    """

    made_at: datetime
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, tuple[str, ...]]
    sluis: str = sluis.__version__

    def member(self) -> Member:
        """As it stands in the archive."""
        values = {**asdict(self), "format": FORMAT, "made_at": self.made_at.astimezone(UTC).strftime(_TIME)}
        return Member("backup.json", json.dumps(values, sort_keys=True).encode())


@dataclass
class Sums:
    """What was counted on the way.

    Attributes:
        tables: rows and SHA-256 by table.
        files: SHA-256 by name.
    """

    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(rows for rows, _digest in self.tables.values())

    def member(self) -> Member:
        """As it stands in the archive."""
        return Member("sums.json", json.dumps(asdict(self), sort_keys=True).encode())


class Counting:
    """Counts and digests what passes, whichever way it goes."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._digests: dict[str, Any] = {}
        self._files: dict[str, str] = {}

    def begin(self, table: str) -> None:
        """A table, even when it has no rows."""
        self._rows.setdefault(table, 0)
        self._digests.setdefault(table, sha256())

    def piece(self, table: str, data: bytes) -> None:
        """Rows of it."""
        self.begin(table)
        self._rows[table] += data.count(b"\n")
        self._digests[table].update(data)

    def file(self, name: str, data: bytes) -> None:
        """A file of the home."""
        self._files[name] = sha256(data).hexdigest()

    def sums(self) -> Sums:
        """All of it."""
        return Sums({name: (rows, self._digests[name].hexdigest()) for name, rows in self._rows.items()}, self._files)


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a table, or a file of the home."""

    table: str
    file: str
    data: bytes


class Contents:
    """Reads a backup and holds every sum against what came.

    Attributes:
        head: read when the contents are opened.
    """

    def __init__(self, members: Iterator[Member]) -> None:
        self._members = members
        self._counting = Counting()
        self.head = _head(next(members, None))

    def pieces(self) -> Iterator[Piece]:
        """All of them, in order.

        Raises:
            Refused: BACKUP_DAMAGED, at the end too when a sum differs or the end is missing.
        """
        for table in self.head.tables:
            self._counting.begin(table)
        last = None
        for member in self._members:
            if last is not None:
                raise Refused(codes.BACKUP_DAMAGED)
            if member.name == "sums.json":
                last = member
                continue
            yield self._piece(member)
        if last is None or last.data != self._counting.sums().member().data:
            raise Refused(codes.BACKUP_DAMAGED)

    @property
    def sums(self) -> Sums:
        """Of what was read."""
        return self._counting.sums()

    def _piece(self, member: Member) -> Piece:
        match member.name.split("/", 1):
            case ["tables", rest] if (table := rest.rpartition("/")[0]) in self.head.tables:
                self._counting.piece(table, member.data)
                return Piece(table, "", member.data)
            case ["files", name]:
                self._counting.file(name, member.data)
                return Piece("", name, member.data)
        raise Refused(codes.BACKUP_DAMAGED)


def read_through(source: BinaryIO, identity: Identity) -> tuple[Head, Sums]:
    """Read a whole backup and check every sum.

    Raises:
        Refused: what is wrong with it.
    """
    with reading_archive(source, identity) as members:
        contents = Contents(members)
        for _piece in contents.pieces():
            pass
    return contents.head, contents.sums


def _head(member: Member | None) -> Head:
    if member is None or member.name != "backup.json":
        raise Refused(codes.BACKUP_DAMAGED)
    try:
        values = json.loads(member.data)
        if values.pop("format") != FORMAT:
            raise Refused(codes.BACKUP_OTHER_FORMAT)
        return Head(
            made_at=datetime.strptime(values.pop("made_at"), _TIME).replace(tzinfo=UTC),
            migrations=tuple((str(app), str(name)) for app, name in values.pop("migrations")),
            tables={str(name): tuple(map(str, columns)) for name, columns in values.pop("tables").items()},
            **values,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(codes.BACKUP_DAMAGED) from None


def members_of(head: Head, pieces: Iterable[Piece], counting: Counting) -> Iterator[Member]:
    """The archive of these pieces, in order."""
    yield head.member()
    for table in head.tables:
        counting.begin(table)
    for number, piece in enumerate(pieces, 1):
        if piece.file:
            counting.file(piece.file, piece.data)
            yield Member(f"files/{piece.file}", piece.data)
        else:
            counting.piece(piece.table, piece.data)
            yield Member(f"tables/{piece.table}/{number:06d}.jsonl", piece.data)
    yield counting.sums().member()
