"""The segments of a party's evidence: closed now and then, destroyed after their term."""

from sluis.deadlines import Term, day_of
from sluis.evidence import SignedCheckpoint
from sluis.evidence.store import DESTROYED
from sluis.home.home import Home
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence as codes

CLOSED = "evidence.closed"


def close_segment(home: Home) -> tuple[int, SignedCheckpoint]:
    """Close the segment; that is the first event of the next.

    Returns:
        its number and the checkpoint that closed it.
    Raises:
        Refused: EVIDENCE_MISSING, EVIDENCE_BUSY, EVIDENCE_UNUSABLE, NOT_ENROLLED.
    """
    signed = home.evidence.close_segment(home.signer(), home.clock())
    segment = next(number for number, closing in home.evidence.closed().items() if closing == signed)
    home.record(CLOSED, objects={"segment": str(segment)})
    return segment, signed


def destroy_segment(home: Home, segment: int, kept: Term) -> None:
    """Destroy the oldest closed segment, with proof.

    No event of a segment is younger than its closing, so when the term has passed since then, it has for all of them.

    Raises:
        Refused: SEGMENT_NOT_CLOSED, SEGMENT_WITHIN_TERM, or what is wrong with the signature under the closing.
    """
    closing = home.evidence.closed().get(segment)
    if closing is None:
        raise Refused(codes.SEGMENT_NOT_CLOSED, segment=segment)
    closing.verify(home.shelf.trust)
    closed, until = closing.checkpoint.at, kept.after(closing.checkpoint.at)
    if home.clock() <= until:
        raise Refused(codes.SEGMENT_WITHIN_TERM, segment=segment, closed=str(day_of(closed)), until=str(day_of(until)))
    home.evidence.destroy_segment(segment, home.signer(), home.event(DESTROYED, {"segment": str(segment)}))
