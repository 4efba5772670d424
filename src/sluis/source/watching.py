"""`watch`: deliver what appears in a folder, each thing once; nothing is ever deleted.

    FOLDER/             where files appear; several tables in one delivery are a folder of their own
    FOLDER/.taken/      what is being delivered
    FOLDER/delivered/   what arrived, with the report beside it
    FOLDER/refused/     what was refused, with the report beside it

A file is taken when it looked the same twice; a folder when a file READY stands in it, or when it was moved in as a
whole. To take is to rename, so that it is taken whole or not at all, and by one. One watcher holds the folder's lock.
Whatever lies in `.taken` when a watcher begins was interrupted: it is delivered by way of the same outbox, which knows
whether it arrived.
"""

import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sluis.evidence import Outcome as EvidenceOutcome
from sluis.home.home import Home
from sluis.home.reports import write_report
from sluis.machine import locks
from sluis.package.report import Report
from sluis.refusals import Refused
from sluis.refusals.catalogue import courier as codes
from sluis.refusals.catalogue import homes as home_codes
from sluis.refusals.catalogue import tables as table_codes
from sluis.source.delivering import Delivered, is_passing

TAKEN, DELIVERED, REFUSED = ".taken", "delivered", "refused"
READY = "READY"
_UNFINISHED = (".part", ".tmp", ".partial", ".crdownload", ".filepart", ".swp")
_Look = tuple[tuple[str, int, int, int], ...]
Deliver = Callable[[list[str], Report], Delivered]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file or folder.

    Attributes:
        name: as it appeared.
        place: where it lies now.
        number: of its delivery; empty when it was refused or waits.
        refused: why it was refused, or why it waits.
        waits: it is tried again at the next round.
    """

    name: str
    place: Path
    number: str = ""
    refused: Refused | None = None
    waits: bool = False


class Watch:
    """A folder that is watched.

    Args:
        home: of the source.
        folder: that is there.
        deliver: delivers these inputs, as they are given on a command line, filling the report.
    """

    def __init__(self, home: Home, folder: Path, deliver: Deliver) -> None:
        if not folder.is_dir():
            raise Refused(home_codes.FILE_MISSING, file=folder.name)
        self._home, self._folder, self._deliver = home, folder, deliver
        self._seen: dict[str, _Look] = {}
        self._fresh: set[str] = set()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one who watches this folder.

        Raises:
            Refused: WATCHED_ALREADY.
        """
        for name in (TAKEN, DELIVERED, REFUSED):
            (self._folder / name).mkdir(exist_ok=True, mode=0o700)
        descriptor = os.open(self._folder / TAKEN / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not locks.take(descriptor):
                raise Refused(codes.WATCHED_ALREADY)
            yield
        finally:
            os.close(descriptor)

    def forever(self, every: float) -> Iterator[Outcome]:
        """Look again and again, until somebody ends it; a moment between two looks."""
        pause = threading.Event()
        while True:
            yield from self.round()
            pause.wait(every)

    def once(self, every: float) -> Iterator[Outcome]:
        """What lies here and is complete: look twice, and deliver."""
        self.look()
        threading.Event().wait(every)
        yield from self.round()

    def round(self) -> Iterator[Outcome]:
        """Take what is complete, and deliver all that is taken, until the way is blocked."""
        self.look()
        for name in sorted(self._taken()):
            outcome = self._treat(name)
            yield outcome
            if outcome.waits and outcome.refused and outcome.refused.code is not table_codes.FILE_CHANGED:
                return

    def look(self) -> None:
        """Take what is complete."""
        now = {path.name: _look(path) for path in self._folder.iterdir() if _may_be_taken(path)}
        for name, look in now.items():
            path, target = self._folder / name, self._folder / TAKEN / name
            with suppress(FileNotFoundError):  # somebody took it away at this moment
                if look and _is_complete(path, look, self._seen.get(name)) and not target.exists():
                    path.rename(target)
                    self._fresh.add(name)
        self._seen = {name: look for name, look in now.items() if name not in self._fresh}

    def _taken(self) -> list[str]:
        return [path.name for path in (self._folder / TAKEN).iterdir() if path.name != ".lock"]

    def _treat(self, name: str) -> Outcome:
        path = self._folder / TAKEN / name
        report = Report("deliver", self._home.clock())
        try:
            delivered = self._deliver(_inputs(path), report)
            self._fresh.discard(name)  # from here on it is known that it arrived
            return Outcome(name, self._put(path, DELIVERED, report), delivered.number)
        except Refused as refused:
            if is_passing(refused):
                return Outcome(name, path, refused=refused, waits=True)
            if refused.code is codes.DELIVERED_BEFORE and name not in self._fresh:  # interrupted after it arrived
                return Outcome(name, self._put(path, DELIVERED, None), str(refused.facts["number"]))
            report.refusal, report.finished_at = refused, self._home.clock()
            self._record(report, refused)
            return Outcome(name, self._put(path, REFUSED, report), refused=refused)

    def _record(self, report: Report, refused: Refused) -> None:
        """A refusal is an event as well."""
        objects = {"code": refused.code.number} | ({"delivery": report.delivery} if report.delivery else {})
        self._home.record("delivery.deliver-refused", objects=objects, outcome=EvidenceOutcome.REFUSED)

    def _put(self, path: Path, into: str, report: Report | None) -> Path:
        """Move it to where it ends, the report first; under another name when there is one like it."""
        place = _free(self._folder / into, path.name)
        if report is not None:
            write_report(report, _report_of(place), self._home.settings.language)
        path.rename(place)
        self._fresh.discard(path.name)
        return place


def _may_be_taken(path: Path) -> bool:
    name = path.name
    if name.startswith((".", "~$")) or name in (DELIVERED, REFUSED) or name.lower().endswith(_UNFINISHED):
        return False
    return not path.is_symlink() and (path.is_file() or path.is_dir())


def _look(path: Path) -> _Look:
    """What can be seen of a file, or of everything in a folder; nothing when it just went."""
    try:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        found = [(str(one), one.lstat()) for one in files]
    except FileNotFoundError:
        return ()
    return tuple((name, status.st_size, status.st_mtime_ns, status.st_ino) for name, status in found)


def _is_complete(path: Path, now: _Look, before: _Look | None) -> bool:
    if now != before:
        return False
    if not path.is_dir():
        return now[0][1] > 0  # a program that writes often begins with an empty file
    return (path / READY).is_file() or _moved_in(path)


def _moved_in(folder: Path) -> bool:
    """Whether the folder got its name after all that is in it was there: its last change was not that something came."""
    inside = [one.lstat() for one in folder.rglob("*")]
    own = folder.lstat()
    if own.st_ctime_ns <= own.st_mtime_ns or not any(stat.S_ISREG(one.st_mode) for one in inside):
        return False
    return all(one.st_ctime_ns < own.st_ctime_ns for one in inside)


def _inputs(path: Path) -> list[str]:
    """As on a command line: one file, or a file for each table, named after it; a folder below it fits no table."""
    if not path.is_dir():
        return [str(path)]
    inside = [one for one in sorted(path.iterdir()) if not one.name.startswith(".") and one.name != READY]
    return [f"{one.stem}={one}" for one in inside]


def _free(folder: Path, name: str) -> Path:
    """A name that nothing has there; a report that stands alone is of somebody who was interrupted."""
    place, number = folder / name, 1
    while place.exists():
        number += 1
        place = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return place


def _report_of(place: Path) -> Path:
    return place.with_name(place.name + ".report.json")
