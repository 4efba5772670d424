"""What a party remembers of deliveries: which it made, and which it took.

A delivery is known by the source's signing key and its id. It is taken once: two programs at the same moment meet at
the lock of one file, and what was finished is never begun again. A program that died in between left its claim unlocked
and unfinished, so the next may try again.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sluis.machine import files, locks
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.tables.files import atomic


@dataclass(frozen=True, slots=True)
class Made:
    """The source's note of a delivery that it prepared; `last_row` is the highest row number in its files."""

    sequence: int
    delivery: str
    agreement: str
    agreement_version: int
    test: bool
    mode: str
    created_at: str
    last_row: int


class Outgoing:
    """The source's deliveries per agreement, numbered from 1; test deliveries are numbered apart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self, agreement: str, *, test: bool) -> Made | None:
        """The latest, if any."""
        made = self.all(agreement, test=test)
        return made[-1] if made else None

    def all(self, agreement: str, *, test: bool) -> list[Made]:
        """All that were prepared under this agreement, in order."""
        folder = self._place(agreement, test)
        return [Made(**json.loads(path.read_text())) for path in sorted(folder.glob("*.json"))]

    def find(self, delivery: str) -> Made:
        """The delivery with this id.

        Raises:
            Refused: UNKNOWN_DELIVERY.
        """
        for path in self._folder.glob("*/*.json"):
            made = Made(**json.loads(path.read_text()))
            if made.delivery == delivery:
                return made
        raise Refused(codes.UNKNOWN_DELIVERY)

    def note(self, made: Made) -> None:
        """Remember one that was prepared."""
        folder = self._place(made.agreement, made.test)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        values = {name: getattr(made, name) for name in made.__dataclass_fields__}
        with atomic(folder / f"{made.sequence:08d}.json") as file:
            file.write(json.dumps(values).encode())

    def _place(self, agreement: str, test: bool) -> Path:
        return self._folder / (agreement + (".test" if test else ""))


class Incoming:
    """Deliveries that were taken in, at the TTP or at the recipient."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, source_key: str, delivery: str) -> bool:
        """Whether this delivery was taken, to the end."""
        try:
            return (self._folder / source_key / f"{delivery}.json").stat().st_size > 0
        except FileNotFoundError:
            return False

    @contextmanager
    def taking(self, source_key: str, delivery: str, *, same: str | None = None) -> Iterator["Claim"]:
        """Hold this delivery while it is worked on; call `done` on what is given when its result stands.

        Args:
            same: digest under which it may be taken again (a recipient opens the very same package again); none for
                never.
        Raises:
            Refused: TAKEN_ALREADY, TAKEN_OTHERWISE, BEING_TAKEN.
        """
        folder = self._folder / source_key
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(folder / f"{delivery}.json", os.O_RDWR | os.O_CREAT | files.BINARY, 0o600)
        try:
            if not locks.take(descriptor):
                raise Refused(codes.BEING_TAKEN)
            _require_free(files.read_at(descriptor, 1 << 16, 0), same)
            yield Claim(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that this process alone is working on."""

    descriptor: int

    def done(self, **facts: Any) -> None:
        """Write down that it was taken; from now on it is refused."""
        data = json.dumps(facts).encode()
        files.write_at(self.descriptor, data, 0)
        os.ftruncate(self.descriptor, len(data))
        os.fsync(self.descriptor)


def _require_free(data: bytes, same: str | None) -> None:
    if not data:
        return
    try:
        taken = json.loads(data)
    except ValueError:  # the machine stopped within the write; the delivery may have been finished
        raise Refused(codes.TAKEN_ALREADY) from None
    if same is None:
        raise Refused(codes.TAKEN_ALREADY)
    if taken.get("digest") != same:
        raise Refused(codes.TAKEN_OTHERWISE)
