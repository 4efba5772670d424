"""The source's list of persons who objected: `prepare` leaves them out and counts them.

Kept as keyed tags under a key of this home, so the list holds no number that anybody could read.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluis.home.home import Home
from sluis.kernel.identifiers import read_bsn
from sluis.kernel.keyed import ColumnMac
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.source.persons import TagSet
from sluis.tables.files import atomic

KEY = "objections"
_FILE = "objections.tags"


class Objections:
    """The list, open for asking and changing."""

    def __init__(self, home: Home) -> None:
        self._path: Path = home.path / _FILE
        self._mac = ColumnMac(home.keys.secret(KEY))
        stored = np.frombuffer(self._path.read_bytes() if self._path.exists() else b"", np.uint8).reshape(-1, 16)
        self._tags = TagSet()
        self._tags.add(stored)

    def __len__(self) -> int:
        return len(self._tags)

    def holds(self, canonical: Any) -> npt.NDArray[np.bool_]:
        """Which of these canonical identifiers belong to somebody who objected; nulls do not."""
        if not len(self):
            return np.zeros(len(canonical), np.bool_)
        known = np.asarray(canonical.is_valid(), np.bool_)
        return self._tags.contains(self._mac.tags(canonical)) & known

    def add(self, numbers: Iterable[str]) -> int:
        """Put citizen service numbers on the list; how many were new.

        Raises:
            Refused: OBJECTION_UNREADABLE with the line; then nothing was changed.
        """
        before = len(self)
        self._tags.add(self._mac.tags(_canonical(numbers)))
        self._write(self._tags.tags)
        return len(self) - before

    def remove(self, numbers: Iterable[str]) -> int:
        """Take citizen service numbers off the list; how many were on it.

        Raises:
            Refused: OBJECTION_UNREADABLE with the line; then nothing was changed.
        """
        gone = TagSet()
        gone.add(self._mac.tags(_canonical(numbers)))
        kept = self._tags.tags[~gone.contains(self._tags.tags)]
        removed = len(self) - len(kept)
        self._tags = TagSet()
        self._tags.add(kept)
        self._write(kept)
        return removed

    def _write(self, tags: npt.NDArray[np.uint8]) -> None:
        with atomic(self._path) as file:
            file.write(tags.tobytes())


def _canonical(numbers: Iterable[str]) -> Any:
    column = pa.array([number.strip() for number in numbers], pa.string())
    read = read_bsn(column, pad=False, sentinels=frozenset())
    lines = np.flatnonzero(read.wrong)
    if len(lines):
        raise Refused(codes.OBJECTION_UNREADABLE, row=int(lines[0]) + 1)
    return read.canonical.drop_null()
