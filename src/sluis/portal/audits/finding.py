"""Findings: recorded, assessed jointly, carried out by a day that the controller set, verified."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Side
from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.agreements.sides import side_of
from sluis.portal.audits import telling
from sluis.portal.audits.keeping import finding as kept
from sluis.portal.audits.keeping import one
from sluis.portal.audits.models import Audit, Finding, State
from sluis.portal.audits.planning import require_recorder
from sluis.portal.audits.rights import AGREE, CARRY_OUT, RECORD
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import audits as codes

ASSESS, CARRY, VERIFY = "finding-assess", "finding-carry-out", "finding-verify"
Stage, View, Bearer = Finding.Stage, Finding.View, Finding.Bearer


def record(actor: Actor, *, audit: Audit, data: Mapping[str, Any]) -> Finding:
    """Record a finding, with who carries its recommendation out and by when.

    Raises:
        Refused: AUDIT_MOVED, NOT_YOUR_SIDE, AUDIT_DAY for a term that has passed.
        ValidationError: the data cannot be so.
    """
    with changing(actor, RECORD, on=audit) as change:
        found = one(audit, State.CARRIED_OUT, State.FINDINGS)
        require_recorder(actor, found)
        last = Finding.everything.filter(audit=found).aggregate(last=Max("number"))["last"] or 0
        made = Finding(organisation=found.organisation, audit=found, number=last + 1, recorded_at=actor.at, **data)
        made.full_clean()
        _require_ahead(made.due_on, actor)
        made.save(force_insert=True)
        found.state = State.FINDINGS
        found.save()
        change.record("finding.recorded", made, objects={"audit": str(found.pk)})
        _ask(change, made)
    return made


def assess(actor: Actor, *, finding: Finding, agrees: bool, why: str = "") -> Finding:
    """One party says what it thinks of a finding; it is settled what happens when both have.

    Raises:
        Refused: FINDING_MOVED, DISPUTE_SILENT.
    """
    with changing(actor, AGREE, on=finding) as change:
        found, side = kept(finding, Stage.OPEN, Stage.DISPUTED), side_of(actor)
        if not agrees and not why.strip():
            raise Refused(codes.DISPUTE_SILENT)
        view = View.AGREES if agrees else View.DISPUTES
        if found.audit.is_own:
            found.controller_view = found.processor_view = view
        else:
            setattr(found, f"{side.value}_view", view)
        found.dispute = why.strip() or found.dispute
        found.stage = _jointly(found)
        found.save()
        change.record("finding.assessed", found, objects={"audit": str(found.audit_id), "code": view.value})
        settle(change, kind=ASSESS, subject=found, organisation=telling.whose(found, side))
        if found.stage == Stage.AGREED:
            for each in _carriers(found):
                title = _("Carry out finding %(number)s")
                telling.ask(change, found, CARRY, title, str(found), each, found.due_on)
    return found


def set_term(actor: Actor, *, finding: Finding, due_on: date) -> Finding:
    """The controller sets another term; of an own audit the operator does.

    Raises:
        Refused: FINDING_MOVED, NOT_YOUR_SIDE, AUDIT_DAY.
    """
    with changing(actor, RECORD, on=finding) as change:
        found = kept(finding, Stage.OPEN, Stage.DISPUTED, Stage.AGREED)
        require_recorder(actor, found.audit)
        _require_ahead(due_on, actor)
        found.due_on = due_on
        found.save()
        change.record("finding.term-set", found, objects={"audit": str(found.audit_id)})
        if found.stage == Stage.AGREED:
            for each in _carriers(found):
                telling.ask(change, found, CARRY, _("Carry out finding %(number)s"), str(found), each, due_on)
    return found


def carry_out(actor: Actor, *, finding: Finding, outcome: str) -> Finding:
    """Who carries it out says what was done; then it is verified.

    Raises:
        Refused: FINDING_MOVED, NOT_YOUR_SIDE.
    """
    with changing(actor, CARRY_OUT, on=finding) as change:
        found = kept(finding, Stage.AGREED)
        if not found.audit.is_own and side_of(actor) not in _carriers(found) and not actor.program:
            raise Refused(codes.NOT_YOUR_SIDE)
        found.stage, found.outcome, found.done_at = Stage.DONE, outcome.strip(), actor.at
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("finding.carried-out", found, objects={"audit": str(found.audit_id)})
        settle(change, kind=CARRY, subject=found)
        verifier = Side.PROCESSOR if found.audit.is_own else Side.CONTROLLER
        telling.ask(change, found, VERIFY, _("Verify that finding %(number)s was carried out"), str(found), verifier)
    return found


def verify(actor: Actor, *, finding: Finding, enough: bool, due_on: date | None = None, remark: str = "") -> Finding:
    """The controller looks whether it was enough; if not, it is carried out again, by a new day.

    Raises:
        Refused: FINDING_MOVED, NOT_YOUR_SIDE, AUDIT_DAY.
    """
    with changing(actor, RECORD, on=finding) as change:
        found = kept(finding, Stage.DONE)
        require_recorder(actor, found.audit)
        if not enough:
            due_on = due_on or found.due_on
            _require_ahead(due_on, actor)
            found.due_on, found.done_at = due_on, None
        found.stage = Stage.CLOSED if enough else Stage.AGREED
        found.verified_at = actor.at if enough else None
        found.outcome = f"{found.outcome}\n{remark.strip()}".strip()
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("finding.closed" if enough else "finding.again", found, objects={"audit": str(found.audit_id)})
        settle(change, kind=VERIFY, subject=found)
        for each in () if enough else _carriers(found):
            telling.ask(change, found, CARRY, _("Carry out finding %(number)s"), str(found), each, due_on)
    return found


def _jointly(found: Finding) -> Finding.Stage:
    views = {found.controller_view, found.processor_view}
    if "" in views:
        return Stage.OPEN
    if len(views) == 2:
        return Stage.DISPUTED
    return Stage.AGREED if View.AGREES in views else Stage.REJECTED


def _carriers(found: Finding) -> tuple[Side, ...]:
    if found.audit.is_own:
        return (Side.PROCESSOR,)
    return tuple(Side) if found.carried_by == Bearer.BOTH else (Side(found.carried_by),)


def _ask(change: Change, made: Finding) -> None:
    for side in (Side.PROCESSOR,) if made.audit.is_own else Side:
        telling.ask(change, made, ASSESS, _("Assess finding %(number)s"), str(made), side)


def _require_ahead(on: date, actor: Actor) -> None:
    if on < day_of(actor.at):
        raise Refused(codes.AUDIT_DAY)
