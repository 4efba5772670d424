"""A package while its bytes arrive: what is wrong is refused at the first piece that shows it.

The rules are those of `container.Reader` and of a package as a source offers it. The reader begins at the directory, at
the end of a file; here the members come first, and the directory must be the one that follows from them.

    [mark, header, name, data]*  mark, directory

How long a piece is follows from the pieces before it. So the outcome, and the byte at which a refusal comes, are the
same however the bytes are cut into chunks; and nothing is kept but a header, the manifest with its signature, or the
directory.
"""

import hashlib
import zlib
from collections.abc import Callable, Generator, Mapping
from typing import BinaryIO

from sluis.package.container import (
    CONTENT_NAME,
    FIXED_NAMES,
    LARGEST_CONTAINER,
    LOCAL,
    LONGEST_NAME,
    MOST_MEMBERS,
    Member,
    directory,
    rank,
)
from sluis.package.manifest import LIMIT_BYTES
from sluis.refusals import Refused
from sluis.refusals.catalogue import packages as codes
from sluis.signatures.jws import LARGEST_JWS

Digests = Mapping[str, str]
"""SHA-256, hex, per sealed member."""

_OFFERED, _RELAYED = FIXED_NAMES[:4], FIXED_NAMES[4:]
_SEALED = {"order.age", "persons.age"}
_LIMITS = {"manifest.json": LIMIT_BYTES, "manifest.jws": LARGEST_JWS}
_MARK = 4
_MEMBER, _DIRECTORY = b"PK\x03\x04", b"PK\x01\x02"
_BLOCK = 1 << 20


