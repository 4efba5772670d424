"""The file of a backup: age around a tar, written and read as a stream.

Sealing asks for bytes and opening gives them, so the tar is made piece by piece when writing, and comes through a pipe
from a thread when reading. Nothing of it is ever on disk in the clear.
"""

import os
import tarfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO

from sluis.kernel.sealing import Identity, open_sealed, seal
from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes

LARGEST_MEMBER = 256 << 20
"""Bytes: more than one cut of a table or one file of a home ever is, and what a hostile file may cost at most."""

_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the archive."""

    name: str
    data: bytes


def write_archive(members: Iterable[Member], target: BinaryIO, recipients: list[str]) -> None:
    """Seal the members, in order, into a file."""
    seal(_Pieces(_tar(members)), target, recipients)


@contextmanager
def reading_archive(source: BinaryIO, identity: Identity) -> Iterator[Iterator[Member]]:
    """The members, in order. That the archive is whole is certain only when the block ends well.

    Raises:
        Refused: SEALED_NOT_AGE, SEALED_OTHER_KEY, SEALED_DAMAGED; BACKUP_DAMAGED when it is no archive of ours.
    """
    opening = _Opening(source, identity)
    with opening.incoming as incoming:
        try:
            yield _members(incoming)
            while incoming.read(1 << 20):  # to the end, for only there is it known to be whole
                pass
        except tarfile.TarError:
            opening.end(incoming)
            raise Refused(codes.BACKUP_DAMAGED) from None
        except Exception:
            opening.end(incoming)  # what was wrong with the file itself explains all that follows
            raise
        opening.end(incoming)


class _Pieces:
    """A reader of pieces of any size."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def read(self, size: int) -> bytes:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = memoryview(piece)
        part, self._left = self._left[:size], self._left[size:]
        return bytes(part)


def _tar(members: Iterable[Member]) -> Iterator[bytes]:
    for member in members:
        head = tarfile.TarInfo(member.name)
        head.size, head.mode = len(member.data), 0o600
        yield head.tobuf(tarfile.PAX_FORMAT)
        yield member.data
        yield bytes(-len(member.data) % _BLOCK)
    yield bytes(2 * _BLOCK)


def _members(incoming: IO[bytes]) -> Iterator[Member]:
    with tarfile.open(fileobj=incoming, mode="r|") as archive:
        for head in archive:
            if not head.isreg() or head.size > LARGEST_MEMBER or not _is_inside(head.name):
                raise Refused(codes.BACKUP_DAMAGED)
            file = archive.extractfile(head)
            data = file.read() if file else b""
            if len(data) != head.size:
                raise Refused(codes.BACKUP_DAMAGED)
            yield Member(head.name, data)


def _is_inside(name: str) -> bool:
    """Whether a name stays in the folder in which it is unpacked, in one spelling."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name and name.isprintable()


class _Opening:
    """Opens in a thread, because opening pushes what reading would pull."""

    def __init__(self, source: BinaryIO, identity: Identity) -> None:
        read, write = os.pipe()
        self.incoming: IO[bytes] = os.fdopen(read, "rb")
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._open, args=(source, os.fdopen(write, "wb"), identity), daemon=True)
        self._thread.start()

    def _open(self, source: BinaryIO, outgoing: Any, identity: Identity) -> None:
        try:
            with outgoing:
                open_sealed(source, outgoing, identity)
        except BrokenPipeError:
            pass  # the reader has seen enough
        except BaseException as error:
            self._error = error

    def end(self, incoming: IO[bytes]) -> None:
        """Wait for the thread; what it met is raised."""
        with suppress(OSError):
            incoming.close()
        self._thread.join()
        if self._error is not None:
            raise self._error from None
