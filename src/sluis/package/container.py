"""The zip that holds a delivery, in one byte-exact form.

Ordinary tools list and unpack it; Sluis itself takes only the form that it writes: members stored, in a fixed order, no
extra fields, no comment, one fixed time, nothing before, between or after. The reader rebuilds every header from the
few numbers that may vary (name, checksum, size) and compares, so a flipped bit anywhere outside a member is seen here,
and inside a member by its digest.

    [local header, data]*  central directory  end of central directory

Source: PKWARE APPNOTE 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import packages as codes

LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION = 20
_DATE = 0x21  # 1 January 1980, the first day that a zip can name
_LIMIT = 0xFFFFFFFF
MOST_MEMBERS = 64
LONGEST_NAME = 80
LARGEST_CONTAINER = _LIMIT + _END.size
_LARGEST_DIRECTORY = MOST_MEMBERS * (_CENTRAL.size + LONGEST_NAME)
_BLOCK = 1 << 20

FIXED_NAMES = ("order.age", "persons.age", "manifest.json", "manifest.jws", "relay.json", "relay.jws")
CONTENT_NAME = re.compile(r"content-[a-z0-9][a-z0-9_-]{0,63}\.age")


def rank(name: str) -> tuple[int, str]:
    """Where a member stands: contents by name, then what binds them, the relay's note last.

    The source writes contents while it reads its file and knows the manifest only at the end; the relay adds to it.
    """
    if CONTENT_NAME.fullmatch(name):
        return 0, name
    if name in FIXED_NAMES:
        return 1 + FIXED_NAMES.index(name), name
    raise Refused(codes.FOREIGN_MEMBER)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the container: its name, CRC-32, size and the offset of its local header, all in bytes."""

    name: str
    crc: int
    size: int
    offset: int

    def local(self) -> bytes:
        """The header before its data."""
        name = self.name.encode("ascii")
        return LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size, len(name), 0) + name

    def central(self) -> bytes:
        """Its entry in the directory."""
        name = self.name.encode("ascii")
        return (
            _CENTRAL.pack(
                b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size,
                len(name), 0, 0, 0, 0, 0, self.offset,
            )
            + name
        )  # fmt: skip

    @property
    def start(self) -> int:
        """Offset of the first byte of its data."""
        return self.offset + LOCAL.size + len(self.name)


def directory(members: tuple[Member, ...]) -> bytes:
    """What follows the members: their entries and the end.

    Raises:
        Refused: TOO_LARGE.
    """
    entries = b"".join(member.central() for member in members)
    start = members[-1].start + members[-1].size if members else 0
    if start + len(entries) > _LIMIT:
        raise Refused(codes.TOO_LARGE)
    count = len(members)
    return entries + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)


class Sink:
    """Where one member's bytes go; counts, checks and digests them on their way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.crc = 0
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append; refuses past 4 GiB."""
        self.size += len(data)
        if self.size > _LIMIT:
            raise Refused(codes.TOO_LARGE)
        self.crc = zlib.crc32(data, self.crc)
        self._sha256.update(data)
        self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """For writers that expect it; the container is flushed as a whole."""

    @property
    def sha256(self) -> str:
        """Hex digest of what was written."""
        return self._sha256.hexdigest()


