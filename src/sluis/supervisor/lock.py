"""One `serve` per home."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes

FILE = ".serving"


@contextmanager
def serving_alone(home: Path) -> Iterator[int]:
    """Hold the home; the descriptor is given to the parts, so that the lock lasts until the last of them is gone.

    Raises:
        Refused: HOME_SERVED.
    """
    descriptor = os.open(home / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(codes.HOME_SERVED, home.name) from None
        yield descriptor
    finally:
        os.close(descriptor)
