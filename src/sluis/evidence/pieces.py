"""A chain in pieces of a bounded size, each of whole lines: of a file, or of lines that come from elsewhere."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import BinaryIO

from sluis.evidence.stretch import LONGEST_LINE, Stretch, check, read

PIECE_BYTES = 1 << 21
PIECE_LINES = 1 << 12


Request = tuple[str, int, int] | bytes | None
"""A part of a file: path, offset, size; or the bytes themselves."""


class Piece(ABC):
    """Lines that stand behind each other in a chain.

    Attributes:
        may_be_torn: a crash may have left its last line half written.
        count: how many lines it should be; none when nobody knows.
    """

    may_be_torn = False
    count: int | None = None

    @property
    @abstractmethod
    def request(self) -> Request:
        """What a process needs to check it; none when there is no use in it."""

    @abstractmethod
    def check(self) -> Stretch | None:
        """Check it here."""

    @abstractmethod
    def lines(self) -> Iterator[bytes]:
        """Its lines, one by one."""

    @abstractmethod
    def last(self) -> bytes:
        """Its last line."""


class FilePiece(Piece):
    """A part of a segment in a file."""

    may_be_torn = True

    def __init__(self, path: Path, offset: int, size: int) -> None:
        self._path, self._offset, self._size = path, offset, size

    @property
    def request(self) -> tuple[str, int, int] | None:
        """Where it is; none when a line in it is too long to be one."""
        if self._size > PIECE_BYTES + LONGEST_LINE:
            return None
        return str(self._path.absolute()), self._offset, self._size

    def check(self) -> Stretch | None:
        """Read it and check it here."""
        request = self.request
        return check(read(*request)) if request else None

    def lines(self) -> Iterator[bytes]:
        """Its lines in bounded memory: an overlong line comes in pieces."""
        left = self._size
        with self._path.open("rb") as file:
            file.seek(self._offset)
            while left > 0 and (line := file.readline(min(left, LONGEST_LINE + 1))):
                left -= len(line)
                yield line

    def last(self) -> bytes:
        """Read it from the end."""
        size = min(self._size, LONGEST_LINE)
        data = read(str(self._path), self._offset + self._size - size, size)
        return data[data.rfind(b"\n", 0, -1) + 1 :]


class LinesPiece(Piece):
    """Lines in memory, that should end in a newline each."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines, self.count = lines, len(lines)

    @property
    def request(self) -> bytes | None:
        """The lines themselves; none when they are not one line each, which does not show any more in one text."""
        if not all(map(bytes.endswith, self._lines, repeat(b"\n"))):
            return None
        return b"".join(self._lines)

    def check(self) -> Stretch | None:
        """Check it here."""
        request = self.request
        return check(request) if request else None

    def lines(self) -> Iterator[bytes]:
        """They are there."""
        return iter(self._lines)

    def last(self) -> bytes:
        """It is there."""
        return self._lines[-1]


def file_pieces(path: Path, size: int) -> Iterator[FilePiece]:
    """A file up to a size, cut behind newlines; a piece is longer only where a line is too long to be one."""
    start = 0
    with path.open("rb") as file:
        while start < size:
            end = _line_end(file, start + PIECE_BYTES - 1, size)
            yield FilePiece(path, start, end - start)
            start = end


def _line_end(file: BinaryIO, at: int, size: int) -> int:
    """Where the line ends that the byte at a place belongs to; the end of the file when nothing ends it."""
    file.seek(at)
    while at < size and (part := file.readline(LONGEST_LINE)):
        at += len(part)
        if part.endswith(b"\n"):
            return min(at, size)
    return size


def line_pieces(chunks: Iterable[Sequence[bytes]]) -> Iterator[LinesPiece]:
    """Chunks of lines, large or small, as pieces of equally many lines; the last one may be smaller."""
    each = PIECE_LINES
    waiting: list[bytes] = []
    for chunk in chunks:
        for start in range(0, len(chunk), each):
            waiting += chunk[start : start + each]
            if len(waiting) >= each:
                yield LinesPiece(waiting[:each])
                waiting = waiting[each:]
    if waiting:
        yield LinesPiece(waiting)
