"""A text file as blocks of UTF-8, checked on the way at almost no cost."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes
from sluis.tables.encodings import Decoder, DecodingError
from sluis.tables.originals import Original


class Text:
    """Reads a text file once, from its start.

    Args:
        original: the file.
        encoding: as declared; none to find out.
        block_bytes: how much is read at a time.

    Raises:
        Refused: there is no such encoding.
    """

    def __init__(self, original: Original, encoding: str | None, block_bytes: int) -> None:
        self._original = original
        self._encoding = encoding
        self._block_bytes = block_bytes
        self._given = 0
        self.bytes_read = 0
        try:
            self._decoder = Decoder(encoding)
        except LookupError:
            raise Refused(codes.ENCODING_UNKNOWN, original.where, encoding=encoding or "") from None

    @property
    def guessed(self) -> bool:
        """It was read as Windows-1252 because it was not UTF-8."""
        return self._decoder.guessed

    def blocks(self) -> Iterator[bytes | memoryview]:
        """The file in blocks of UTF-8 without byte-order mark, none of them empty; each valid until the next.

        Raises:
            Refused: wrong encoding, NUL bytes, or the disk failed.
        """
        raw = memoryview(bytearray(self._block_bytes))
        final = False
        while not final:
            length = self._original.read_into(raw, self.bytes_read)
            final = not length
            self.bytes_read += length
            if block := self._decoded(raw[:length], final=final):
                self._require_text(block)
                self._given += 1
                yield block

    def _decoded(self, raw: memoryview, *, final: bool) -> bytes | memoryview:
        try:
            return self._decoder.feed(raw, final=final)
        except DecodingError as fault:
            line = self._line(fault.valid)
            raise Refused(codes.WRONG_ENCODING, self._original.where, encoding=fault.encoding, line=line) from None

    def _require_text(self, block: bytes | memoryview) -> None:
        if np.frombuffer(block, np.uint8).min() == 0:
            line = self._line(bytes(block).partition(b"\0")[0])
            raise Refused(codes.NUL_BYTES, self._original.where, line=line)

    def _line(self, before: bytes) -> int:
        """The line after the blocks that were given and this text; counted now, because it is hardly ever asked."""
        again = Text(self._original, self._encoding, self._block_bytes)
        given = islice(again.blocks(), self._given)
        return 1 + sum(bytes(block).count(b"\n") for block in given) + before.count(b"\n")
