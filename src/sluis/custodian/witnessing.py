"""Signatures under the portal's chain: checkpoints, the end of segments, and the proof that one is gone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from sluis.deadlines import Term
from sluis.evidence.checkpoint import sign_checkpoint
from sluis.evidence.destruction import sign_statement
from sluis.evidence.event import Event
from sluis.portal.ledger import segments
from sluis.portal.ledger.appending import Concerning
from sluis.portal.ledger.models import Chain, Checkpoint, Segment
from sluis.signatures import Signer, Trust

CHECKPOINT_EVERY = timedelta(minutes=10)
SEGMENT_LASTS = timedelta(days=92)
"""A segment is what is destroyed as one after its term, so it must not span years."""

PROGRAM = "program:custodian"


class Witness:
    """Signs for the portal's chain.

    Args:
        signer: with the TTP's key.
        trust: whose signatures count.
        kept: how long evidence is kept after its segment's last event.
    """

    def __init__(self, signer: Signer, trust: Trust, kept: Term) -> None:
        self._signer, self._trust, self._kept = signer, trust, kept

    def round(self, at: datetime) -> Iterator[str]:
        """Do what is due; the kind of each thing that was done."""
        for step in (self._checkpoint, self._end, self._close, self._destroy):
            with transaction.atomic():
                done = step(at)
            if done:
                yield done

    def _checkpoint(self, at: datetime) -> str:
        latest = Checkpoint.objects.filter(chain=Chain.objects.get(pk=1).name).order_by("-n").first()
        if latest and at - latest.at < CHECKPOINT_EVERY:
            return ""
        wanted = segments.to_sign(at)
        if wanted is None:
            return ""
        event = _event(segments.CHECKPOINTED, at, chain=wanted.chain)
        segments.keep(sign_checkpoint(wanted, self._signer), self._trust, event)
        return segments.CHECKPOINTED

    def _end(self, at: datetime) -> str:
        current = Chain.objects.get(pk=1).segment
        if current is None or at - current.begun_at < SEGMENT_LASTS:
            return ""
        segments.end(_event("evidence.segment-ended", at, segment=str(current.number)))
        return "evidence.segment-ended"

    def _close(self, at: datetime) -> str:
        wanted = segments.to_close(at)
        if wanted is None:
            return ""
        number, checkpoint = wanted
        event = _event("evidence.segment-closed", at, segment=str(number))
        segments.close(number, sign_checkpoint(checkpoint, self._signer), self._trust, event)
        return "evidence.segment-closed"

    def _destroy(self, at: datetime) -> str:
        if not Segment.objects.filter(destruction=None).exclude(closing=None).exists():
            return ""
        wanted = segments.to_destroy(at, self._kept)
        if wanted is None:
            return ""
        number, statement = wanted
        proof = sign_statement(statement, self._signer)
        segments.destroy(number, proof, self._trust, self._kept, _event("evidence.destroyed", at, segment=str(number)))
        return "evidence.destroyed"


def _event(kind: str, at: datetime, **objects: str) -> Concerning:
    return Concerning(Event(kind, at, PROGRAM, PROGRAM, "custodian", objects=objects))
