"""A column of text as numpy sees it: its bytes where they lie, without a copy.

Arrow holds a column of strings as one run of bytes and n + 1 offsets. The kernel works on those directly. What is
easily forgotten is done here, once: a sliced array has an offset, its validity bitmap starts somewhere in the middle,
the bytes under a null are anything, and nothing may be read past the end of a buffer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bytes = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.bool_]

ROOM = 16
"""So many bytes may be read from the start of any value, also of the last."""


@dataclass(frozen=True, slots=True)
class Texts:
    """n values of text or bytes.

    Attributes:
        data: uint8, the bytes of all values, read-only, borrowed from Arrow.
        offsets: int32 or int64, n + 1 positions in `data`.
        valid: n booleans, or none when no value is null.
    """

    data: Bytes
    offsets: npt.NDArray[Any]
    valid: Rows | None

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def windows(self, rows: int) -> Iterator["Window"]:
        """The values in runs of at most `rows`, each with `ROOM` bytes to read from every value's start."""
        for start in range(0, len(self), rows):
            yield self._window(start, min(start + rows, len(self)))

    def _window(self, start: int, stop: int) -> "Window":
        data, offsets = self.data, self.offsets[start : stop + 1]
        first, last = int(offsets[0]), int(offsets[-1])
        if last + ROOM > data.size:
            data = np.concatenate([data[first:last], np.zeros(ROOM, np.uint8)])
            offsets = offsets - first
        lengths = np.subtract(offsets[1:], offsets[:-1])
        if self.valid is not None:
            lengths[~self.valid[start:stop]] = 0
        return Window(start, stop, data, offsets[:-1], lengths, int(lengths.max()))


@dataclass(frozen=True, slots=True)
class Window:
    """Some neighbouring values.

    Attributes:
        start: the first row.
        stop: the row after the last.
        data: uint8; `ROOM` bytes can be read from each of `offsets`.
        offsets: where each value begins in `data`.
        lengths: in bytes; 0 for a null, whatever lies under it.
        longest: the largest of them.
    """

    start: int
    stop: int
    data: Bytes
    offsets: npt.NDArray[Any]
    lengths: npt.NDArray[Any]
    longest: int

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def even(self) -> bool:
        """Whether all values have one length; then they lie side by side."""
        return self.longest == int(self.lengths.min())


def chunks(column: Any) -> list[Any]:
    """The arrays of which a column consists.

    Raises:
        TypeError: not a pyarrow Array or ChunkedArray.
    """
    if isinstance(column, pa.ChunkedArray):
        return list(column.chunks)
    if isinstance(column, pa.Array):
        return [column]
    raise TypeError(f"a column is a pyarrow Array or ChunkedArray, not {type(column).__name__}")


def validity(array: Any) -> Rows | None:
    """Which values are not null, from row 0 of a sliced array too; none when all are."""
    return np.asarray(array.is_valid(), dtype=np.bool_) if array.null_count else None


def positions(refused: Rows, most: int = 10) -> str:
    """The first positions of refused rows, counted from 1, for a message: `3, 7, 9, …`."""
    rows = np.flatnonzero(refused) + 1
    return ", ".join(str(row) for row in rows[:most]) + (", …" if len(rows) > most else "")


def texts(array: Any) -> Texts:
    """The values of an array of (large) strings or bytes; views, fixed sizes and dictionaries are laid out first.

    Raises:
        TypeError: a type that holds neither text nor bytes.
    """
    kind = array.type
    if pa.types.is_dictionary(kind):
        return texts(array.dictionary_decode())
    if not _lies_flat(kind):
        array = _laid_out(array)
    small = pa.types.is_string(array.type) or pa.types.is_binary(array.type)
    _, offsets, data = array.buffers()
    return Texts(_uint8(data), _positions(offsets, np.int32 if small else np.int64, array), validity(array))


def _lies_flat(kind: Any) -> bool:
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return any(test(kind) for test in tests)


def _laid_out(array: Any) -> Any:
    tests = (pa.types.is_string_view, pa.types.is_binary_view, pa.types.is_fixed_size_binary, pa.types.is_null)
    if not any(test(array.type) for test in tests):
        raise TypeError(f"a column of text or bytes is needed, not of {array.type}")
    return array.cast(pa.large_binary())


def _uint8(buffer: Any) -> Bytes:
    return np.zeros(0, np.uint8) if buffer is None else np.frombuffer(buffer, np.uint8)


def _positions(buffer: Any, kind: Any, array: Any) -> npt.NDArray[Any]:
    if len(array) == 0:  # Arrow may leave the buffer out
        return np.zeros(1, kind)
    width = np.dtype(kind).itemsize
    return np.frombuffer(buffer, kind, len(array) + 1, array.offset * width)
