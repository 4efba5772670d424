"""Files that were chosen in the browser. A browser tells no paths, so a file has to come over to be read.

Where the system can (Linux) such a file has no name: only this program can reach it, and when the program ends, however
it ends, the file is gone. Elsewhere it is a private file in the home, which is removed after use and, when the program
was killed, at the next start.
"""

import errno
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DESCRIPTORS = Path("/proc/self/fd")
LONGEST_NAME = 120


@dataclass
class Held:
    """A file that was chosen.

    Attributes:
        name: as the user knows it; shown, never written down.
        path: by which it is read here.
        size: bytes so far.
    """

    name: str
    path: Path
    file: BinaryIO
    size: int = 0
    named: bool = False

    def write(self, data: bytes) -> None:
        """More of it.

        Raises:
            Refused: DISK_FULL.
        """
        try:
            left = memoryview(data)
            while left:
                left = left[self.file.write(left) :]
        except OSError as error:
            if error.errno in _FULL:
                raise Refused(codes.DISK_FULL) from None
            raise
        self.size += len(data)

    def let_go(self) -> None:
        """It is needed no more; a second time does nothing."""
        self.file.close()
        if self.named:
            self.path.unlink(missing_ok=True)


def hold(folder: Path, name: str, *, nameless: bool = True) -> Held:
    """Room for a file.

    Args:
        folder: private, in the home.
        name: as the browser gives it; only its last part counts.
        nameless: try a file without a name first.
    """
    shown = name.replace("\\", "/").rsplit("/", 1)[-1][:LONGEST_NAME] or "–"
    if nameless and (file := _nameless(folder)) is not None:
        return Held(shown, _DESCRIPTORS / str(file.fileno()), file)
    path = folder / secrets.token_hex(16)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    return Held(shown, path, os.fdopen(descriptor, "r+b", buffering=0), named=True)


def _nameless(folder: Path) -> BinaryIO | None:
    with suppress(OSError, AttributeError):
        _DESCRIPTORS.stat()
        flags = os.O_TMPFILE | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC  # with O_EXCL it can never get a name
        return os.fdopen(os.open(folder, flags, 0o600), "r+b", buffering=0)
    return None
