"""A copy of a chain, for whoever shall verify it elsewhere."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from sluis.evidence.folder import is_segments, latest_segment, quiet
from sluis.machine.files import CLOEXEC
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence

_BLOCK = 1 << 20


def copy_chain(folder: Path, out: Path) -> None:
    """Copy a chain as it stands at one moment; it goes on meanwhile.

    The files are opened at a moment when nobody writes, up to the size that they have then. What is written, closed or
    destroyed while they are copied does not show in the copy.

    Args:
        folder: `evidence` of a home.
        out: a folder that is made, for its owner alone.
    Raises:
        Refused: EVIDENCE_MISSING, EVIDENCE_BUSY.
    """
    with ExitStack() as opened:
        with quiet(folder):
            if not latest_segment(folder):
                raise Refused(evidence.EVIDENCE_MISSING)
            files = [opened.enter_context(path.open("rb")) for path in sorted(folder.iterdir()) if is_segments(path)]
            sizes = [os.fstat(file.fileno()).st_size for file in files]
        out.mkdir(mode=0o700)
        for file, size in zip(files, sizes, strict=True):
            _copy(file, size, out / Path(file.name).name)


def _copy(file: BinaryIO, size: int, out: Path) -> None:
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as copy:
        while size > 0 and (block := file.read(min(size, _BLOCK))):
            size -= len(block)
            copy.write(block)
        copy.flush()
        os.fsync(descriptor)
