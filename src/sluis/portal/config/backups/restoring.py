"""Putting a backup back: into the state of migration in which it was made, checked, brought up to date, then counted.

First all of it is read and its sums are checked. Then everything happens beside what is there, in a new SQLite file or
in one transaction of PostgreSQL. Only when the rows that were loaded give the backup's own sums again, and the evidence
verifies, does it take the place of anything.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from django.db import connections, transaction

from sluis.kernel.sealing import Identity
from sluis.portal.access.actor import program
from sluis.portal.access.changing import keeping
from sluis.portal.config.backups.archive import reading_archive
from sluis.portal.config.backups.contents import Contents, Sums
from sluis.portal.config.backups.home_files import PARTS, place_of
from sluis.portal.config.backups.loading import clear, load
from sluis.portal.config.backups.places import elsewhere, sqlite_file
from sluis.portal.config.backups.settling import Stage, mark_database, settle
from sluis.portal.ledger.models import Entry
from sluis.portal.oversight import recording
from sluis.portal.oversight.selectors import has_operator
from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes

ACCESS_POINT = "sluis restore"
DATABASE = "portal/portal.sqlite3"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, or tried.

    Attributes:
        made_at: when the backup was made.
        sums: of what is in it.
        events: in its evidence, verified.
        findings: that was wrong with the evidence, and was accepted.
        aside: the folder of the home with what it replaced; empty when there was nothing.
    """

    made_at: datetime
    sums: Sums
    events: int
    findings: int = 0
    aside: str = ""


def restore(stage: Stage, source: BinaryIO, identity: Identity, at: datetime, *, accepting: bool = False) -> Restored:
    """Put a backup back into the home of the stage, and into the database that Django uses.

    Whether something may be replaced is the caller's to know.

    Args:
        accepting: evidence that was broken when the backup was made.
    Raises:
        Refused: what is wrong with the backup; BACKUP_NEWER, RESTORED_DIFFERS, BACKED_UP_BROKEN. Nothing was changed.
    """
    _read_first(source, identity)
    aside = f"before-restore-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    stage.begin()
    if connections["default"].vendor == "sqlite":
        with _new_file(stage):
            done = _restored(stage.prepare, source, identity, accepting)
            _record_restore(done, at)
        stage.complete(aside)
    else:
        with transaction.atomic():
            clear()
            done = _restored(stage.prepare, source, identity, accepting)
            _record_restore(done, at)
            mark_database(mark := secrets.token_hex(16))
            stage.complete(aside, mark)
    settle(stage)
    return replace(done, aside=aside if (stage.home / aside).exists() else "")


def try_restoring(stage: Stage, source: BinaryIO, identity: Identity, at: datetime) -> Restored:
    """Restore into a database that is thrown away; the evidence of the real one tells how it went.

    Raises:
        Refused: as `restore`; that is recorded too.
    """
    digest = file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]  # a file open for bytes
    source.seek(0)
    stage.begin()
    try:
        _read_first(source, identity)
        with _new_file(stage):
            done = _restored(lambda _name, _data: None, source, identity, False)
    except Refused as refused:
        _record_test(at, digest, passed=False, code=refused.code.number)
        raise
    finally:
        stage.drop()
    _record_test(at, digest, passed=True, records=done.sums.rows)
    return done


@contextmanager
def _new_file(stage: Stage) -> Iterator[None]:
    path = stage.place(DATABASE)
    with elsewhere(sqlite_file(path)):
        yield


def _read_first(source: BinaryIO, identity: Identity) -> None:
    """Read all of it and check every sum, before anything is made of it.

    Raises:
        Refused: BACKUP_DAMAGED, also for a file that belongs to no home; what is wrong with the seal.
    """
    with reading_archive(source, identity) as members:
        if not all(place_of(piece.file) for piece in Contents(members).pieces() if piece.file):
            raise Refused(codes.BACKUP_DAMAGED)
    source.seek(0)


def _restored(prepare: Callable[[str, bytes], None], source: BinaryIO, identity: Identity, accepting: bool) -> Restored:
    with reading_archive(source, identity) as members:
        contents = Contents(members)
        found = load(contents, lambda name, data: prepare(place_of(name), data), accepting=accepting)
    return Restored(contents.head.made_at, contents.sums, found.events, found.findings)


def _record_restore(done: Restored, at: datetime) -> None:
    counts = {"rows": done.sums.rows, "tables": len(done.sums.tables), "files": len(done.sums.files)}
    with keeping(program("restore", at, ACCESS_POINT)) as change:
        change.record("backup.restored", objects={"backup": f"{done.made_at:%Y-%m-%dT%H:%M:%SZ}"}, counts=counts)


def _record_test(at: datetime, digest: str, *, passed: bool, code: str = "", records: int = 0) -> None:
    """In the evidence; through the register of restores as soon as somebody runs the installation."""
    actor = program("restore", at, ACCESS_POINT)
    objects = {"digest": digest} | ({"code": code} if code else {})
    if has_operator():
        recording.restore_test(actor, passed=passed, records=records, chain_whole=passed, objects=objects)
        return
    with keeping(actor) as change:
        change.record("restore.tested" if passed else "restore.failed", objects=objects, counts={"rows": records})


def what_is_there(home: Path) -> str:
    """What a restore would replace, in a few words of our own; empty when that is nothing.

    A database in which nothing happened yet, since there is no evidence of anything, is as good as none.
    """
    connection = connections["default"]
    for name in (*PARTS, "unlock"):
        if (home / name).exists():
            return name
    if connection.vendor == "sqlite" and not (home / DATABASE).exists():
        return ""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if not tables:
        return ""
    return "" if Entry._meta.db_table in tables and not Entry.objects.exists() else DATABASE.partition("/")[0]