class Writer:
    """Writes a container to a seekable file, member after member."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[Member] = []
        self.digests: dict[str, str] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[Sink]:
        """A sink for one member; its header is written when it is complete."""
        if self._members and rank(self._members[-1].name) >= rank(name):
            raise ValueError(f"{name} does not come after {self._members[-1].name}")
        offset = self._file.tell()
        self._file.write(Member(name, 0, 0, offset).local())
        sink = Sink(self._file)
        yield sink
        member = Member(name, sink.crc, sink.size, offset)
        self._file.seek(offset)
        self._file.write(member.local())
        self._file.seek(member.start + member.size)
        self._members.append(member)
        self.digests[name] = sink.sha256

    def put(self, name: str, data: bytes) -> None:
        """A member that is already in memory."""
        with self.member(name) as sink:
            sink.write(data)

    def close(self) -> None:
        """Write the directory; the file itself stays open."""
        self._file.write(directory(tuple(self._members)))


class Source:
    """One member as a readable stream that is digested on its way; `finish` compares."""

    def __init__(self, file: BinaryIO, member: Member, advance: Callable[[int], None]) -> None:
        self._file = file
        self._member = member
        self._left = member.size
        self._crc = 0
        self._sha256 = hashlib.sha256()
        self._advance = advance
        self._at = member.start

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, all that is left when negative; empty at the end."""
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        self._file.seek(self._at)
        data = self._file.read(wanted)
        if len(data) != wanted:
            raise Refused(codes.DAMAGED, self._member.name)
        self._at += wanted
        self._left -= wanted
        self._crc = zlib.crc32(data, self._crc)
        self._sha256.update(data)
        self._advance(wanted)
        return data

    def finish(self, sha256: str | None = None) -> None:
        """Read what is left and compare the checksum, and the digest when one is expected.

        Raises:
            Refused: DAMAGED.
        """
        while self.read(_BLOCK):
            pass
        if self._crc != self._member.crc or (sha256 is not None and self._sha256.hexdigest() != sha256):
            raise Refused(codes.DAMAGED, self._member.name)


class Reader:
    """A container that has the one right form; the members' data are checked when they are read."""

    def __init__(self, file: BinaryIO, advance: Callable[[int], None] = lambda _: None) -> None:
        self._file = file
        self._advance = advance
        self.members = {member.name: member for member in _parse(file)}

    def names(self) -> tuple[str, ...]:
        """The members' names, in order."""
        return tuple(self.members)

    def open(self, name: str) -> Source:
        """A member's data as a stream."""
        if name not in self.members:
            raise Refused(codes.MEMBER_MISSING, member=name)
        return Source(self._file, self.members[name], self._advance)

    def small(self, name: str, limit: int) -> bytes:
        """A small member's data, checked against its checksum."""
        source = self.open(name)
        if self.members[name].size > limit:
            raise Refused(codes.DAMAGED, name)
        data = source.read()
        source.finish()
        return data


def _parse(file: BinaryIO) -> tuple[Member, ...]:
    length = file.seek(0, 2)
    if length < _END.size:
        raise Refused(_unlike(file))
    file.seek(length - _END.size)
    signature, _, _, _, count, size, start, _ = _END.unpack(file.read(_END.size))
    if signature != b"PK\x05\x06":
        raise Refused(_unlike(file))
    if count > MOST_MEMBERS or size > _LARGEST_DIRECTORY or start + size + _END.size != length:
        raise Refused(codes.DAMAGED)
    file.seek(start)
    entries = file.read()
    members = tuple(_entries(entries[:size], count))
    if directory(members) != entries or [rank(m.name) for m in members] != sorted({rank(m.name) for m in members}):
        raise Refused(codes.DAMAGED)
    offset = 0
    for member in members:
        file.seek(offset)
        if member.offset != offset or file.read(member.start - offset) != member.local():
            raise Refused(codes.DAMAGED, member.name)
        offset = member.start + member.size
    if offset != start:
        raise Refused(codes.DAMAGED)
    return members


def _unlike(file: BinaryIO) -> Code:
    """What a file is that does not end as a package does: one that was cut off, or something else."""
    first = Member("", 0, 0, 0).local()[:4]
    file.seek(0)
    return codes.DAMAGED if file.read(len(first)) == first else codes.NOT_A_PACKAGE


def _entries(directory: bytes, count: int) -> Iterator[Member]:
    at = 0
    for _ in range(count):
        if at + _CENTRAL.size > len(directory):
            raise Refused(codes.DAMAGED)
        values = _CENTRAL.unpack_from(directory, at)
        crc, size, length, offset = values[7], values[8], values[10], values[16]
        name = directory[at + _CENTRAL.size : at + _CENTRAL.size + length]
        at += _CENTRAL.size + length
        if not name.isascii():
            raise Refused(codes.DAMAGED)
        yield Member(name.decode("ascii"), crc, size, offset)
