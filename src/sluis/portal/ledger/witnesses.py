"""Holding the chain against signed checkpoints: those that are kept here, and those that somebody kept elsewhere."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sluis.evidence.chain import digest
from sluis.evidence.checkpoint import Checkpoint, SignedCheckpoint, read_checkpoint
from sluis.portal.ledger import models
from sluis.portal.ledger.models import Entry
from sluis.portal.ledger.reading import raw
from sluis.refusals import Finding, Refused
from sluis.refusals.catalogue import evidence
from sluis.signatures import Trust

AT_ONCE = 500


class Witnesses:
    """Compares checkpoints with the lines of a chain that was followed already.

    Args:
        chain: its name.
        trust: whose signatures count; none to compare without judging them.
    """

    def __init__(self, chain: str, trust: Trust | None) -> None:
        self._chain, self._trust = chain, trust
        self._gone: dict[int, str] = {}

    def gone(self, closing: Checkpoint) -> None:
        """Lines up to here were destroyed; of the last one the hash is known."""
        self._gone[closing.n] = closing.head

    def kept(self, last: int) -> list[Finding]:
        """What is wrong by the checkpoints that are kept here."""
        rows = models.Checkpoint.objects.filter(chain=self._chain).order_by("n").values_list("n", "signed")
        found: list[Finding] = []
        stream = rows.iterator(chunk_size=AT_ONCE)
        while some := list(islice(stream, AT_ONCE)):
            made = [(n, self._read(raw(signed))) for n, signed in some]
            found += [Finding(evidence.OTHER_HISTORY, facts={"n": n}) for n, signed in made if signed is None]
            found += self._compared([signed for _n, signed in made if signed], last)
        return found

    def compared(self, against: SignedCheckpoint, last: int) -> list[Finding]:
        """What is wrong by a checkpoint from outside, whose signature was verified."""
        if against.checkpoint.chain != self._chain:
            return [Finding(evidence.OTHER_CHAIN)]
        n = against.checkpoint.n
        if n <= max(self._gone, default=-1) and n not in self._gone:
            return [Finding(evidence.NOT_COMPARABLE, facts={"n": n})]
        return list(self._compared([against], last))

    def _compared(self, signed: Sequence[SignedCheckpoint], last: int) -> Iterator[Finding]:
        wanted = [each.checkpoint for each in signed]
        lines = Entry.objects.filter(n__in=[each.n for each in wanted]).values_list("n", "line")
        heads = self._gone | {n: digest(raw(line)) for n, line in lines}
        until = max(self._gone, default=-1)
        for each in wanted:
            if each.n > last:
                yield Finding(evidence.CUT, facts={"last": last, "n": each.n})
            elif heads.get(each.n) != each.head and (each.n > until or each.n in self._gone):
                yield Finding(evidence.OTHER_HISTORY, facts={"n": each.n})

    def _read(self, data: bytes) -> SignedCheckpoint | None:
        try:
            made = read_checkpoint(data)
            if self._trust:
                made.verify(self._trust)
        except Refused:
            return None
        return made if made.checkpoint.chain == self._chain else None
