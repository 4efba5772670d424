"""A text file as blocks of UTF-8, checked on the way at almost no cost."""

from collections.abc import Iterator

import numpy as np

from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes
from sluis.tables.encodings import Decoder, DecodingError
from sluis.tables.originals import Original
from sluis.tables.quotes import Quotes, StrayQuoteError

_MOST_HELD_BYTES = 1 << 16


class Text:
    """Reads a text file once, from its start.

    Blank lines at the very end are left out, so that they cost a reader nothing. Can be given to pyarrow as a file.

    Args:
        original: the file.
        encoding: as declared; none to find out.
        block_bytes: how much is read at a time.
        quotes: follows the quotes, for separated values.

    Raises:
        Refused: there is no such encoding.
    """

    closed = False

    def __init__(
        self, original: Original, encoding: str | None, block_bytes: int, *, quotes: Quotes | None = None
    ) -> None:
        self._original = original
        self._block_bytes = block_bytes
        self._quotes = quotes
        try:
            self._decoder = Decoder(encoding)
        except LookupError:
            raise Refused(codes.ENCODING_UNKNOWN, original.where, encoding=encoding or "") from None
        self._lines = 0
        self._blocks = self.blocks()
        self._pending = memoryview(b"")
        self.bytes_read = 0
        self.quote_open = False
        """At the end: a quote was never closed."""

        self.lines_in_block = 0
        """How many lines ended in the block that was read last."""

    @property
    def guessed(self) -> bool:
        """It was read as Windows-1252 because it was not UTF-8."""
        return self._decoder.guessed

    def read(self, length: int = -1) -> bytes:
        """At most `length` bytes of UTF-8, of one block; empty at the end.

        Raises:
            Refused: wrong encoding, NUL bytes, text after a closing quote, or the disk failed.
        """
        if not self._pending:
            self._pending = memoryview(next(self._blocks, b""))
        length = len(self._pending) if length < 0 else length
        part, self._pending = self._pending[:length], self._pending[length:]
        return bytes(part)

    def blocks(self) -> Iterator[bytes]:
        """The file in checked blocks, none of them empty; the last line ends with a newline."""
        held = waiting = b""
        for block in self._checked():
            data = held + block if held else block
            body = data[: _body(data)]
            held = data[len(body) :]
            if body and waiting:
                yield waiting
            waiting = body or waiting
        if waiting:
            yield waiting if waiting.endswith((b"\n", b"\r")) else waiting + b"\n"

    def _checked(self) -> Iterator[bytes]:
        for raw in self._original.blocks(self._block_bytes):
            self.bytes_read += len(raw)
            if block := self._check(self._decode(raw, final=False)):
                yield block
        if block := self._check(self._decode(b"", final=True)):
            yield block
        if self._quotes:
            self.quote_open = self._quotes.finish()

    def _decode(self, raw: bytes, *, final: bool) -> bytes:
        try:
            return self._decoder.feed(raw, final=final)
        except DecodingError as fault:
            line = self._lines + fault.valid.count(b"\n") + 1
            raise Refused(codes.WRONG_ENCODING, self._original.where, encoding=fault.encoding, line=line) from None

    def _check(self, block: bytes) -> bytes:
        if not block:
            return block
        if b"\0" in block:
            line = self._lines + block[: block.index(b"\0")].count(b"\n") + 1
            raise Refused(codes.NUL_BYTES, self._original.where, line=line)
        try:
            if self._quotes:
                self._quotes.feed(block)
        except StrayQuoteError as fault:
            raise Refused(codes.QUOTE_ASTRAY, self._original.where, line=self._lines + fault.lines + 1) from None
        # numpy counts five times as fast as bytes.count.
        self.lines_in_block = int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
        self._lines += self.lines_in_block
        return block

    def readable(self) -> bool:
        """As a file says."""
        return True

    def writable(self) -> bool:
        """As a file says."""
        return False

    def seekable(self) -> bool:
        """As a file says."""
        return False

    def close(self) -> None:
        """As a file does; the original stays open for another reading."""
        self.closed = True


def _body(data: bytes) -> int:
    """How much goes on: up to the end of the last line that holds something, but not half a CR LF."""
    text = len(data.rstrip(b"\r\n"))
    if len(data) - text > _MOST_HELD_BYTES:
        return len(data) - data.endswith(b"\r")
    if data[text : text + 2] == b"\r\n":
        return text + 2
    return text + (data[text : text + 1] == b"\n" or len(data) > text + 1)
