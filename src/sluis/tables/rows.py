"""Blocks of text cut where a row ends, and quotes judged on the way, at the speed of numpy.

pyarrow's parser is lenient: after a quote that was never closed it may take whole rows for part of one value, join the
rest of a later row to it and still count the right number of values. Rows would vanish and one person's data would get
into another's row, so text after a closing quote is refused. A quote inside a value that does not begin with one is
just a character, as it is for spreadsheets.

Source: RFC 4180, section 2, rules 5 to 7.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from sluis.refusals import Code
from sluis.refusals.catalogue import tables as codes

Bytes = bytes | bytearray | memoryview
_Positions = npt.NDArray[np.int64]
_NEWLINE = b"\n"


class BadRowError(ValueError):
    """The row after those that were given cannot be read.

    Args:
        code: what is wrong with it.
    """

    def __init__(self, code: Code) -> None:
        super().__init__(code.number)
        self.code = code


class Quoting:
    """How values are put between quotes.

    Args:
        quote: the character that surrounds a value, one byte; none when there is no such thing.
        delimiter: the character between values, one byte.
    """

    def __init__(self, quote: bytes = b"", delimiter: bytes = b"") -> None:
        self.quote = quote
        self._edge = np.zeros(256, bool)
        self._edge[list(delimiter + b"\r\n")] = True
        self._edge_or_quote = self._edge.copy()
        self._edge_or_quote[list(quote)] = True

    def turns(self, codes_: npt.NDArray[np.uint8]) -> tuple[_Positions, bool]:
        """Where quotes open and close in turn, from the start of a row; and whether text follows the last that closes.

        The first and the last byte are newlines around what is judged.
        """
        places = np.flatnonzero(codes_ == self.quote[0])
        edges = self._edge_or_quote
        opening, closing = places[0::2], places[1::2]
        # Each stands at the edge of a value or beside its double: then all is regular, as almost always.
        if edges.take(codes_.take(opening - 1)).all() and edges.take(codes_.take(closing + 1)).all():
            return places, False
        return self._followed(codes_, places)

    def _followed(self, codes_: npt.NDArray[np.uint8], places: _Positions) -> tuple[_Positions, bool]:
        """The same one by one, for text with a quote in the middle of a value."""
        turns: list[int] = []
        doubled = -1
        for place in places.tolist():
            inside = len(turns) % 2
            if place == doubled:
                continue
            if not inside and self._edge[codes_[place - 1]]:
                turns.append(place)
            elif inside and codes_[place + 1] == self.quote[0]:
                doubled = place + 1
            elif inside:
                turns.append(place)
                if not self._edge[codes_[place + 1]]:
                    return np.array(turns, np.int64), True
        return np.array(turns, np.int64), False


class _Buffer:
    """Room for some rows, used again and again: fresh memory for each block would cost more than looking through it."""

    def __init__(self) -> None:
        self._data = bytearray(_NEWLINE)
        self.end = 1

    def add(self, block: Bytes) -> None:
        """Put a block behind what is there."""
        end = self.end + len(block)
        if end >= len(self._data):
            larger = bytearray(2 * end)
            larger[: self.end] = self._data[: self.end]
            self._data = larger
        memoryview(self._data)[self.end : end] = block
        self._data[end] = _NEWLINE[0]
        self.end = end

    def codes(self) -> npt.NDArray[np.uint8]:
        """All bytes, between two newlines."""
        return np.frombuffer(self._data, np.uint8, count=self.end + 1)

    def holds(self, mark: bytes) -> bool:
        """Whether this byte is there."""
        return self._data.find(mark, 1, self.end) >= 0

    def last_newline(self, start: int, end: int) -> int:
        """The place after the last newline between two places; 0 when there is none."""
        place = self._data.rfind(_NEWLINE, start, end)
        if place < 0:
            # Very old files end rows with a CR alone; at the very end it may be half a CR LF.
            place = self._data.rfind(b"\r", start, min(end, self.end - 1))
        return place + 1

    def head(self, end: int) -> memoryview:
        """What stands before a place; valid until the next block comes."""
        return memoryview(self._data)[1:end]

    def drop(self, end: int) -> None:
        """Forget what stands before a place."""
        if end > 1:
            rest = bytes(self._data[end : self.end])
            self.end = 1
            self.add(rest)


def whole_rows(blocks: Iterable[Bytes], most_bytes: int, quoting: Quoting) -> Iterator[memoryview]:
    """The same text, cut where rows end; the last row gets a newline when it has none.

    Args:
        blocks: of a text in which ASCII bytes mean themselves, such as UTF-8.
        most_bytes: that a row may have.
        quoting: newlines between quotes end no row.

    Yields:
        One or more whole rows, valid until the next are asked for.

    Raises:
        BadRowError: the next row is too long, has text after a closing quote, or a quote that is never closed.
    """
    buffer = _Buffer()
    for block in blocks:
        buffer.add(block)
        end, fault = _cut(buffer, quoting)
        if end > 1:
            yield buffer.head(end)
            buffer.drop(end)
        if fault is codes.QUOTE_ASTRAY:
            raise BadRowError(fault)
        if buffer.end > most_bytes:
            raise BadRowError(fault or codes.LINE_TOO_LONG)
    if buffer.end > 1:
        buffer.add(_NEWLINE)
        end, fault = _cut(buffer, quoting)
        if end > 1:
            yield buffer.head(end)
        if fault:
            raise BadRowError(fault)


def _cut(buffer: _Buffer, quoting: Quoting) -> tuple[int, Code | None]:
    """The end of the last whole row, and what is wrong behind it."""
    if not quoting.quote or not buffer.holds(quoting.quote):
        return buffer.last_newline(1, buffer.end), None
    turns, astray = quoting.turns(buffer.codes())
    inside = bool(len(turns) % 2)
    fault = codes.QUOTE_ASTRAY if astray else codes.QUOTE_NOT_CLOSED if inside else None
    # Backwards over the stretches between quotes.
    count = len(turns) - 2 if astray else len(turns)
    stop = int(turns[count]) if astray else buffer.end
    while count >= 0:
        if count % 2:
            count -= 1
            stop = int(turns[count])
        start = int(turns[count - 1]) + 1 if count else 1
        if end := buffer.last_newline(start, stop):
            return end, fault
        count -= 2
        stop = int(turns[count]) if count >= 0 else 0
    return 0, fault
