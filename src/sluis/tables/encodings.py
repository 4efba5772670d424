"""Bytes of a text file to UTF-8, block by block, finding out the encoding where nobody declared it."""

import codecs

import numpy as np

_BYTEWISE = {"ascii", "cp1252", "iso8859-1", "iso8859-15"}
"""Declared encodings in which ASCII is ASCII and every byte stands alone."""

_UTF8 = "utf-8"
_GUESSED = "cp1252"


class DecodingError(ValueError):
    """The bytes are not of the encoding.

    Args:
        valid: the bytes of this block before the fault, to count lines in.
        encoding: as people call it.
    """

    def __init__(self, valid: bytes, encoding: str) -> None:
        super().__init__(encoding)
        self.valid = valid
        self.encoding = encoding


class Decoder:
    """Makes UTF-8 of the blocks of one file, without byte-order mark.

    Without a declared encoding it follows the byte-order mark; else it takes the file for UTF-8, and for Windows-1252
    from the first block that cannot be UTF-8, provided that all before was ASCII. A file that was UTF-8 up to there is
    refused.

    Args:
        encoding: as declared; none to find out.

    Raises:
        LookupError: there is no such text encoding.
    """

    def __init__(self, encoding: str | None) -> None:
        self._declared = codecs.lookup(encoding).name if encoding else None
        self._name = self._declared or _UTF8
        if not self._declared or self._declared == "utf-8-sig":
            self._name = _UTF8
        self._others = self._incremental(self._name)
        self._started = False
        self._proven = bool(self._declared)
        self._rest = b""
        self.guessed = False
        """It was read as Windows-1252 because it was not UTF-8."""

    @staticmethod
    def _incremental(name: str) -> codecs.IncrementalDecoder:
        if not codecs.lookup(name)._is_text_encoding:
            raise LookupError(name)
        return codecs.getincrementaldecoder(name)("strict")

    def feed(self, block: bytes | memoryview, *, final: bool = False) -> bytes | memoryview:
        """The same text in UTF-8; a character that the block cuts off comes with the next.

        Raises:
            DecodingError: the bytes are not of this encoding.
        """
        if not self._started and block:
            block = self._begin(block)
        transparent = self._name == _UTF8 or self._name in _BYTEWISE
        if transparent and not self._rest and _is_ascii(block):
            return block
        return self._utf8(bytes(block), final) if self._name == _UTF8 else self._other(bytes(block), final)

    def _begin(self, block: bytes | memoryview) -> bytes | memoryview:
        """Leave out the byte-order mark, and believe it when nothing was declared."""
        self._started = True
        mark = bytes(block[:3])
        if mark == codecs.BOM_UTF8:
            if self._name != _UTF8:
                raise DecodingError(b"", self._declared or self._name)
            self._proven = True
            return block[len(mark) :]
        if not self._declared and mark[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            self._name, self._proven = "utf-16", True
            self._others = self._incremental(self._name)
        return block

    def _utf8(self, block: bytes, final: bool) -> bytes:
        data = self._rest + block
        try:
            _, length = codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError as error:
            if self._proven or not data[: error.start].isascii():
                raise DecodingError(data[: error.start], _UTF8) from None
            self._name, self.guessed, self._rest = _GUESSED, True, b""
            self._others = self._incremental(_GUESSED)
            return self._other(data, final)
        whole, self._rest = data[:length], data[length:]
        self._proven = self._proven or not whole.isascii()
        return whole

    def _other(self, block: bytes, final: bool) -> bytes:
        try:
            return self._others.decode(block, final).encode()
        except UnicodeDecodeError as error:
            name = "UTF-8 / Windows-1252" if self.guessed else self._declared or self._name
            raise DecodingError(block[: error.start], name) from None


def _is_ascii(block: bytes | memoryview) -> bool:
    return len(block) == 0 or bool(np.frombuffer(block, np.uint8).max() < 0x80)
