"""The zip inside a workbook, unpacked within bounds and trusting nothing that its directory says."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

_MOST_BYTES = 1 << 30
_MOST_RATIO = 200
_FREE_BYTES = 16 << 20
"""Below this size any ratio is harmless."""

_MOST_MEMBERS = 10_000
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_PIECE_BYTES = 1 << 16


class UnsafeError(ValueError):
    """It unpacks to more than is reasonable, or lies about itself."""


class OversizedError(ValueError):
    """It unpacks to more than is read."""


class Packed:
    """The members of a zip.

    Args:
        data: the whole file.

    Raises:
        UnsafeError: names stand twice, members are encrypted or packed in a way that workbooks do not use, or the ratio
            is that of a zip bomb.
        OversizedError: too much in all.
        zipfile.BadZipFile: it is no zip.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        with zipfile.ZipFile(io.BytesIO(data)) as directory:
            members = directory.infolist()
        self._members = {member.filename: member for member in members}
        if len(self._members) != len(members) or len(members) > _MOST_MEMBERS:
            raise UnsafeError("members")
        if any(
            member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            for member in members
        ):
            raise UnsafeError("method")
        unpacked = sum(member.file_size for member in members)
        if unpacked > max(_FREE_BYTES, _MOST_RATIO * len(data)):
            raise UnsafeError("ratio")
        if unpacked > _MOST_BYTES:
            raise OversizedError("total")

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def require_honest(self) -> None:
        """Unpack every member once and throw it away: whoever reads it later meets no more than its directory says.

        Raises:
            UnsafeError: a member is longer, shorter or other than the directory says.
        """
        for name in self._members:
            for _ in self.pieces(name):
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """What a member holds, in pieces of at most 64 KiB.

        Raises:
            KeyError: there is no such member.
            UnsafeError: it is longer, shorter or other than the directory says.
        """
        member = self._members[name]
        start = self._start(member)
        packed = memoryview(self._data)[start : start + member.compress_size]
        size, check = 0, 0
        for piece in _stored(packed) if member.compress_type == zipfile.ZIP_STORED else _inflated(packed):
            size += len(piece)
            check = zlib.crc32(piece, check)
            if size > member.file_size:
                raise UnsafeError("size")
            yield piece
        if size != member.file_size or check != member.CRC:
            raise UnsafeError("size")

    def _start(self, member: zipfile.ZipInfo) -> int:
        end = member.header_offset + _LOCAL_HEADER.size
        header = self._data[member.header_offset : end]
        if member.header_offset < 0 or len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise UnsafeError("header")
        _, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)
        return int(end + name_bytes + extra_bytes)


def _stored(packed: memoryview) -> Iterator[bytes]:
    for offset in range(0, len(packed), _PIECE_BYTES):
        yield bytes(packed[offset : offset + _PIECE_BYTES])


def _inflated(packed: memoryview) -> Iterator[bytes]:
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = bytes(packed[:_PIECE_BYTES])
    offset = len(rest)
    try:
        while not machine.eof:
            piece = machine.decompress(rest, _PIECE_BYTES)
            rest = machine.unconsumed_tail
            if piece:
                yield piece
            elif not rest and offset >= len(packed) and not machine.eof:
                raise UnsafeError("end")
            if not rest:
                rest = bytes(packed[offset : offset + _PIECE_BYTES])
                offset += len(rest)
    except zlib.error:
        raise UnsafeError("stream") from None
