"""Locks on open files. The system lets go of one when its file is closed, also by a death."""

import os
import time

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_FAR = 1 << 40
"""Windows locks bytes, and nobody else can read a locked one; this one holds nothing."""
_STEP_SECONDS = 0.01


def take(descriptor: int, *, shared: bool = False) -> bool:
    """Take the lock of a file, if it is free; whether it was.

    Args:
        descriptor: open, for as long as the lock is to be held.
        shared: together with others who share; Windows knows only locks that are alone.
    """
    if fcntl is None:
        return _take_byte(descriptor)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_for(descriptor: int) -> None:
    """Take the lock of a file as soon as it is free."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return
    while not _take_byte(descriptor):
        time.sleep(_STEP_SECONDS)


def _take_byte(descriptor: int) -> bool:
    import msvcrt

    at = os.lseek(descriptor, 0, os.SEEK_CUR)
    os.lseek(descriptor, _FAR, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    finally:
        os.lseek(descriptor, at, os.SEEK_SET)
    return True
