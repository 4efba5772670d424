"""Which persons a delivery has: each once, whatever the number of rows.

An open-addressing table over 16-byte tags that are already random to anyone without their key, so their first bytes are
the hash. All 128 bits are compared: two persons who share the first 64 would be one handle at the recipient, a wrong
join that nobody could undo, so that refuses to go on and the caller begins again with another key.
"""

import numpy as np
import numpy.typing as npt

Tags = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
_EMPTY = np.int32(-1)


class HandleCollision(Exception):
    """Two persons have the same 64-bit handle; about once in 37 million deliveries of a million persons."""


class TagSet:
    """The distinct tags so far, in order of first sight."""

    def __init__(self) -> None:
        self._count = 0
        self._tags = np.empty((1 << 12, 2), "<u8")
        self._slots = np.full(1 << 14, _EMPTY)

    def __len__(self) -> int:
        return self._count

    @property
    def tags(self) -> Tags:
        """(n, 16) bytes, in order of first sight."""
        return self._tags[: self._count].view(np.uint8).reshape(-1, 16)

    @property
    def handles(self) -> npt.NDArray[np.uint64]:
        """The first 64 bits of each tag, in order of first sight."""
        return self._tags[: self._count, 0].astype(np.uint64)

    def add(self, tags: Tags) -> Mask:
        """Take these in, and tell which rows show one for the first time.

        Args:
            tags: (n, 16) bytes.
        Returns:
            a mask of n; among equal tags only the first row is true.
        Raises:
            HandleCollision: different tags begin with the same 64 bits.
        """
        words = np.ascontiguousarray(tags).view("<u8").reshape(-1, 2)
        fresh = np.zeros(len(words), np.bool_)
        unknown = np.flatnonzero(self._find(words) == _EMPTY)
        if len(unknown):
            _, first, inverse = np.unique(words[unknown, 0], return_index=True, return_inverse=True)
            if (words[unknown[first], 1][inverse] != words[unknown, 1]).any():
                raise HandleCollision
            rows = unknown[np.sort(first)]
            self._insert(words[rows])
            fresh[rows] = True
        return fresh

    def contains(self, tags: Tags) -> Mask:
        """Which of these are in the set; a mask of n."""
        words = np.ascontiguousarray(tags).view("<u8").reshape(-1, 2)
        return np.asarray(self._find(words) != _EMPTY)

    def _find(self, words: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
        mask = np.uint64(len(self._slots) - 1)
        place = (words[:, 0] & mask).astype(np.int64)
        found = self._slots[place]
        open_rows = np.flatnonzero((found != _EMPTY) & (self._tags[found, 0] != words[:, 0]))
        while len(open_rows):
            place[open_rows] = (place[open_rows] + 1) & int(mask)
            here = self._slots[place[open_rows]]
            found[open_rows] = here
            open_rows = open_rows[(here != _EMPTY) & (self._tags[here, 0] != words[open_rows, 0])]
        known = found != _EMPTY
        if (self._tags[found[known], 1] != words[known, 1]).any():
            raise HandleCollision
        return found

    def _insert(self, words: npt.NDArray[np.uint64]) -> None:
        start, self._count = self._count, self._count + len(words)
        if self._count > len(self._tags):
            larger = np.empty((max(self._count, len(self._tags) * 3 // 2), 2), "<u8")
            larger[:start] = self._tags[:start]
            self._tags = larger
        self._tags[start : self._count] = words
        if self._count * 2 > len(self._slots):
            self._slots = np.full(1 << (self._count * 3).bit_length(), _EMPTY)
            start = 0
        self._place(np.arange(start, self._count, dtype=np.int32))

    def _place(self, numbers: npt.NDArray[np.int32]) -> None:
        mask = len(self._slots) - 1
        place = (self._tags[numbers, 0] & np.uint64(mask)).astype(np.int64)
        while len(numbers):
            free = self._slots[place] == _EMPTY
            self._slots[place[free]] = numbers[free]
            left = self._slots[place] != numbers
            numbers, place = numbers[left], (place[left] + 1) & mask
