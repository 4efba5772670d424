"""Which persons a delivery has: each once, whatever the number of rows.

An open-addressing table over 16-byte tags that are already random to anyone without their key, so their first bytes are
the hash. All 128 bits are compared: two persons who share the first 64 would be one handle at the recipient, a wrong
join that nobody could undo, so that refuses to go on and the caller begins again with another key.
"""

import numpy as np
import numpy.typing as npt

Tags = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]
_EMPTY = np.int32(-1)


class HandleCollision(Exception):  # noqa: N818 - chance, not an error: the caller begins again
    """Two persons have the same 64-bit handle; about once in 37 million deliveries of a million persons."""


class TagSet:
    """The distinct tags so far, in order of first sight."""

    def __init__(self) -> None:
        self._count = 0
        self._low = np.empty(1 << 12, "<u8")
        self._high = np.empty(1 << 12, "<u8")
        self._slots = np.full(1 << 14, _EMPTY)

    def __len__(self) -> int:
        return self._count

    @property
    def tags(self) -> Tags:
        """(n, 16) bytes, in order of first sight."""
        words = np.stack([self._low[: self._count], self._high[: self._count]], axis=1)
        return words.view(np.uint8).reshape(-1, 16)

    @property
    def handles(self) -> npt.NDArray[np.uint64]:
        """The first 64 bits of each tag, in order of first sight."""
        return self._low[: self._count].astype(np.uint64)

    def add(self, tags: Tags) -> Mask:
        """Take these in, and tell which rows show one for the first time.

        Args:
            tags: (n, 16) bytes.
        Returns:
            a mask of n; among equal tags only the first row is true.
        Raises:
            HandleCollision: different tags begin with the same 64 bits.
        """
        low, high = _words(tags)
        fresh = np.zeros(len(low), np.bool_)
        unknown = np.flatnonzero(self._find(low, high) == _EMPTY)
        if len(unknown):
            _, first, inverse = np.unique(low.take(unknown), return_index=True, return_inverse=True)
            if (high.take(unknown.take(first)).take(inverse) != high.take(unknown)).any():
                raise HandleCollision
            rows = unknown.take(np.sort(first))
            self._insert(low.take(rows), high.take(rows))
            fresh[rows] = True
        return fresh

    def contains(self, tags: Tags) -> Mask:
        """Which of these are in the set; a mask of n."""
        return np.asarray(self._find(*_words(tags)) != _EMPTY)

    def _find(self, low: Words, high: Words) -> npt.NDArray[np.int32]:
        mask = np.uint64(len(self._slots) - 1)
        place = (low & mask).view(np.int64)
        found = self._slots.take(place)
        # A slot that is empty gives the last tag here, which the first comparison leaves out.
        open_rows = np.flatnonzero((found != _EMPTY) & (self._low.take(found, mode="wrap") != low))
        while len(open_rows):
            following = (place.take(open_rows) + 1) & int(mask)
            place[open_rows] = following
            here = self._slots.take(following)
            found[open_rows] = here
            open_rows = open_rows[(here != _EMPTY) & (self._low.take(here, mode="wrap") != low.take(open_rows))]
        if ((self._high.take(found, mode="wrap") != high) & (found != _EMPTY)).any():
            raise HandleCollision
        return found

    def _insert(self, low: Words, high: Words) -> None:
        start, self._count = self._count, self._count + len(low)
        if self._count > len(self._low):
            size = max(self._count, len(self._low) * 3 // 2)
            self._low, self._high = (np.resize(one, size) for one in (self._low, self._high))
        self._low[start : self._count] = low
        self._high[start : self._count] = high
        if self._count * 2 > len(self._slots):
            self._slots = np.full(1 << (self._count * 3).bit_length(), _EMPTY)
            start = 0
        self._place(np.arange(start, self._count, dtype=np.int32))

    def _place(self, numbers: npt.NDArray[np.int32]) -> None:
        mask = len(self._slots) - 1
        place = (self._low.take(numbers) & np.uint64(mask)).view(np.int64)
        while len(numbers):
            free = self._slots.take(place) == _EMPTY
            self._slots[place[free]] = numbers[free]
            left = self._slots.take(place) != numbers
            numbers, place = numbers[left], (place[left] + 1) & mask


def _words(tags: Tags) -> tuple[Words, Words]:
    """The two halves of each tag."""
    words = np.ascontiguousarray(tags).view("<u8").reshape(-1, 2)
    return np.ascontiguousarray(words[:, 0]), np.ascontiguousarray(words[:, 1])
