"""Small private files: whole or absent, for their owner alone."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from sluis.machine import files
from sluis.refusals import Refused
from sluis.refusals.catalogue import custody

LARGEST_BYTES = 1 << 16


def read_private(path: Path) -> bytes:
    """The bytes of a file that only its owner can use.

    Raises:
        FileNotFoundError: it is not there, or is no plain file.
        Refused: KEY_READABLE_BY_OTHERS, by its mode.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | files.NOFOLLOW | files.NONBLOCK | files.CLOEXEC)
    except OSError as error:
        raise FileNotFoundError(error.errno, "cannot be opened", path.name) from None
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise FileNotFoundError(0, "is no plain file", path.name)
        if files.HAS_MODES and mode & 0o077:
            raise Refused(custody.KEY_READABLE_BY_OTHERS, file=path.name)
        return file.read(LARGEST_BYTES + 1)


def write_new(path: Path, data: bytes) -> None:
    """A new file of mode 0600.

    Raises:
        FileExistsError: there is one of that name; it is left as it was.
    """
    temporary = _write_beside(path, data)
    try:
        os.link(temporary, path)  # unlike a rename, it never replaces
    finally:
        temporary.unlink()
    files.sync_folder(path.parent)


def replace(path: Path, data: bytes) -> None:
    """A file of mode 0600 in place of the one of that name."""
    temporary = _write_beside(path, data)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink()
        raise
    files.sync_folder(path.parent)


def wipe(path: Path) -> None:
    """Overwrite and remove a file; nothing when it is not there.

    Accepted: a file system that writes elsewhere (flash, snapshots) and backups may keep the old bytes. They are sealed
    to the unlock identity, and so are of no use without it.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | files.NOFOLLOW | files.CLOEXEC)
    except FileNotFoundError:
        return
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        file.write(os.urandom(os.fstat(descriptor).st_size))
        os.fsync(descriptor)
    path.unlink()
    files.sync_folder(path.parent)


def _write_beside(path: Path, data: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | files.CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary
