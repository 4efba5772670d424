"""How a chain lies in its folder.

00000001.jsonl              a segment: lines of the chain
00000001.closing.json       the checkpoint that closed it; kept when the segment is destroyed
00000001.destroyed.json     the signed proof that it was destroyed
00000001.torn-OFFSET        what a crash left half written, moved aside
lock                        held while something is written
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sluis.evidence.checkpoint import SignedCheckpoint, read_checkpoint
from sluis.evidence.stretch import LONGEST_LINE
from sluis.machine import locks
from sluis.machine.files import CLOEXEC
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence

_SEGMENT = re.compile(r"([0-9]{8})\.(jsonl|closing\.json|destroyed\.json)")
_TORN = re.compile(r"[0-9]{8}\.torn-[0-9]+")
_STEP_SECONDS = 0.005


def segment_path(folder: Path, segment: int) -> Path:
    """The lines of a segment."""
    return folder / f"{segment:08d}.jsonl"


def closing_path(folder: Path, segment: int) -> Path:
    """The checkpoint that closed a segment."""
    return folder / f"{segment:08d}.closing.json"


def proof_path(folder: Path, segment: int) -> Path:
    """The proof that a segment was destroyed."""
    return folder / f"{segment:08d}.destroyed.json"


def is_segments(path: Path) -> bool:
    """Whether a file is of a chain: lines, a closing checkpoint, a proof, or what a crash left."""
    return bool(_SEGMENT.fullmatch(path.name) or _TORN.fullmatch(path.name))


def latest_segment(folder: Path) -> int:
    """The highest number of which there is anything; 0 for an empty folder."""
    names = (_SEGMENT.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return max((int(found[1]) for found in names if found), default=0)


def read_closing(folder: Path, segment: int) -> SignedCheckpoint | None:
    """The checkpoint that closed a segment; none while it is open.

    Raises:
        Refused: CHECKPOINT_UNREADABLE.
    """
    try:
        return read_checkpoint(read_small(closing_path(folder, segment)))
    except FileNotFoundError:
        return None


def read_small(path: Path) -> bytes:
    """The first 128 KiB of a file."""
    with path.open("rb") as file:
        return file.read(1 << 17)


def lines_of(path: Path, size: int | None = None) -> Iterator[bytes]:
    """The lines of a segment up to a size, in bounded memory: an overlong line comes in pieces."""
    left = path.stat().st_size if size is None else size
    with path.open("rb") as file:
        while left > 0 and (line := file.readline(min(left, LONGEST_LINE + 1))):
            left -= len(line)
            yield line


@contextmanager
def held(folder: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the folder for writing.

    Raises:
        Refused: EVIDENCE_BUSY when another process holds it longer than that.
    """
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | CLOEXEC, 0o600)
    try:
        _take(descriptor, wait_seconds)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def quiet(folder: Path, wait_seconds: float = 5) -> Iterator[None]:
    """A moment at which nobody is writing.

    A copy for an auditor, without a lock or not to be written in, is read as it is.

    Raises:
        Refused: EVIDENCE_BUSY.
    """
    try:
        descriptor = os.open(folder / "lock", os.O_RDONLY | CLOEXEC)
    except OSError:
        yield
        return
    try:
        _take(descriptor, wait_seconds, shared=True)
        yield
    finally:
        os.close(descriptor)


def sizes(folder: Path, wait_seconds: float = 5) -> dict[int, int]:
    """Segment number → bytes, at a moment when nobody is writing."""
    with quiet(folder, wait_seconds):
        return sizes_now(folder)


def sizes_now(folder: Path) -> dict[int, int]:
    """The same, for whoever holds the folder already."""
    paths = ((each, segment_path(folder, each)) for each in range(1, latest_segment(folder) + 1))
    return {segment: path.stat().st_size for segment, path in paths if path.is_file()}


def _take(descriptor: int, wait_seconds: float, *, shared: bool = False) -> None:
    until = time.monotonic() + wait_seconds
    while not locks.take(descriptor, shared=shared):
        if time.monotonic() > until:
            raise Refused(evidence.EVIDENCE_BUSY, seconds=round(wait_seconds))
        time.sleep(_STEP_SECONDS)
