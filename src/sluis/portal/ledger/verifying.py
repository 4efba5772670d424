"""Whether the chain in the database is whole, and what is wrong when it is not.

Who has the database's own rights can write a chain anew; that shows against a checkpoint from outside. What is proven is
"unaltered since", never "nothing else happened".
"""

from collections.abc import Callable, Iterator, Mapping

from django.db.models import Max, Min

from sluis.evidence.chain import Position, digest, read_line
from sluis.evidence.checkpoint import SignedCheckpoint
from sluis.evidence.destruction import proves
from sluis.evidence.following import MOST_FINDINGS, verify_lines
from sluis.evidence.verifying import Verification
from sluis.portal.ledger.columns import differing
from sluis.portal.ledger.models import Chain, Entry
from sluis.portal.ledger.reading import chunks, raw
from sluis.portal.ledger.runs import Run, runs
from sluis.portal.ledger.witnesses import Witnesses
from sluis.refusals import Code, Fact, Finding, Refused
from sluis.refusals.catalogue import evidence
from sluis.signatures import Trust

Progress = Callable[[int], None]
"""Is told how many lines have been read."""


def verify(
    trust: Trust | None,
    against: SignedCheckpoint | None = None,
    *,
    thorough: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Verify the chain up to where it stands now; others go on writing meanwhile.

    Args:
        trust: whose signatures under checkpoints count; none to compare checkpoints without judging who signed them.
        against: a checkpoint that was kept outside, if there is one.
        thorough: hold the columns beside each line against the line as well.
        workers: how many processes check the lines; none means one per core.
        progress: is told how far it is.
    Raises:
        Refused: EVIDENCE_MISSING; 2501 to 2518 when the checkpoint from outside is not signed by a party.
    """
    if against and trust:
        against.verify(trust)
    bounds = Entry.objects.aggregate(lowest=Min("n"), highest=Max("n"))  # before the head: that only goes forward
    chain = Chain.objects.filter(pk=1).first()
    if chain is None or chain.n < 0:
        raise Refused(evidence.EVIDENCE_MISSING)
    reading = _Reading(chain, trust, workers, progress)
    reading.read()
    reading.end(bounds)
    reading.compare(against)
    if thorough and len(reading.findings) <= MOST_FINDINGS:
        reading.findings += differing(reading.present)
    return Verification(reading.name, reading.events, reading.last, tuple(reading.findings))


def verify_from(n: int, workers: int | None = None) -> Verification:
    """Verify the lines from one on, which is believed to follow its predecessor.

    Raises:
        Refused: EVIDENCE_MISSING when there is no such line.
    """
    chain = Chain.objects.get(pk=1)
    before = Entry.objects.filter(n=n - 1).values_list("line", flat=True).first()
    if n > chain.n or n < 0 or (before is None and n > 0):
        raise Refused(evidence.EVIDENCE_MISSING)
    position = Position(n - 1, digest(raw(before))) if before is not None else None
    found = verify_lines(chunks(n - 1, chain.n), position, workers)
    reading = _Reading(chain, None, workers, None)
    reading.findings, reading.last = list(found.findings), found.last
    reading.end({})
    return Verification(chain.name, found.lines, found.last, tuple(reading.findings))


class _Reading:
    """One pass over the runs of the chain."""

    def __init__(self, chain: Chain, trust: Trust | None, workers: int | None, progress: Progress | None) -> None:
        self._chain, self._trust, self._workers, self._progress = chain, trust, workers, progress
        self.name = _named() or chain.name
        self.findings: list[Finding] = []
        self.last: Position | None = None
        self.events = 0
        self.present: list[Run] = []
        self._witnesses = Witnesses(self.name, trust)

    def read(self) -> None:
        """Go over all runs, those that are there and those that are gone."""
        if self.name != self._chain.name:
            self._find(evidence.OTHER_CHAIN)
        for run in runs(self._chain):
            if run.unreadable:
                self._find(evidence.CHECKPOINT_WRONG, segment=run.segment)
            elif run.destruction:
                self._leap(run)
            else:
                self._follow(run)
            if len(self.findings) > MOST_FINDINGS:
                return

    def end(self, bounds: Mapping[str, int | None]) -> None:
        """Hold the last line against the head that writers queue for."""
        head = Position(self._chain.n, self._chain.head)
        if self.last is None or self.last.n < head.n:
            self._find(evidence.CUT, last=self.last.n if self.last else -1, n=head.n)
        elif self.last != head and not self.findings:
            self._find(evidence.OTHER_HISTORY, n=head.n)
        for found in (bounds.get("lowest"), bounds.get("highest")):
            if found is not None and not 0 <= found <= head.n:
                segment = self.present[-1].segment if self.present else 1
                self._find(evidence.GAP, segment=segment, expected=head.n + 1, found=found)

    def compare(self, against: SignedCheckpoint | None) -> None:
        """Hold the chain against the checkpoints that are kept here, and against one from outside."""
        last = self.last.n if self.last else -1
        self.findings += self._witnesses.kept(last)
        if against:
            self.findings += self._witnesses.compared(against, last)

    def _follow(self, run: Run) -> None:
        found = verify_lines(self._counted(run), self.last, self._workers, segment=run.segment)
        self.findings += found.findings
        self.events += found.lines
        self.last = found.last
        self.present.append(run)
        if run.closing:
            self._check(run.closing, run.segment)
            said = run.closing.checkpoint
            if found.last != Position(said.n, said.head):
                self._find(evidence.CLOSING_DIFFERS, segment=run.segment)

    def _leap(self, run: Run) -> None:
        """Over a segment that was destroyed."""
        assert run.closing
        self._check(run.closing, run.segment)
        said = run.closing.checkpoint
        left = Entry.objects.filter(n__gt=run.after, n__lte=run.until).exists()
        proven = self._trust is None or proves(run.destruction, run.segment, run.closing, self._trust)
        if left or not proven:
            self._find(evidence.SEGMENT_MISSING, segment=run.segment)
        self.last = Position(said.n, said.head)
        self._witnesses.gone(said)

    def _check(self, closing: SignedCheckpoint, segment: int) -> None:
        if closing.checkpoint.chain != self.name:
            self._find(evidence.CHAIN_DIFFERS, segment=segment)
        try:
            if self._trust:
                closing.verify(self._trust)
        except Refused:
            self._find(evidence.CHECKPOINT_WRONG, segment=segment)

    def _counted(self, run: Run) -> Iterator[list[bytes]]:
        read = self.events
        for chunk in chunks(run.after, run.until):
            yield chunk
            read += len(chunk)
            if self._progress:
                self._progress(read)

    def _find(self, code: Code, **facts: Fact) -> None:
        self.findings.append(Finding(code, facts=facts))


def _named() -> str:
    """How the chain calls itself in its first line; empty when that is gone, or says nothing."""
    line = Entry.objects.filter(n=0).values_list("line", flat=True).first()
    try:
        return read_line(raw(line))[1].objects.get("chain", "") if line is not None else ""
    except ValueError:
        return ""
