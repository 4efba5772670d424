"""Putting restored files in their places, also when that was broken off.

Everything is prepared in one folder of the home. A list of what goes where is written last; from then on the restore
counts, and whoever comes next finishes it. Without the list, what was prepared is thrown away.

With PostgreSQL the database's own commit comes between the list and the files: a mark that is committed with the rest
tells later whether it took place.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from sluis.tables.files import atomic

STAGE = ".restoring"
TRIAL = ".trying"
_LIST = "list.json"
_MARK = "sluis_restored"


@dataclass(frozen=True, slots=True)
class Stage:
    """What is being prepared in a home, in a folder of its own there."""

    home: Path
    name: str = STAGE

    @property
    def folder(self) -> Path:
        """Where."""
        return self.home / self.name

    def begin(self) -> None:
        """An empty folder."""
        self.drop()
        self.folder.mkdir(mode=0o700, parents=True)

    def place(self, name: str) -> Path:
        """Where a file is prepared that will go to this place in the home."""
        path = self.folder / "files" / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def prepare(self, name: str, data: bytes) -> None:
        """Write one."""
        path = self.place(name)
        path.touch(mode=0o600)
        path.write_bytes(data)

    def drop(self) -> None:
        """Throw all of it away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def complete(self, aside: str, mark: str = "") -> None:
        """From now on the restore counts; with a mark, once the database has it.

        Args:
            aside: the folder of the home to which what stands in the way is moved.
        """
        _sync_all(self.folder)
        with atomic(self.folder / _LIST) as file:
            file.write(json.dumps({"aside": aside, "mark": mark}).encode())

    def settle(self, has_mark: Callable[[str], bool]) -> bool:
        """Finish what was complete, or throw it away; whether something was finished."""
        if not self.folder.exists():
            return False
        path = self.folder / _LIST
        said = json.loads(path.read_bytes()) if path.exists() else {}
        counts = bool(said) and (not said["mark"] or has_mark(said["mark"]))
        if counts:
            self._move(self.home / said["aside"])
        shutil.rmtree(self.folder)
        return counts

    def _move(self, aside: Path) -> None:
        files = self.folder / "files"
        for staged in sorted(path for path in files.rglob("*") if path.is_file()):
            name = staged.relative_to(files)
            target = self.home / name
            for old in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm"))):
                if old.exists():
                    place = aside / old.relative_to(self.home)
                    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    old.replace(place)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            staged.replace(target)
            _sync(target.parent)


def settle(stage: Stage) -> bool:
    """Finish or throw away what an earlier restore left; whether something was finished."""
    connections["default"].close()  # another file may take the database's place
    finished = stage.settle(_database_has)
    if finished and connections["default"].vendor != "sqlite":
        with connections["default"].cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_MARK}")
    return finished


def mark_database(mark: str) -> None:
    """Leave a mark in the transaction that is open."""
    with connections["default"].cursor() as cursor:
        cursor.execute(f"CREATE TABLE {_MARK} (mark varchar(64))")
        cursor.execute(f"INSERT INTO {_MARK} VALUES (%s)", [mark])  # noqa: S608 - a name of ours


def _database_has(mark: str) -> bool:
    connection = connections["default"]
    with connection.cursor() as cursor:
        if _MARK not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"SELECT mark FROM {_MARK}")  # noqa: S608 - a name of ours
        return any(row[0] == mark for row in cursor.fetchall())


def _sync_all(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
