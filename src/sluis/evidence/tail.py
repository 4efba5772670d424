"""Where a chain stands on disk, and how lines get behind it so that a crash at any moment leaves a chain."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sluis.evidence.chain import BEGUN, Position, position_of, read_line
from sluis.evidence.folder import latest_segment, read_closing, segment_path
from sluis.evidence.stretch import LONGEST_LINE
from sluis.machine.files import BINARY, CLOEXEC, sync_folder
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence

_WINDOW = 4 * LONGEST_LINE
"""One append writes at most three lines, so a crash cannot leave more than this."""


@dataclass(frozen=True, slots=True)
class Torn:
    """What a crash left behind the last whole line.

    Attributes:
        at: where it begins in the segment.
        data: its bytes.
    """

    at: int
    data: bytes

    @property
    def digest(self) -> str:
        """SHA-256, hex."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the next line goes.

    Attributes:
        segment: its number; the file may not be there yet.
        position: of the last line; none when the chain has not begun.
        torn: what must be moved aside first.
    """

    segment: int
    position: Position | None
    torn: Torn | None


def find_tail(folder: Path) -> Tail:
    """The end of the chain in a folder that is held.

    Raises:
        Refused: EVIDENCE_UNUSABLE when nothing can follow what stands there; CHECKPOINT_UNREADABLE.
    """
    segment = max(latest_segment(folder), 1)
    if closing := read_closing(folder, segment):
        return Tail(segment + 1, Position(closing.checkpoint.n, closing.checkpoint.head), None)
    last, torn = _last_line(segment_path(folder, segment))
    if last is not None:
        position = position_of(last)
        if position is None:
            raise Refused(evidence.EVIDENCE_UNUSABLE, segment_path(folder, segment).name)
        return Tail(segment, position, torn)
    before = read_closing(folder, segment - 1) if segment > 1 else None
    if before is None and segment > 1:
        raise Refused(evidence.EVIDENCE_UNUSABLE, segment_path(folder, segment).name)
    return Tail(segment, Position(before.checkpoint.n, before.checkpoint.head) if before else None, torn)


def chain_of(folder: Path) -> str:
    """The chain's id, from its first line or, when that was destroyed, from the oldest closing checkpoint.

    Raises:
        Refused: EVIDENCE_MISSING, EVIDENCE_UNUSABLE, CHECKPOINT_UNREADABLE.
    """
    if closing := read_closing(folder, 1):
        return closing.checkpoint.chain
    try:
        with segment_path(folder, 1).open("rb") as file:
            return chain_in(file.readline(LONGEST_LINE + 1))
    except FileNotFoundError:
        raise Refused(evidence.EVIDENCE_MISSING) from None
    except ValueError:
        raise Refused(evidence.EVIDENCE_UNUSABLE, segment_path(folder, 1).name) from None


def chain_in(line: bytes) -> str:
    """The chain's id in its first line.

    Raises:
        ValueError: it is not a first line.
    """
    n, event = read_line(line)
    if n != 0 or event.kind != BEGUN or "chain" not in event.objects:
        raise ValueError("not the first line of a chain")
    return event.objects["chain"]


def move_aside(folder: Path, segment: int, torn: Torn) -> None:
    """Keep the torn bytes in a file of their own, then take them off the segment."""
    aside = folder / f"{segment:08d}.torn-{torn.at}"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | CLOEXEC | BINARY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(torn.data)
        file.flush()
        os.fsync(descriptor)
    sync_folder(folder)
    descriptor = os.open(segment_path(folder, segment), os.O_WRONLY | CLOEXEC | BINARY)
    try:
        os.ftruncate(descriptor, torn.at)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_behind(folder: Path, segment: int, data: bytes) -> None:
    """Append whole lines and wait until they are on disk; a write that fails is taken back."""
    path = segment_path(folder, segment)
    new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | CLOEXEC | BINARY, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        try:
            with memoryview(data) as view:
                written = 0
                while written < len(data):
                    written += os.write(descriptor, view[written:])
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if new:
        sync_folder(folder)


def _last_line(path: Path) -> tuple[bytes | None, Torn | None]:
    """The last whole line of a segment, and what stands behind it."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(0, size - _WINDOW)
            file.seek(start)
            window = file.read(_WINDOW)
    except FileNotFoundError:
        return None, None
    end = window.rfind(b"\n") + 1
    begin = window.rfind(b"\n", 0, max(end - 1, 0)) + 1
    if start > 0 and (end == 0 or begin == 0):
        raise Refused(evidence.EVIDENCE_UNUSABLE, path.name)
    torn = Torn(start + end, window[end:]) if end < len(window) else None
    return (window[begin:end] if end else None), torn
