"""Verifying the chain on request and every night: a short chain at once, a long one by a job, with its progress."""

from sluis.evidence.checkpoint import SignedCheckpoint, read_checkpoint
from sluis.evidence.event import Outcome
from sluis.evidence.verifying import Verification as Found
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.ledger import verifying as ledger
from sluis.portal.ledger.reading import raw
from sluis.portal.oversight.models import Mark, Verification
from sluis.portal.oversight.rights import VERIFY
from sluis.portal.oversight.selecting import standing
from sluis.portal.oversight.trusting import trust
from sluis.refusals import Finding, Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import oversight as codes

AT_ONCE = 20_000
"""Chains up to this length are verified while the reader waits."""

TOLD_EVERY = 100_000


def ask(actor: Actor, *, thorough: bool = False, against: bytes = b"") -> Verification:
    """Ask for a verification.

    Args:
        actor: who asks.
        thorough: hold the columns beside the lines against them as well.
        against: a checkpoint that was kept outside, as a file.
    Raises:
        Refused: CHECKPOINT_UNREADABLE, NO_TRUST, 2501 to 2518.
    """
    actor.require(VERIFY)
    if against:
        _require_signed(read_checkpoint(against))
    home = actor.organisation or Organisation.everything.get(is_operator=True)
    made = Verification(
        organisation=home, thorough=thorough, against=against or None, asked_at=actor.at, asked_by=actor.name
    )
    with changing(actor, VERIFY, on=made) as change:
        made.save(force_insert=True)
        change.record("evidence.verification-asked", made)
    return made


def is_short() -> bool:
    """Whether the chain can be verified while somebody waits."""
    return standing() <= AT_ONCE


def carry_out(actor: Actor, *, verification: Verification) -> Verification:
    """Verify, and keep the outcome; nothing is locked meanwhile.

    Raises:
        Refused: GONE_ALREADY when somebody else has done it in the meantime.
    """
    actor.require(VERIFY, verification)
    told = _Told(verification)
    against = read_checkpoint(raw(verification.against)) if verification.against else None
    found = ledger.verify(trust(), against, thorough=verification.thorough, progress=told)
    with changing(actor, VERIFY, on=verification) as change:
        fresh: Verification = Verification.everything.select_for_update().get(pk=verification.pk)
        if fresh.state != Verification.State.WAITING:
            raise Refused(access_codes.GONE_ALREADY)
        _keep(fresh, found, actor)
        counts = {"events": found.events, "findings": len(found.findings)}
        outcome = Outcome.DONE if found.sound else Outcome.FAILED
        change.record("evidence.verified", fresh, counts=counts, outcome=outcome)
    Mark.objects.filter(name=verification.mark).delete()
    return fresh


def run_waiting(actor: Actor) -> int:
    """The job: those that were asked for and not yet done."""
    waiting = list(Verification.everything.filter(state=Verification.State.WAITING).order_by("asked_at"))
    for each in waiting:
        carry_out(actor, verification=each)
    return len(waiting)


def verify_nightly(actor: Actor) -> int:
    """The job: verify the whole chain, thoroughly on Sundays."""
    if standing() < 0 or not Organisation.everything.filter(is_operator=True).exists():
        return 0
    carry_out(actor, verification=ask(actor, thorough=actor.at.weekday() == 6))
    return 1


def progress(verification: Verification) -> int:
    """How many lines have been read so far."""
    return Mark.objects.filter(name=verification.mark).values_list("n", flat=True).first() or 0


class _Told:
    """Keeps the progress, now and then."""

    def __init__(self, verification: Verification) -> None:
        self._name, self._last = verification.mark, 0

    def __call__(self, read: int) -> None:
        if read - self._last >= TOLD_EVERY:
            self._last = read
            Mark.objects.update_or_create(name=self._name, defaults={"n": read})


def _require_signed(signed: SignedCheckpoint) -> None:
    known = trust()
    if known is None:
        raise Refused(codes.NO_TRUST)
    signed.verify(known)


def _keep(made: Verification, found: Found, actor: Actor) -> None:
    made.state = Verification.State.SOUND if found.sound else Verification.State.BROKEN
    made.ended_at, made.events = actor.at, found.events
    made.until, made.head = (found.last.n, found.last.head) if found.last else (None, "")
    made.findings = [_kept(each) for each in found.findings]
    made.save()


def _kept(finding: Finding) -> dict[str, object]:
    return {"code": finding.code.number, "facts": dict(finding.facts)}
