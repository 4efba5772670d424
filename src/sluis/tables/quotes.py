"""Whether the quotes of separated values are well-formed, found out at the speed of numpy.

The parser is lenient: after a quote that was never closed it may take whole rows for part of one value, join the rest
of a later row to it and still count the right number of values. Rows would vanish and one person's data would get into
another's row, so text after a closing quote is refused. A quote inside a value that does not begin with one is just a
character, as it is for spreadsheets.

Source: RFC 4180, section 2, rules 5 to 7.
"""

import numpy as np
import numpy.typing as npt


class StrayQuoteError(ValueError):
    """Text follows a closing quote.

    Args:
        lines: how many lines of the block end before it.
    """

    def __init__(self, lines: int) -> None:
        super().__init__(lines)
        self.lines = lines


class Quotes:
    """Follows the quotes through the blocks of one file.

    Args:
        quote: the character that surrounds a value, one byte.
        delimiter: the character between values, one byte.
    """

    def __init__(self, quote: bytes, delimiter: bytes) -> None:
        self._quote = quote
        self._edge = np.zeros(256, bool)
        self._edge[list(delimiter + b"\r\n")] = True
        self._edge_or_quote = self._edge.copy()
        self._edge_or_quote[quote[0]] = True
        # What is not judged yet: one byte that is no quote, then the quotes whose next byte is still to come.
        self._tail = b"\n"
        self._inside = False

    def feed(self, block: bytes) -> None:
        """Judge the next block.

        Raises:
            StrayQuoteError: text follows a closing quote.
        """
        if len(self._tail) == 1 and self._quote not in block:
            self._tail = block[-1:] or self._tail
            return
        data = self._tail + block
        end = len(data.rstrip(self._quote))
        codes = np.frombuffer(data, np.uint8, count=end)
        places = np.flatnonzero(codes == self._quote[0])
        if self._regular(codes, places):
            self._inside ^= bool(len(places) & 1)
        else:
            self._follow(codes, places, block, len(self._tail))
        self._tail = data[end - 1 :]

    def finish(self) -> bool:
        """After the last block: whether a quote is still open.

        Raises:
            StrayQuoteError: text follows a closing quote.
        """
        self.feed(b"\n")
        return self._inside

    def _regular(self, codes: npt.NDArray[np.uint8], places: npt.NDArray[np.int64]) -> bool:
        """Whether quotes open and close in turn, each at the edge of a value or beside its double."""
        opening, closing = places[self._inside :: 2], places[not self._inside :: 2]
        edges = self._edge_or_quote
        return bool(edges.take(codes.take(opening - 1)).all() and edges.take(codes.take(closing + 1)).all())

    def _follow(self, codes: npt.NDArray[np.uint8], places: npt.NDArray[np.int64], block: bytes, shift: int) -> None:
        """The same one by one, for blocks with a quote in the middle of a value."""
        skipped = -1
        for place in places.tolist():
            if place == skipped:
                continue
            if not self._inside:
                self._inside = bool(self._edge[codes[place - 1]])
            elif codes[place + 1] == self._quote[0]:
                skipped = place + 1
            elif self._edge[codes[place + 1]]:
                self._inside = False
            else:
                raise StrayQuoteError(block[: max(0, place - shift)].count(b"\n"))
