"""Values of one width, read many at a time.

A BSN, a date and a postcode each have a fixed width. Their bytes are loaded as whole numbers of two, four or eight
bytes, a row per element, and judged with a handful of operations for the entire column, instead of a value at a time.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sluis.kernel.columns import Bytes, Rows, Texts

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Block:
    """The values of one width in a column.

    Attributes:
        rows: which rows of the column they are; none for all, in order.
        count: how many.
        width: in bytes.
        data: uint8, of the whole column.
        first: where the first value begins, when they lie side by side.
        starts: where each value begins, when they do not.
    """

    rows: Positions | None
    count: int
    width: int
    data: Bytes
    first: int
    starts: npt.NDArray[Any] | None

    def load(self, at: int, kind: str) -> npt.NDArray[Any]:
        """The bytes from position `at` of each value, as little-endian numbers of the numpy type `kind`.

        Raises:
            ValueError: that lies outside the values.
        """
        size = np.dtype(kind).itemsize
        if at < 0 or at + size > self.width:
            raise ValueError(f"bytes {at} to {at + size} lie outside values of {self.width}")
        if self.count == 0:
            return np.zeros(0, kind)
        if self.starts is None:
            return np.ndarray((self.count,), kind, self.data, self.first + at, (self.width,)).copy()
        anywhere = np.ndarray((len(self.data) - size + 1,), kind, self.data, 0, (1,))
        found: npt.NDArray[Any] = anywhere[self.starts + at] if at else anywhere[self.starts]
        return found

    def spread(self, values: npt.NDArray[Any], onto: npt.NDArray[Any]) -> None:
        """Write an answer per value at its row of the whole column."""
        if self.rows is None:
            onto[:] = values
        else:
            onto[self.rows] = values


def lengths_of(texts: Texts) -> npt.NDArray[Any]:
    """Bytes per value; -1 for a null, whatever lies under it."""
    lengths: npt.NDArray[Any] = np.subtract(texts.offsets[1:], texts.offsets[:-1])
    if texts.valid is not None:
        lengths[~texts.valid] = -1
    return lengths


def of_width(texts: Texts, lengths: npt.NDArray[Any], width: int) -> Block:
    """The values of exactly `width` bytes (at least 1).

    Where every other value is empty the bytes still lie side by side, which is several times quicker.
    """
    fits = lengths == width
    count = int(np.count_nonzero(fits))
    rows = None if count == len(lengths) else np.flatnonzero(fits)
    first, last = int(texts.offsets[0]), int(texts.offsets[-1])
    starts = None if last - first == width * count else texts.offsets[:-1][fits]
    return Block(rows, count, width, texts.data, first, starts)


def equal_to(block: Block, wanted: bytes, at: int = 0) -> Rows:
    """Which values have exactly these bytes at position `at`."""
    same = np.ones(block.count, np.bool_)
    done = 0
    for size in (8, 4, 2, 1):
        while len(wanted) - done >= size:
            same &= block.load(at + done, f"<u{size}") == int.from_bytes(wanted[done : done + size], "little")
            done += size
    return same


NO_PAIR = 100
"""What `pairs` says of two bytes that are not two digits."""


@cache
def pairs() -> npt.NDArray[np.uint8]:
    """For each two bytes, loaded as `<u2`, the number 0 to 99 that they write, or `NO_PAIR`."""
    digit = np.full(256, NO_PAIR, np.int64)
    digit[ord("0") : ord("9") + 1] = np.arange(10)
    tens, ones = digit[None, :], digit[:, None]  # the first character is the low byte
    both = np.where((tens < 10) & (ones < 10), tens * 10 + ones, NO_PAIR)
    return both.astype(np.uint8).reshape(-1)


def eight_digits(word: npt.NDArray[np.uint64]) -> Rows:
    """Whether each of eight bytes is an ASCII digit: high half 3, and still 3 when 6 is added."""
    high = np.uint64(0xF0F0F0F0F0F0F0F0)
    threes = np.uint64(0x3030303030303030)
    plus_six = word + np.uint64(0x0606060606060606)
    # A carry out of a byte needs that byte above 0xF9, which the first test refuses already.
    return np.asarray(((word & high) == threes) & ((plus_six & high) == threes), np.bool_)
