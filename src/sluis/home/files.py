"""A package on disk, opened once and read from that one opening."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sluis.package.container import Reader
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as codes


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
