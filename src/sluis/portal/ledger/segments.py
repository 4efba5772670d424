"""The end of a segment: it ends, is closed by a signed checkpoint, and after its term is destroyed with signed proof.

The portal holds no key. It says what is to be signed (`to_sign`, `to_close`, `to_destroy`), another process signs, and
what comes back is held against the chain before it is kept. A segment ends under the lock that writers queue for, with
an event of its own as its last line; so it can be closed at leisure, whatever is written meanwhile.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.db.models import Max

from sluis.deadlines import Term, day_of
from sluis.evidence.chain import digest
from sluis.evidence.checkpoint import Checkpoint, SignedCheckpoint, read_checkpoint
from sluis.evidence.destruction import Destruction, destruction_statement, proves
from sluis.portal.ledger import models
from sluis.portal.ledger.appending import Concerning, append
from sluis.portal.ledger.models import Chain, Entry, Segment
from sluis.portal.ledger.reading import chunks, raw
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence
from sluis.refusals.catalogue import oversight as codes
from sluis.signatures import Trust, exact

CHECKPOINTED = "evidence.checkpointed"


def to_sign(at: datetime) -> Checkpoint | None:
    """Where the chain stands; none when nothing happened since the last checkpoint was kept."""
    chain = Chain.objects.get(pk=1)
    if chain.n < 0 or Entry.objects.filter(n=chain.n, kind=CHECKPOINTED).exists():
        return None
    return Checkpoint(chain.name, chain.n, chain.head, at.replace(microsecond=0))


def keep(signed: SignedCheckpoint, trust: Trust, event: Concerning) -> None:
    """Keep a checkpoint: of this chain, or of another writing process that shows its head.

    Raises:
        Refused: 2501 to 2518; CHECKPOINT_DIFFERS when the chain is not so at that place, or another was kept there.
    """
    signed.verify(trust)
    made = signed.checkpoint
    Chain.objects.select_for_update().get(pk=1)
    known = models.Checkpoint.objects.filter(chain=made.chain, n=made.n).first()
    if known:
        if read_checkpoint(raw(known.signed)).checkpoint.head != made.head:
            raise Refused(codes.CHECKPOINT_DIFFERS)
        return
    if not _fits(made):
        raise Refused(codes.CHECKPOINT_DIFFERS)
    models.Checkpoint.objects.create(chain=made.chain, n=made.n, signed=signed.write(), at=made.at)
    append((event,))


def end(event: Concerning) -> int:
    """End the segment with this event; the next one begins another. Its number."""
    append((event,))
    chain = Chain.objects.get(pk=1)
    assert chain.segment_id
    Chain.objects.filter(pk=1).update(segment=None)
    return chain.segment_id


def to_close(at: datetime) -> tuple[int, Checkpoint] | None:
    """The oldest segment that has ended and is not closed, and what closes it."""
    chain = Chain.objects.get(pk=1)
    current = chain.segment_id or 0
    ended = Segment.objects.filter(closing=None).exclude(number=current).order_by("number").first()
    last = _last(ended.number) if ended else None
    if ended is None or last is None:
        return None
    return ended.number, Checkpoint(chain.name, last.n, digest(raw(last.line)), at.replace(microsecond=0))


def close(segment: int, signed: SignedCheckpoint, trust: Trust, event: Concerning) -> None:
    """Close a segment that has ended.

    Raises:
        Refused: 2501 to 2518, NOT_TO_CLOSE, CHECKPOINT_DIFFERS.
    """
    signed.verify(trust)
    Chain.objects.select_for_update().get(pk=1)
    wanted = to_close(signed.checkpoint.at)
    if wanted is None or wanted[0] != segment:
        raise Refused(codes.NOT_TO_CLOSE, segment=segment)
    if wanted[1] != signed.checkpoint:
        raise Refused(codes.CHECKPOINT_DIFFERS)
    Segment.objects.filter(number=segment).update(closing=signed.write())
    append((event,))


def to_destroy(at: datetime, kept: Term) -> tuple[int, bytes] | None:
    """The oldest segment when its term has ended, and the statement that is to be signed before it goes."""
    oldest = _oldest()
    if oldest is None or _ends(oldest, kept) >= at:
        return None
    closing = read_checkpoint(raw(oldest.closing))
    return oldest.number, destruction_statement(oldest.number, _sha256(oldest), closing, at)


def destroy(segment: int, proof: Destruction, trust: Trust, kept: Term, event: Concerning) -> int:
    """Destroy the oldest segment, with its signed proof; how many lines went.

    The event is recorded by the same transaction.

    Raises:
        Refused: SEGMENT_NOT_CLOSED when it is open or not the oldest; TERM_RUNNING, PROOF_WRONG.
    """
    Chain.objects.select_for_update().get(pk=1)
    oldest = _oldest()
    if oldest is None or oldest.number != segment:
        raise Refused(evidence.SEGMENT_NOT_CLOSED, segment=segment)
    ends = _ends(oldest, kept)
    if ends >= event.event.at:
        raise Refused(codes.TERM_RUNNING, segment=segment, day=day_of(ends).isoformat())
    closing = read_checkpoint(raw(oldest.closing))
    said = exact.load(proof.statement, limit=1 << 12, depth=1)
    if not proves(proof.write(), segment, closing, trust) or said.get("sha256") != _sha256(oldest):
        raise Refused(codes.PROOF_WRONG, segment=segment)
    Segment.objects.filter(number=segment).update(destruction=proof.write())
    gone, _each = Entry.objects.filter(segment_id=segment).delete()
    append((event,))
    return gone


def _fits(made: Checkpoint) -> bool:
    """Whether a chain is so at that place: this one by its line, another by not going back."""
    if made.chain == Chain.objects.get(pk=1).name:
        line = Entry.objects.filter(n=made.n).values_list("line", flat=True).first()
        return line is not None and digest(raw(line)) == made.head
    latest = models.Checkpoint.objects.filter(chain=made.chain).aggregate(latest=Max("n"))["latest"]
    return latest is None or made.n > latest


def _last(segment: int) -> Entry | None:
    return Entry.objects.filter(segment_id=segment).order_by("-n").first()


def _oldest() -> Segment | None:
    """The oldest segment whose lines are there, when it is closed."""
    found = Segment.objects.filter(destruction=None).order_by("number").first()
    return found if found and found.closing is not None else None


def _ends(segment: Segment, kept: Term) -> datetime:
    """The term runs from the last event of the segment."""
    last = _last(segment.number)
    assert last
    return kept.after(last.at)


def _sha256(segment: Segment) -> str:
    """Of its lines together: of the file that an export writes."""
    found = sha256()
    for line in lines_of(segment):
        found.update(line)
    return found.hexdigest()


def lines_of(segment: Segment) -> Iterator[bytes]:
    """The lines of a closed segment."""
    before = Segment.objects.filter(number__lt=segment.number).order_by("-number").first()
    after = read_checkpoint(raw(before.closing)).checkpoint.n if before and before.closing else -1
    for chunk in chunks(after, read_checkpoint(raw(segment.closing)).checkpoint.n):
        yield from chunk
