"""Files that are there whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sluis.machine import files
from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DESCRIPTORS = "/proc/self/fd"


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """A new file, open for reading and writing, that takes the name `path` when the block ends well.

    It has mode 0600 from its first moment. Where the system can (Linux), it has no name until it is whole, so that even
    a killed process leaves nothing; elsewhere it lies beside the target as `.NAME.….part` and every exception, Ctrl-C
    among them, removes it. A file that had the name is replaced in one step, and stays as it was when anything fails.

    Raises:
        Refused: no room left, or the file may not be written.
    """
    folder = _folder(path)
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    try:
        with _new(temporary, path) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            _publish(file, folder, temporary, path)
        if folder is not None:
            os.fsync(folder)
    except OSError as error:
        if error.errno in _FULL:
            raise Refused(codes.DISK_FULL, path.name) from None
        raise
    finally:
        if folder is not None:
            os.close(folder)
        with suppress(OSError):
            temporary.unlink()


def _folder(path: Path) -> int | None:
    """A descriptor of the folder; none where folders cannot be opened (Windows)."""
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        return files.open_folder(path.parent) if files.HAS_FOLDERS else None
    except OSError as error:
        raise Refused(codes.NOT_WRITABLE, path.name, errno=error.errno or 0) from None


def _new(temporary: Path, path: Path) -> BinaryIO:
    """An open file: without a name where the system knows such files, else named `temporary`."""
    with suppress(OSError, AttributeError):
        Path(_DESCRIPTORS).stat()  # without /proc a nameless file can never get a name
        return os.fdopen(os.open(path.parent, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600), "w+b")
    try:
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR | files.CLOEXEC | files.BINARY, 0o600)
    except OSError as error:
        if error.errno in _FULL:
            raise
        raise Refused(codes.NOT_WRITABLE, path.name, errno=error.errno or 0) from None
    return os.fdopen(descriptor, "w+b")


def _publish(file: BinaryIO, folder: int | None, temporary: Path, path: Path) -> None:
    """Give the whole file its name; through a second one, because a link does not replace what is there."""
    try:
        if os.fstat(file.fileno()).st_nlink == 0:
            # A folder's descriptor makes Python call linkat, the only call that follows the link in /proc.
            os.link(f"{_DESCRIPTORS}/{file.fileno()}", temporary, src_dir_fd=folder)
        file.close()  # Windows renames no file that is open
        temporary.replace(path)
    except OSError as error:
        if error.errno in _FULL:
            raise
        raise Refused(codes.NOT_WRITABLE, path.name, errno=error.errno or 0) from None
