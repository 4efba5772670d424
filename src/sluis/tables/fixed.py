"""Fixed-width text: every row a line, every value at its position.

There is no heading: the names are those of the fields that have a position, and the first line is row 1. Blank lines
have a number but are skipped. Values lose the blanks at their right. Positions count characters, whatever the encoding.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluis.refusals import Finding, Refused
from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import Format, Table
from sluis.tables import headings
from sluis.tables.batch import Batch
from sluis.tables.originals import Original
from sluis.tables.rows import BadRowError, Quoting, whole_rows
from sluis.tables.texts import Text

_NEWLINE, _RETURN, _BLANK = 10, 13, 32

_Codes = npt.NDArray[np.unsignedinteger[Any]]


class FixedReader:
    """A fixed-width file. Its columns are strings, never null.

    Raises:
        Refused: while reading, for a line that is too short or too long, or bytes of another encoding.
        ValueError: an asked field has no position.
    """

    def __init__(self, original: Original, table: Table, layout: Format, block_bytes: int) -> None:
        self._original = original
        self._positions = {field.name: _position(field.position, field.name) for field in headings.asked(table)}
        placed = [field for field in table.fields if field.position]
        # Also a field that stays behind belongs to the line: a shorter line has lost characters somewhere.
        self._width = max(sum(_position(field.position, field.name)) for field in placed)
        self._block_bytes = block_bytes
        self._text = Text(original, layout.encoding, block_bytes)
        self._row = 0
        self.names = tuple(field.name for field in placed)
        self.bytes_total = original.size
        self.findings: list[Finding] = []

    @property
    def bytes_read(self) -> int:
        """How far the reader is."""
        return self._text.bytes_read

    def batches(self) -> Iterator[Batch]:
        """The rows, in batches of about one block."""
        count = 0
        with self._original.steady():
            for lines in self._whole_rows():
                batch = self._batch(bytes(lines))
                count += len(batch.rows)
                if len(batch.rows):
                    yield batch
            if not count:
                raise Refused(codes.FILE_EMPTY, self._original.where)
        if self._text.guessed:
            self.findings.append(Finding(codes.READ_AS_WINDOWS_1252))

    def _whole_rows(self) -> Iterator[memoryview]:
        try:
            yield from whole_rows(self._text.blocks(), self._block_bytes, Quoting())
        except BadRowError as bad:
            raise Refused(bad.code, self._original.where, row=self._row + 1, limit=self._block_bytes) from None

    def _batch(self, lines: bytes) -> Batch:
        codes_ = _characters(lines)
        ends = np.flatnonzero(codes_ == _NEWLINE)
        starts = np.concatenate(([0], ends[:-1] + 1))
        lengths = ends - starts - (codes_[np.maximum(ends - 1, starts)] == _RETURN)
        rows = np.arange(self._row + 1, self._row + 1 + len(ends))
        self._row += len(ends)
        short = lengths < self._width
        if short.any():
            short_filled = short & ~_all_blank(codes_, starts, lengths, short)
            if short_filled.any():
                first = int(np.argmax(short_filled))
                facts = {"row": int(rows[first]), "found": int(lengths[first]), "expected": self._width}
                raise Refused(codes.LINE_TOO_SHORT, self._original.where, **facts)
            rows, starts = rows[~short], starts[~short]
        if not len(rows):
            return Batch(rows, {name: pa.array([], pa.string()) for name in self._positions})
        records = np.lib.stride_tricks.sliding_window_view(codes_, self._width)[starts]
        if (filled := (records != _BLANK).any(axis=1)).all():
            return Batch(rows, self._columns(records))
        return Batch(rows[filled], self._columns(records[filled]))

    def _columns(self, records: _Codes) -> dict[str, Any]:
        return {name: _strings(records[:, start : start + length]) for name, (start, length) in self._positions.items()}

    def close(self) -> None:
        """Let go of the file."""
        self._original.close()


def _position(position: tuple[int, int] | None, name: str) -> tuple[int, int]:
    """Offset and length; the specification counts from 1."""
    if position is None:
        raise ValueError(f"field {name} has no position")
    start, length = position
    return start - 1, length


def _characters(lines: bytes) -> _Codes:
    """One number per character: a byte where all are ASCII, else a code point."""
    if lines.isascii():
        return np.frombuffer(lines, np.uint8)
    return np.frombuffer(lines.decode().encode("utf-32-le"), np.uint32)


def _all_blank(
    characters: _Codes, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], which: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Which of the chosen lines hold blanks only; few, so one by one."""
    blank = np.zeros(len(starts), bool)
    for index in np.flatnonzero(which).tolist():
        line = characters[starts[index] : starts[index] + lengths[index]]
        blank[index] = bool((line == _BLANK).all())
        if not blank[index]:
            break
    return blank


def _strings(cells: _Codes) -> Any:
    """n × length characters to n strings without blanks at their right."""
    cells = np.ascontiguousarray(cells)
    kind = "S" if cells.dtype == np.uint8 else "U"
    column = pa.array(cells.view(f"{kind}{cells.shape[1]}").reshape(-1)).cast(pa.string())
    return pc.utf8_rtrim(column, characters=" ")
