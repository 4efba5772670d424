"""Both parties set a day and an auditor; then it is carried out, and closed when all findings are settled."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Side
from sluis.deadlines import Term, day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.agreements.sides import side_of
from sluis.portal.audits import telling
from sluis.portal.audits.asking import PLAN, clause_of, require_admissible
from sluis.portal.audits.keeping import attach, author, number, one
from sluis.portal.audits.models import Audit, Finding, Kind, State
from sluis.portal.audits.rights import AGREE, RECORD
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import audits as codes

OWN = "audit-own"
_CONFIRM = _("Confirm day and auditor of audit %(number)s, or propose others")
_PLANNABLE = (State.REQUESTED, State.ADMISSIBLE, State.PLANNED)


def propose(actor: Actor, *, audit: Audit, held_on: date, auditor: str, independent: bool) -> Audit:
    """Propose a day and an auditor; the other party confirms. Another proposal needs that again.

    Raises:
        Refused: PRECONDITIONS, NOT_INDEPENDENT, AUDIT_DAY, AUDIT_MOVED.
    """
    with changing(actor, AGREE, on=audit) as change:
        found = one(audit, *_PLANNABLE)
        require_admissible(found)
        if found.kind != Kind.CONTROLLER:
            raise Refused(codes.AUDIT_MOVED)
        if _independent(found) and not independent:
            raise Refused(codes.NOT_INDEPENDENT, clause=clause_of(found))
        if held_on < day_of(actor.at):
            raise Refused(codes.AUDIT_DAY)
        side = side_of(actor)
        found.held_on, found.auditor, found.independent = held_on, auditor.strip(), independent
        found.proposed_by, found.state = side.value, State.ADMISSIBLE
        found.controller_agreed_at = actor.at if side is Side.CONTROLLER else None
        found.processor_agreed_at = actor.at if side is Side.PROCESSOR else None
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("audit.proposed", found, objects={"agreement": str(found.agreement_id)})
        settle(change, kind=PLAN, subject=found)
        telling.ask(change, found, PLAN, _CONFIRM, found.number, side.other)
        telling.tell(change, found, "proposed", side.other)
    return found


def agree(actor: Actor, *, audit: Audit, held_on: date, auditor: str) -> Audit:
    """Confirm the day and the auditor that the other party proposed.

    Args:
        held_on, auditor: what was read.
    Raises:
        Refused: OTHER_PARTY_CONFIRMS, PLAN_CHANGED, AUDIT_DAY, AUDIT_MOVED.
    """
    with changing(actor, AGREE, on=audit) as change:
        found, side = one(audit, State.ADMISSIBLE), side_of(actor)
        if not found.proposed_by:
            raise Refused(codes.AUDIT_MOVED)
        if found.proposed_by == side.value:
            raise Refused(codes.OTHER_PARTY_CONFIRMS)
        if (found.held_on, found.auditor) != (held_on, auditor):
            raise Refused(codes.PLAN_CHANGED)
        if held_on < day_of(actor.at):
            raise Refused(codes.AUDIT_DAY)
        name = "controller_agreed_at" if side is Side.CONTROLLER else "processor_agreed_at"
        setattr(found, name, actor.at)
        found.state = State.PLANNED
        found.save()
        change.record("audit.planned", found, objects={"agreement": str(found.agreement_id)})
        settle(change, kind=PLAN, subject=found)
        telling.tell(change, found, "planned", side.other)
    return found


def carried_out(actor: Actor, *, audit: Audit, summary: str, file: UploadedFile | None = None) -> Audit:
    """Record that it took place, with its conclusion and its report.

    Raises:
        Refused: AUDIT_MOVED, AUDIT_DAY before its day, NOT_YOUR_SIDE.
    """
    with changing(actor, RECORD, on=audit) as change:
        found = one(audit, State.PLANNED)
        require_recorder(actor, found)
        if found.held_on is None or found.held_on > day_of(actor.at):
            raise Refused(codes.AUDIT_DAY)
        found.state, found.carried_out_at, found.summary = State.CARRIED_OUT, actor.at, summary.strip()
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("audit.carried-out", found)
        attach(change, found, file)
        settle(change, kind=OWN, subject=found)
        if not found.is_own:
            telling.tell(change, found, "carried-out", side_of(actor).other)
    return found


def close(actor: Actor, *, audit: Audit) -> Audit:
    """All findings are settled; an own audit that comes back is planned again.

    Raises:
        Refused: AUDIT_MOVED, FINDINGS_OPEN, NOT_YOUR_SIDE.
    """
    with changing(actor, RECORD, on=audit) as change:
        found = one(audit, State.CARRIED_OUT, State.FINDINGS)
        require_recorder(actor, found)
        left = [each for each in Finding.everything.filter(audit=found) if not each.is_settled]
        if left:
            raise Refused(codes.FINDINGS_OPEN, count=len(left))
        found.state, found.ended_at = State.CLOSED, actor.at
        found.save()
        change.record("audit.closed", found)
        _again(change, found)
        if not found.is_own:
            telling.tell(change, found, "closed", side_of(actor).other)
    return found


def require_recorder(actor: Actor, audit: Audit) -> None:
    """The controller records its own audits; the operator its own, and either those of the authority.

    Raises:
        Refused: NOT_YOUR_SIDE.
    """
    if audit.kind == Kind.CONTROLLER and actor.is_operator:
        raise Refused(codes.NOT_YOUR_SIDE)


def _again(change: Change, audit: Audit) -> None:
    if not audit.is_own or not audit.every or audit.held_on is None:
        return
    made = Audit(
        organisation=audit.organisation, kind=audit.kind, state=State.PLANNED, scope=audit.scope,
        standards=audit.standards, auditor=audit.auditor, independent=audit.independent, every=audit.every,
        held_on=Term.read(audit.every).day_after(audit.held_on), asked_at=change.actor.at,
        asked_by=change.actor.name, author=author(change.actor), number=number(change, None, "A"),
    )  # fmt: skip
    made.full_clean()
    made.save(force_insert=True)
    change.record("audit.planned", made)


def _independent(audit: Audit) -> bool:
    return audit.agreement is not None and audit.agreement.contract.regime.audit.independent
