"""The runs of which the chain consists: where each segment begins and ends, by the checkpoints that closed them.

The column `segment` beside a line only says where it was written; what was signed decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sluis.evidence.checkpoint import SignedCheckpoint, read_checkpoint
from sluis.portal.ledger.models import Chain, Segment
from sluis.portal.ledger.reading import raw
from sluis.refusals import Refused


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that are closed, and destroyed, as one.

    Attributes:
        segment: its number.
        after: the number of the last line before it; -1 for none.
        until: the number of its last line.
        closing: the checkpoint that closed it; none while it is open.
        destruction: the signed proof that its lines are gone; empty while they are there.
        unreadable: something stands where its closing checkpoint belongs, which is none.
    """

    segment: int
    after: int
    until: int
    closing: SignedCheckpoint | None = None
    destruction: bytes = b""
    unreadable: bool = False


def runs(chain: Chain) -> Iterator[Run]:
    """All runs up to where the chain stands; what is not closed is one run at the end."""
    after, number = -1, 0
    for segment in Segment.objects.order_by("number").iterator():
        if segment.closing is None:
            number = number or segment.number
            continue
        closing = _read(raw(segment.closing))
        if closing is None:
            yield Run(segment.number, after, after, unreadable=True)
            continue
        until = closing.checkpoint.n
        yield Run(segment.number, after, until, closing, raw(segment.destruction))
        after, number = until, 0
    if after < chain.n:
        yield Run(number or 1, after, chain.n)


def _read(data: bytes) -> SignedCheckpoint | None:
    try:
        return read_checkpoint(data)
    except Refused:
        return None
