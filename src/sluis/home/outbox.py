"""What a source made and does not know to have arrived, so that the same command given again sends the same package.

What is asked for – the bytes of the files, the agreement, the options – has one name. Under that name lies at most one
package. It gets there whole or not at all, stays until the TTP has it, and then leaves a note of its number. A program
may be killed at any moment: what lies here afterwards is a whole package, or nothing.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sluis.machine import locks
from sluis.machine.files import sync_folder
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.tables.files import atomic


@dataclass(frozen=True, slots=True)
class Arrived:
    """The note of a delivery that the TTP has.

    Attributes:
        delivery: its id in the manifest.
        number: for the telephone.
        id: by which the gate knows it.
        at: when that was known here.
    """

    delivery: str
    number: str
    id: str
    at: str


class Outbox:
    """The source's outbox."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def holding(self, name: str) -> Iterator["Slot"]:
        """Hold alone what is asked for under this name.

        Raises:
            Refused: BEING_TAKEN.
        """
        (self._folder / "arrived").mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = self._folder / f"{name}.lock"
        descriptor = _locked(lock)
        try:
            slot = Slot(self._folder, name)
            slot.tidy()
            yield slot
        finally:
            with suppress(PermissionError):  # Windows removes no file that is open; then it stays, and does no harm
                lock.unlink(missing_ok=True)
            os.close(descriptor)

    def waiting(self) -> list["Slot"]:
        """Packages that are not known to have arrived."""
        return [Slot(self._folder, path.stem) for path in sorted(self._folder.glob("*.sluis"))]


class Slot:
    """The place of what is asked for under one name."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self.name = folder, name
        self.package = folder / f"{name}.sluis"
        self.making = folder / f".{name}.sluis.making"
        self._report = folder / f"{name}.json"

    @property
    def is_full(self) -> bool:
        """Whether a package lies here."""
        return self.package.exists()

    def fill(self, report: Mapping[str, Any]) -> None:
        """What was made is the package from now on; with the report of making it."""
        with atomic(self._report) as file:
            file.write(json.dumps(report).encode())
        self.making.replace(self.package)
        sync_folder(self._folder)

    def report(self) -> dict[str, Any]:
        """The report of making the package."""
        return dict(json.loads(self._report.read_bytes()))

    def arrived(self, note: Arrived) -> None:
        """The TTP has it: keep the note, and let the package go."""
        with atomic(self._folder / "arrived" / f"{self.name}.{note.delivery}.json") as file:
            file.write(json.dumps(asdict(note)).encode())
        self.clear()

    def notes(self) -> list[Arrived]:
        """What arrived under this name, the earliest first."""
        found = (self._folder / "arrived").glob(f"{self.name}.*.json")
        return sorted((Arrived(**json.loads(path.read_bytes())) for path in found), key=lambda one: one.at)

    def tidy(self) -> None:
        """Remove what somebody left who was killed at work: a package that is not whole, a report without a package."""
        self.making.unlink(missing_ok=True)
        if not self.is_full:
            self._report.unlink(missing_ok=True)

    def clear(self) -> None:
        """Let the package go; the report last, since a package without one would not be complete."""
        self.package.unlink(missing_ok=True)
        sync_folder(self._folder)
        self._report.unlink(missing_ok=True)


def _locked(path: Path) -> int:
    """The lock of a name; its file is removed by whoever held it, so it is looked at whether it is still the one."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not locks.take(descriptor):
            os.close(descriptor)
            raise Refused(codes.BEING_TAKEN)
        try:
            if path.stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
        except FileNotFoundError:
            pass
        os.close(descriptor)
