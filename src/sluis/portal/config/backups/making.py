"""Making a backup: one snapshot, sealed on its way to disk, read back before it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from sluis.kernel.sealing import Identity, make_identity
from sluis.portal.access.actor import program
from sluis.portal.access.changing import keeping
from sluis.portal.config.backups.archive import write_archive
from sluis.portal.config.backups.contents import Counting, Head, Piece, Sums, members_of, read_through
from sluis.portal.config.backups.keeping import remove_expired
from sluis.portal.config.backups.places import applied, state_of
from sluis.portal.config.backups.rows import Model, columns_of, cuts, tables_of
from sluis.portal.config.installation import Installation
from sluis.portal.holdings.snapshots import snapshot
from sluis.portal.oversight import recording
from sluis.portal.oversight.selectors import has_operator
from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes
from sluis.tables.files import atomic

ACCESS_POINT = "sluis backup"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and read back.

    Attributes:
        path: the file.
        sha256: of the file, as the evidence has it.
        sums: of what is in it.
        removed: older ones that were removed.
    """

    path: Path
    sha256: str
    sums: Sums
    removed: int


def make_backup(
    installation: Installation, home: Path, files: Sequence[str], target: Path, recipients: list[str], at: datetime
) -> Made:
    """Make a backup of the database that Django uses, and of files of the home.

    Args:
        files: their names, relative to the home.
        target: the file; it has the name only when all of it was read back.
        recipients: age recipients, at least one.
    Raises:
        Refused: DATABASE_NOT_MADE, BACKUP_NOT_READ_BACK, or that the file cannot be written.
    """
    # Reading back needs a key. The owner's is elsewhere, so one is made for this file, and forgotten when it was read.
    eye = make_identity()
    counting = Counting()
    with atomic(target) as file:
        with snapshot() as alias:
            head, tables = _head(alias, at)
            pieces = _pieces(tables, alias, home, files)
            write_archive(members_of(head, pieces, counting), file, [*recipients, eye.public])
        sums, digest = _read_back(file, eye), _digest(file)
        if sums != counting.sums():
            raise Refused(codes.BACKUP_NOT_READ_BACK, target.name)
    _record(target, digest, sums, at)
    return Made(target, digest, sums, remove_expired(installation, program("backup", at, ACCESS_POINT)))


def _head(alias: str, at: datetime) -> tuple[Head, dict[str, Model]]:
    migrations = applied(alias)
    if not migrations:
        raise Refused(codes.DATABASE_NOT_MADE)
    tables = tables_of(state_of(migrations))
    return Head(at, tuple(migrations), {name: tuple(columns_of(model)) for name, model in tables.items()}), tables


def _pieces(tables: dict[str, Model], alias: str, home: Path, files: Sequence[str]) -> Iterator[Piece]:
    for name, model in tables.items():
        for data, _rows in cuts(model, alias):
            yield Piece(name, "", data)
    for name in files:
        yield Piece("", name, (home / name).read_bytes())


def _read_back(file: BinaryIO, eye: Identity) -> Sums:
    file.flush()
    file.seek(0)
    try:
        return read_through(file, eye)[1]
    except Refused:
        raise Refused(codes.BACKUP_NOT_READ_BACK) from None


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    return file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a file open for bytes


def _record(target: Path, digest: str, sums: Sums, at: datetime) -> None:
    """In the evidence; through the register of backups as soon as somebody runs the installation."""
    actor = program("backup", at, ACCESS_POINT)
    if has_operator():
        recording.backup(actor, name=target.name, sha256=digest, size=target.stat().st_size)
        return
    counts = {"rows": sums.rows, "tables": len(sums.tables), "files": len(sums.files)}
    with keeping(actor) as change:
        change.record("backup.made", objects={"backup": target.name, "digest": digest}, counts=counts)
