"""A package on disk, opened once and read from that one opening."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from sluis.package.container import Reader
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as codes
from sluis.refusals.catalogue import tables as table_codes


@contextmanager
def open_package(path: Path) -> Iterator[Reader]:
    """The container in this file.

    Raises:
        Refused: FILE_MISSING, or what is wrong with the container.
    """
    try:
        file = path.open("rb")
    except OSError:
        raise Refused(codes.FILE_MISSING, file=path.name) from None
    with file:
        yield Reader(file)


def require_free(path: Path) -> None:
    """Refuse to write over a file.

    Raises:
        Refused: OUTPUT_EXISTS.
    """
    if path.exists():
        raise Refused(codes.OUTPUT_EXISTS, file=path.name)


def require_writable(path: Path) -> None:
    """Refuse a place where no file can be made, before the work is done for which the file is; folders are made.

    Raises:
        Refused: NOT_WRITABLE.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise Refused(table_codes.NOT_WRITABLE, path.name, errno=error.errno or 0) from None
