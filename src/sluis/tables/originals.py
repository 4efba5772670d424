"""The file that a source hands in: opened once, read by position, and the same file at the end as at the start."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sluis.machine import files
from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes

_BY_ERRNO = {
    errno.ENOENT: codes.FILE_MISSING,
    errno.ENOTDIR: codes.FILE_MISSING,
    errno.EISDIR: codes.FILE_IS_FOLDER,
    errno.EACCES: codes.FILE_FORBIDDEN,
    errno.EPERM: codes.FILE_FORBIDDEN,
    errno.ENXIO: codes.FILE_NOT_REGULAR,
}


class Original:
    """An ordinary, non-empty file, open for reading.

    Attributes:
        path: as the user gave it.
        where: its name, for refusals and reports.
        size: bytes, when it was opened.

    Raises:
        Refused: it is missing, a folder, a pipe or device, forbidden, or empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = path.name
        self._descriptor = self._open()
        try:
            self._state = os.fstat(self._descriptor)
            self._require_rows()
        except BaseException:
            self.close()
            raise
        self.size = self._state.st_size

    def _open(self) -> int:
        try:
            # Without O_NONBLOCK the opening of a pipe that nobody writes to would wait for ever.
            return os.open(self.path, os.O_RDONLY | files.CLOEXEC | files.NONBLOCK | files.BINARY)
        except OSError as error:
            raise self._refusal(error) from None
        except ValueError:  # a NUL in the name
            raise Refused(codes.FILE_MISSING, self.where) from None

    def _refusal(self, error: OSError) -> Refused:
        code = _BY_ERRNO.get(error.errno or 0)
        return Refused(code, self.where) if code else Refused(codes.FILE_UNREADABLE, self.where, errno=error.errno or 0)

    def _require_rows(self) -> None:
        if stat.S_ISDIR(self._state.st_mode):
            raise Refused(codes.FILE_IS_FOLDER, self.where)
        if not stat.S_ISREG(self._state.st_mode):
            raise Refused(codes.FILE_NOT_REGULAR, self.where)
        if self._state.st_size == 0:
            raise Refused(codes.FILE_EMPTY, self.where)

    def read_at(self, offset: int, length: int) -> bytes:
        """At most `length` bytes from `offset`; empty at the end.

        Raises:
            Refused: the disk or network drive failed.
        """
        try:
            return files.read_at(self._descriptor, length, offset)
        except OSError as error:
            raise self._refusal(error) from None

    def read_into(self, room: memoryview, offset: int) -> int:
        """Fill the room with bytes from `offset`; how many, and 0 at the end.

        Raises:
            Refused: the disk or network drive failed.
        """
        try:
            return files.read_into(self._descriptor, room, offset)
        except OSError as error:
            raise self._refusal(error) from None

    def duplicate(self) -> int:
        """A file descriptor of one's own, for a library that reads by itself."""
        return os.dup(self._descriptor)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Refuse at the end when the file is no longer what was opened, whatever else seemed wrong with it."""
        try:
            yield
        except Exception:
            self._require_unchanged()
            raise
        self._require_unchanged()

    def _require_unchanged(self) -> None:
        try:
            states = os.fstat(self._descriptor), self.path.stat()
        except OSError:
            raise Refused(codes.FILE_CHANGED, self.where) from None
        if any(_mark(state) != _mark(self._state) for state in states):
            raise Refused(codes.FILE_CHANGED, self.where)

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _mark(state: os.stat_result) -> tuple[int, int, int, int]:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns
