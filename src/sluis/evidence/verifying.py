"""Whether a chain is whole, and what is wrong when it is not.

Inside a folder only damage and clumsy forgery show: who can write everything can also write a chain anew. That shows
against a checkpoint from outside.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sluis.evidence.chain import Position, Walk
from sluis.evidence.checkpoint import Checkpoint, SignedCheckpoint
from sluis.evidence.destruction import proves
from sluis.evidence.folder import latest_segment, proof_path, read_closing, read_small, segment_path, sizes
from sluis.evidence.following import MOST_FINDINGS, Following
from sluis.evidence.pieces import file_pieces
from sluis.evidence.stretch import LONGEST_LINE
from sluis.evidence.tail import chain_in
from sluis.evidence.workers import Workers
from sluis.refusals import Code, Fact, Finding, Refused
from sluis.refusals.catalogue import evidence
from sluis.signatures import Trust


@dataclass(frozen=True, slots=True)
class Verification:
    """What a chain turned out to be.

    Attributes:
        chain: its id; empty when it cannot be read.
        events: lines that were read.
        last: number and hash of the last line.
        findings: what is wrong, in the order of the chain; empty when nothing is. At most about a hundred.
    """

    chain: str
    events: int
    last: Position | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Nothing is wrong, as far as this can be seen."""
        return not self.findings


def verify(folder: Path, against: SignedCheckpoint | None, trust: Trust, workers: int | None = None) -> Verification:
    """Verify the chain in a folder.

    Args:
        folder: `evidence` of a home, or a copy of it.
        against: a checkpoint that was kept outside, if there is one.
        trust: whose signatures under checkpoints count.
        workers: how many processes check the lines of a long chain; none means one per core.
    Raises:
        Refused: EVIDENCE_MISSING; 2501 to 2518 when the checkpoint from outside is not signed by a party.
    """
    witness = against.verify(trust).key_id if against else ""
    with Workers(workers) as some:
        reading = _Reading(folder, against, trust, some)
        reading.read()
    if against:
        reading.compare(against, witness)
    return Verification(reading.chain, reading.events, reading.walk.last, tuple(reading.walk.findings))


class _Reading:
    """One pass over the segments."""

    def __init__(self, folder: Path, against: SignedCheckpoint | None, trust: Trust, workers: Workers) -> None:
        self._folder = folder
        self._workers = workers
        self._trust = trust
        self._wanted = against.checkpoint.n if against else -1
        self._seen = ""
        self._destroyed_until = -1
        self._closers: dict[int, str] = {}
        self.walk = Walk()
        self.chain = ""
        self.events = 0

    def read(self) -> None:
        there = sizes(self._folder)
        latest = latest_segment(self._folder)
        if not latest:
            raise Refused(evidence.EVIDENCE_MISSING)
        for segment in range(1, latest + 1):
            if segment in there:
                self._lines(segment, there[segment])
            self._closed(segment, present=segment in there, must=segment < latest)
            if len(self.walk.findings) > MOST_FINDINGS:
                break
        self.walk.settle()

    def compare(self, against: SignedCheckpoint, witness: str) -> None:
        """Hold the chain against a checkpoint from outside, signed with the key `witness`."""
        wanted, last = against.checkpoint, self.walk.last
        if self.chain and self.chain != wanted.chain:
            self._find(evidence.OTHER_CHAIN)
        elif last is None or last.n < wanted.n:
            self._find(evidence.CUT, last=last.n if last else -1, n=wanted.n)
        elif not self._seen and wanted.n <= self._destroyed_until:
            self._find(evidence.NOT_COMPARABLE, n=wanted.n)
            return
        elif self._seen != wanted.head:
            self._find(evidence.OTHER_HISTORY, n=wanted.n)
        else:
            return
        for segment, key in self._closers.items():
            if key != witness:
                self._find(evidence.OTHER_KEY, segment=segment)

    def _lines(self, segment: int, size: int) -> None:
        path = segment_path(self._folder, segment)
        if segment == 1:
            self._begin(path, size)
        following = Following(self.walk, segment, self._wanted)
        for piece, stretch in self._workers.checked(file_pieces(path, size)):
            following.take(piece, stretch)
        following.finish()
        self.events += following.lines
        if following.seen is not None:
            self._seen = following.seen

    def _begin(self, path: Path, size: int) -> None:
        with suppress(ValueError), path.open("rb") as file:  # what is wrong with the line, the walk says
            self.chain = chain_in(file.readline(min(size, LONGEST_LINE + 1)))

    def _closed(self, segment: int, *, present: bool, must: bool) -> None:
        try:
            closing = read_closing(self._folder, segment)
        except Refused:
            closing, must = None, True
        if closing is None:
            if must:
                self._find(evidence.CHECKPOINT_WRONG, segment=segment)
            if not present:
                self._find(evidence.SEGMENT_MISSING, segment=segment)
                self.walk.jump(None)
            return
        self._check_signature(closing, segment)
        self._check_chain(closing, segment)
        if present:
            self._check_end(closing.checkpoint, segment)
        else:
            self._leap(closing, segment)

    def _check_signature(self, closing: SignedCheckpoint, segment: int) -> None:
        try:
            self._closers[segment] = closing.verify(self._trust).key_id
        except Refused:
            self._find(evidence.CHECKPOINT_WRONG, segment=segment)

    def _check_chain(self, closing: SignedCheckpoint, segment: int) -> None:
        self.chain = self.chain or closing.checkpoint.chain
        if closing.checkpoint.chain != self.chain:
            self._find(evidence.CHAIN_DIFFERS, segment=segment)

    def _check_end(self, said: Checkpoint, segment: int) -> None:
        if self.walk.last != Position(said.n, said.head):
            self._find(evidence.CLOSING_DIFFERS, segment=segment)

    def _leap(self, closing: SignedCheckpoint, segment: int) -> None:
        """Over a segment that is not there any more."""
        said = closing.checkpoint
        try:
            proven = proves(read_small(proof_path(self._folder, segment)), segment, closing, self._trust)
        except OSError:
            proven = False
        if not proven:
            self._find(evidence.SEGMENT_MISSING, segment=segment)
        self.walk.jump(Position(said.n, said.head))
        self._destroyed_until = said.n
        if said.n == self._wanted:
            self._seen = said.head

    def _find(self, code: Code, **facts: Fact) -> None:
        self.walk.findings.append(Finding(code, facts=facts))
