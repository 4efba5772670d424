"""The chain: each line holds the SHA-256 of the line before it.

    {"event":{…},"n":7,"previous":"<64 hex>"}        exact JSON, one per line; n counts from 0

Line 0 begins the chain and names it. As the keys are sorted, n and previous are the end of every line, so a chain is
verified by hashing lines and comparing their ends, and JSON is parsed only where something is wrong.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from sluis.evidence.event import Event
from sluis.evidence.stretch import LONGEST_LINE, START, Stretch
from sluis.refusals import Finding, Refused
from sluis.refusals.catalogue import evidence
from sluis.signatures import exact

GENESIS = "0" * 64
"""What line 0 holds as the hash of its predecessor."""

BEGUN = "evidence.begun"

_END = re.compile(rb'\},"n":(0|[1-9][0-9]{0,15}),"previous":"([0-9a-f]{64})"\}\n')
_END_LONGEST = 110


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a chain: the number of a line and its hash."""

    n: int
    head: str


def write_line(event: Event, before: Position | None) -> bytes:
    """The line that follows a position; none for the first."""
    n, previous = (before.n + 1, before.head) if before else (0, GENESIS)
    line = exact.dump({"event": event.value(), "n": n, "previous": previous})
    if len(line) > LONGEST_LINE:
        raise ValueError("an event fits in 16 KiB")
    return line


def position_of(line: bytes) -> Position | None:
    """The position that a line says to have; none when it is no line of a chain."""
    found = _end_of(line)
    return Position(found[0], digest(line)) if found else None


def read_line(line: bytes) -> tuple[int, Event]:
    """The number and the event of a line.

    Raises:
        ValueError: it is no line of a chain.
    """
    try:
        value = exact.load(line, limit=LONGEST_LINE, depth=3)
        if value.keys() == {"event", "n", "previous"} and _end_of(line):
            return value["n"], Event.from_value(value["event"])
    except (Refused, KeyError, TypeError):
        pass
    raise ValueError("no line of a chain")


def digest(line: bytes) -> str:
    """The hash by which a line is known."""
    return sha256(line).hexdigest()


class Walk:
    """Follows a chain line by line and names what is wrong.

    Args:
        before: the position before the first line; none for the beginning of a chain.
    """

    def __init__(self, before: Position | None = None) -> None:
        self.findings: list[Finding] = []
        self.expected = before.n + 1 if before else 0
        self._previous = before.head if before else GENESIS
        self._suspect: tuple[int, int] | None = None

    @property
    def last(self) -> Position | None:
        """Where the walk is; the hash is empty behind a line that was none."""
        return Position(self.expected - 1, self._previous) if self.expected else None

    def jump(self, position: Position | None) -> None:
        """Go on after a position that is known otherwise; none after lines that nobody knows."""
        self.settle()
        self.expected, self._previous = (position.n + 1, position.head) if position else (self.expected, "")

    def leap(self, stretch: Stretch) -> bool:
        """Go over lines that were checked by themselves; false, and nothing happens, when they do not follow."""
        first, previous, lines, head = stretch
        if (first, previous) != (self.expected, self._previous):
            return False
        self.settle()
        self.expected, self._previous = first + lines, head
        return True

    def step(self, line: bytes, segment: int, number: int) -> None:
        """Take the next line.

        Args:
            line: with its newline, untrusted.
            segment: in which it stands.
            number: of the line in the segment, from 1.
        """
        head = sha256(line).hexdigest()
        end = f'}},"n":{self.expected},"previous":"{self._previous}"}}\n'.encode()
        if line.endswith(end) and line.startswith(START) and len(line) <= LONGEST_LINE and self._previous:
            if self._suspect:
                self.settle()
        elif not self._explain(line, segment, number):
            head = ""
        self.expected += 1
        self._previous = head

    def settle(self) -> None:
        """Name the event that is still under suspicion: there is no next line to exonerate it."""
        if self._suspect:
            n, segment = self._suspect
            self.findings.append(Finding(evidence.ALTERED, facts={"n": n, "segment": segment}))
            self._suspect = None

    def _explain(self, line: bytes, segment: int, number: int) -> bool:
        """Name why a line does not follow; false when it is no line at all."""
        end = _end_of(line)
        if end is None:
            self.settle()
            self.findings.append(Finding(evidence.DAMAGED_LINE, facts={"line": number, "segment": segment}))
            return False
        if end[0] != self.expected:
            self.settle()
            facts = {"segment": segment, "expected": self.expected, "found": end[0]}
            self.findings.append(Finding(evidence.GAP, facts=facts))
            self.expected = end[0]
        elif self._previous:
            self._accuse(segment)
        return True

    def _accuse(self, segment: int) -> None:
        """Suspect the line before this one. If the next does not fit either, it was this one: one altered line whose
        own words no longer fit those before it, nor its hash those after it."""
        n = self.expected
        again = self._suspect is not None and self._suspect[0] == n - 2
        if not again:
            self.settle()
        self._suspect = (n - 1, segment)
        if again:
            self.settle()


def _end_of(line: bytes) -> tuple[int, str] | None:
    if len(line) > LONGEST_LINE or not line.startswith(START):
        return None
    found = _END.search(line, max(0, len(line) - _END_LONGEST))
    if not found or found.end() != len(line):
        return None
    return int(found[1]), found[2].decode()
