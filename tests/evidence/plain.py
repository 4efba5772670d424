"""The plain way to verify lines: each in turn, in one process. What quicker ways find is held against it."""

import io
from collections.abc import Iterator, Sequence

from evidence.acting import event
from sluis.evidence import Followed
from sluis.evidence.chain import Position, Walk, digest, read_line, write_line
from sluis.evidence.stretch import LONGEST_LINE
from sluis.refusals import Finding
from sluis.refusals.catalogue import evidence


def chain(length: int, before: Position | None = None) -> list[bytes]:
    """Lines that follow a position."""
    lines: list[bytes] = []
    for n in range(length):
        lines.append(write_line(event(n), before))
        before = Position(before.n + 1 if before else 0, digest(lines[-1]))
    return lines


def lines_in(data: bytes) -> Iterator[bytes]:
    """The lines of a file, an overlong one in pieces."""
    file = io.BytesIO(data)
    return iter(lambda: file.readline(LONGEST_LINE + 1), b"")


def plain_file(data: bytes) -> Followed:
    """A segment in a file, whose last line may be torn."""
    lines = list(lines_in(data))
    torn = bool(lines) and not lines[-1].endswith(b"\n") and len(lines[-1]) <= LONGEST_LINE
    return _plain(lines[:-1] if torn else lines, None, torn=torn)


def plain_lines(lines: Sequence[bytes], before: Position | None) -> Followed:
    """Lines from elsewhere."""
    return _plain(lines, before, torn=False)


def _plain(lines: Sequence[bytes], before: Position | None, *, torn: bool) -> Followed:
    walk, number = Walk(before), 0
    for number, line in enumerate(lines, 1):
        walk.step(line, 1, number)
    if torn:
        walk.findings.append(Finding(evidence.TORN_LINE, facts={"segment": 1}))
    last = Finding(evidence.DAMAGED_LINE, facts={"line": number, "segment": 1})
    if lines and not _is_event(lines[-1]) and last not in walk.findings:
        walk.findings.append(last)
    walk.settle()
    return Followed(tuple(walk.findings), walk.last, number)


def _is_event(line: bytes) -> bool:
    try:
        return bool(read_line(line))
    except ValueError:
        return False
