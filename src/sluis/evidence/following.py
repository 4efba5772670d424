"""Following a chain piece by piece: leaping over pieces that were checked by themselves, stepping through the others.

A piece in which anything is wrong, or that does not follow, is walked line by line, so what is found does not depend
on how the chain was cut or by how many processes it was checked.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sluis.evidence.chain import Position, Walk, read_line
from sluis.evidence.pieces import Piece, line_pieces
from sluis.evidence.stretch import LONGEST_LINE, Stretch
from sluis.evidence.workers import Workers
from sluis.refusals import Finding
from sluis.refusals.catalogue import evidence

MOST_FINDINGS = 100


class Following:
    """Takes a walk through one segment.

    Args:
        walk: where the chain is, and what is wrong with it.
        segment: its number, for findings.
        wanted: the number of the line whose hash somebody waits for; -1 for none.
    Attributes:
        lines: how many were taken.
        seen: the hash of the wanted line, empty when that is no line at all; none when it was not met.
    """

    def __init__(self, walk: Walk, segment: int, wanted: int = -1) -> None:
        self.lines = 0
        self.seen: str | None = None
        self._walk, self._segment, self._wanted = walk, segment, wanted
        self._before: Piece | None = None
        self._last = b""

    def take(self, piece: Piece, stretch: Stretch | None) -> None:
        """The next piece, and what it turned out to be."""
        if stretch and self._may_leap(piece, stretch) and self._walk.leap(stretch):
            self.lines += stretch[2]
            self._before = piece
        else:
            self._step_through(piece)

    def finish(self) -> None:
        """Of the last line nobody holds the hash yet; that it is an event at all is all that can be seen."""
        line = self._before.last() if self._before else self._last
        damaged = Finding(evidence.DAMAGED_LINE, facts={"line": self.lines, "segment": self._segment})
        try:
            if line:
                read_line(line)
        except ValueError:
            if damaged not in self._walk.findings:
                self._walk.findings.append(damaged)

    def _may_leap(self, piece: Piece, stretch: Stretch) -> bool:
        """Not over the wanted line, and not when what came as one line each is so many lines only when put together."""
        first, _, lines, _ = stretch
        return piece.count in (None, lines) and not first <= self._wanted < first + lines

    def _step_through(self, piece: Piece) -> None:
        walk = self._walk
        for line in piece.lines():
            if piece.may_be_torn and not line.endswith(b"\n") and len(line) <= LONGEST_LINE:
                walk.findings.append(Finding(evidence.TORN_LINE, facts={"segment": self._segment}))
                return  # it is not counted, and nothing stands behind it
            self.lines += 1
            walk.step(line, self._segment, self.lines)
            if walk.expected == self._wanted + 1 and walk.last:
                self.seen = walk.last.head
            self._before, self._last = None, line


class Followed(NamedTuple):
    """What lines turned out to be.

    Attributes:
        findings: what is wrong, in order; empty when nothing is. Reading stops when there are more than a hundred.
        last: number and hash of the last line; the hash is empty when that is no line at all.
        lines: how many were read.
    """

    findings: tuple[Finding, ...]
    last: Position | None
    lines: int


def verify_lines(
    chunks: Iterable[Sequence[bytes]],
    before: Position | None = None,
    workers: int | None = None,
    *,
    segment: int = 1,
) -> Followed:
    """Verify lines that do not stand in files, such as the rows of a table.

    Args:
        chunks: lines in order with their newlines, untrusted, in chunks of any size. They are read in the calling
            thread; a few thousand lines for each worker are held at a time.
        before: the position before the first line; none for the beginning of a chain.
        workers: how many processes check them; none means one per core. With one there is none besides the caller.
        segment: in which the lines stand, for findings.
    """
    walk = Walk(before)
    following = Following(walk, segment)
    with Workers(workers) as some:
        for piece, stretch in some.checked(line_pieces(chunks)):
            following.take(piece, stretch)
            if len(walk.findings) > MOST_FINDINGS:
                break
    following.finish()
    walk.settle()
    return Followed(tuple(walk.findings), walk.last, following.lines)
