"""Where packages lie while they are here: sealed files, named by ids; private to the user of the programs.

deliveries/arriving/<upload>.sluis     as the source sends it; gone as soon as it was relayed
deliveries/results/<delivery>.sluis    for the recipient; gone ten days after download, or when the term says so
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings


def arriving(upload: UUID) -> Path:
    """The file of an upload."""
    return _folder("arriving") / f"{upload}.sluis"


def result(delivery: UUID) -> Path:
    """The file of a result."""
    return _folder("results") / f"{delivery}.sluis"


def everything() -> list[Path]:
    """Every file that is here."""
    return sorted(path for name in ("arriving", "results") for path in _folder(name).iterdir())


def remove(path: Path) -> bool:
    """Remove a file, for good: its name is gone from the disk when this returns. Whether there was one."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    finally:
        synchronise(path.parent)
    return True


@contextmanager
def relaying_alone() -> Iterator[bool]:
    """Whether nobody else relays from here until the end of the block; a process that dies lets go."""
    descriptor = os.open(_folder("arriving").parent / ".relaying", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _locks(descriptor)
    finally:
        os.close(descriptor)


def _locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def synchronise(folder: Path) -> None:
    """Have a folder's names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folder(name: str) -> Path:
    found: Path = settings.INSTALLATION.folder / "deliveries" / name
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found