class Arriving:
    """The bytes of one package, in order, in chunks of any size.

    Args:
        length: bytes that were announced.
        expected: what the sealed members must be, when that is known beforehand: all of them, and no others.
        on_manifest: gets manifest.json and manifest.jws when both have arrived, may refuse, and says what the sealed
            members had to be. Not asked when the manifest was known.
        manifest: manifest.json and manifest.jws, when they are known beforehand; `expected` is what they say.
    Attributes:
        received: bytes taken in; after a refusal, up to and with the piece that showed what is wrong.
    Raises:
        Refused: TOO_LARGE, MANIFEST_UNREADABLE; before a byte was seen.
    """

    def __init__(
        self,
        length: int,
        expected: Digests | None = None,
        on_manifest: Callable[[bytes, bytes], Digests] | None = None,
        manifest: tuple[bytes, bytes] | None = None,
    ) -> None:
        if manifest is not None and expected is None:
            raise ValueError("a manifest that is known says what the members must be")
        if length > LARGEST_CONTAINER:
            raise Refused(codes.TOO_LARGE)
        self.received = 0
        self._length = length
        self._expected = None if expected is None else _sealed(expected)
        self._on_manifest = on_manifest if manifest is None else None
        self._known = dict(zip(_LIMITS, manifest, strict=True)) if manifest else {}
        self._members: list[Member] = []
        self._digests: dict[str, str] = {}
        self._tail = len(directory(()))  # bytes that must follow the members so far
        self._refused: Refused | None = None
        self._complete = False
        self._pieces = self._package()
        self._wanted = next(self._pieces)

    def feed(self, data: bytes | memoryview) -> None:
        """The next bytes.

        Raises:
            Refused: the first thing that is wrong; from then on always the same.
        """
        self._require_unrefused()
        try:
            self._take(memoryview(data).cast("B"))
        except Refused as refused:
            self._refused = refused
            raise

    def finish(self) -> None:
        """All has arrived, and all is right.

        Raises:
            Refused: what `feed` refused; DAMAGED or NOT_A_PACKAGE when bytes are lacking.
        """
        self._require_unrefused()
        if not self._complete:
            raise Refused(codes.DAMAGED if self.received >= _MARK else codes.NOT_A_PACKAGE)

    def _require_unrefused(self) -> None:
        if self._refused is not None:
            raise self._refused.with_traceback(None)

    def _take(self, data: memoryview) -> None:
        while data:
            part = data[: min(self._wanted, max(self._length - self.received, 0))]
            if not part:
                raise Refused(codes.DAMAGED)
            data = data[len(part) :]
            self.received += len(part)
            self._wanted = 0  # nothing more is taken when the next line fails, or was the last
            try:
                self._wanted = self._pieces.send(part)
            except StopIteration:
                self._complete = True

    def _package(self) -> Generator[int, memoryview, None]:
        """Yields how many bytes are wanted and gets at most so many; ends when all is there."""
        before = b""
        while (mark := (yield from _frame(_MARK))) == _MEMBER:
            member = yield from self._header(mark)
            self._members.append(member)
            kept = yield from self._data(member)
            if member.name == "manifest.jws":
                self._bind(before, kept)
            before = kept
        if mark != _DIRECTORY or not self._members:
            raise Refused(codes.DAMAGED if self._members else codes.NOT_A_PACKAGE)
        yield from self._directory(mark)

    def _header(self, mark: bytes) -> Generator[int, memoryview, Member]:
        offset = self.received - _MARK
        header = mark + (yield from _frame(LOCAL.size - _MARK))
        *_, crc, size, _, length, _ = LOCAL.unpack(header)
        if length > LONGEST_NAME:
            raise Refused(codes.FOREIGN_MEMBER)
        header += yield from _frame(length)
        name = header[LOCAL.size :].decode("latin-1")
        self._require_place(name)
        member = Member(name, crc, size, offset)
        if member.local() != header:
            raise Refused(codes.DAMAGED, name)
        self._require_room(member)
        return member

    def _require_place(self, name: str) -> None:
        """The name may be in an offered package, and comes when it should."""
        place = rank(name)
        if name in _RELAYED:
            raise Refused(codes.ALREADY_RELAYED)
        if len(self._members) == MOST_MEMBERS or (self._members and rank(self._members[-1].name) >= place):
            raise Refused(codes.DAMAGED, name)
        if self._expected is not None and name not in {*self._expected, *_LIMITS}:
            raise Refused(codes.FOREIGN_MEMBER)
        self._require_all_before(place)

    def _require_all_before(self, place: tuple[int, str]) -> None:
        for name in sorted({*_OFFERED, *(self._expected or ())} - set(self._digests), key=rank):
            if rank(name) < place:
                raise Refused(codes.MEMBER_MISSING, member=name)

    def _require_room(self, member: Member) -> None:
        """It is not larger than it can be, and the bytes that were announced can hold it."""
        self._tail += len(member.central())
        if member.size > _LIMITS.get(member.name, self._length) or _end(member) + self._tail > self._length:
            raise Refused(codes.DAMAGED, member.name)

    def _data(self, member: Member) -> Generator[int, memoryview, bytes]:
        """A member's bytes, when they are to be kept; checked when the last has come."""
        crc, sha256, small, left = 0, hashlib.sha256(), bytearray(), member.size
        while left:
            part = yield left
            crc = zlib.crc32(part, crc)
            sha256.update(part)
            if member.name in _LIMITS:
                small += part
            left -= len(part)
            del part  # between two chunks the caller's buffer is the caller's
        self._digests[member.name] = digest = sha256.hexdigest()
        if crc != member.crc or (self._expected or {}).get(member.name, digest) != digest:
            raise Refused(codes.DAMAGED, member.name)
        if self._known.get(member.name, small) != small:
            raise Refused(codes.OTHER_MANIFEST, member=member.name)
        return bytes(small)

    def _bind(self, manifest: bytes, jws: bytes) -> None:
        """What has arrived is what the manifest says."""
        if self._on_manifest is None:
            return
        said = _sealed(self._on_manifest(manifest, jws))
        found = {name: digest for name, digest in self._digests.items() if name not in _LIMITS}
        for name in sorted(said.keys() - found.keys()):
            raise Refused(codes.MEMBER_MISSING, member=name)
        if found.keys() - said.keys():
            raise Refused(codes.FOREIGN_MEMBER)
        for name, digest in found.items():
            if said[name] != digest:
                raise Refused(codes.DAMAGED, name)

    def _directory(self, mark: bytes) -> Generator[int, memoryview, None]:
        self._require_all_before(rank(_RELAYED[0]))
        entries = directory(tuple(self._members))
        if _end(self._members[-1]) + len(entries) != self._length:
            raise Refused(codes.DAMAGED)
        if mark + (yield from _frame(len(entries) - _MARK)) != entries:
            raise Refused(codes.DAMAGED)


def resume(file: BinaryIO, arriving: Arriving) -> Arriving:
    """Take in what a file holds beyond what was taken in before.

    Raises:
        Refused: what is wrong with it.
    """
    file.seek(arriving.received)
    while block := file.read(_BLOCK):
        arriving.feed(block)
    return arriving


def _frame(size: int) -> Generator[int, memoryview, bytes]:
    """The next bytes, all at once."""
    data = bytearray()
    while len(data) < size:
        data += yield size - len(data)
    return bytes(data)


def _end(member: Member) -> int:
    return member.start + member.size


def _sealed(digests: Digests) -> Digests:
    """Digests that name the sealed members that every package has, and no others but contents.

    Raises:
        Refused: MANIFEST_UNREADABLE.
    """
    contents = set(digests) - _SEALED
    if len(contents) != len(digests) - len(_SEALED) or not all(map(CONTENT_NAME.fullmatch, contents)):
        raise Refused(codes.MANIFEST_UNREADABLE, member="manifest.json")
    return dict(digests)
