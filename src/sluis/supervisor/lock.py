"""One `serve` per home."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as home_codes
from sluis.refusals.catalogue import serving as codes

SERVING, TRYING = ".serving", ".trying.lock"


@contextmanager
def serving_alone(home: Path) -> Iterator[int]:
    """Hold the home for serving or restoring; the descriptor is given to the parts, so that the lock lasts until the last of them is gone.

    Raises:
        Refused: HOME_SERVED.
    """
    with _held(home / SERVING, Refused(codes.HOME_SERVED, home.name)) as descriptor:
        yield descriptor


@contextmanager
def trying_alone(home: Path) -> Iterator[None]:
    """Hold the home for a restore test, which does not disturb whoever serves it.

    Raises:
        Refused: HOME_BUSY.
    """
    with _held(home / TRYING, Refused(home_codes.HOME_BUSY)):
        yield


@contextmanager
def _held(path: Path, otherwise: Refused) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise otherwise from None
        yield descriptor
    finally:
        os.close(descriptor)
