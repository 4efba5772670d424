"""A controller asks for an audit, step by step as was agreed; the supervisory authority is always admitted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Side
from sluis.agreement.numbering import article
from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.agreements.happening import held
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.telling import operator
from sluis.portal.audits import telling
from sluis.portal.audits.keeping import author, number, one
from sluis.portal.audits.models import Audit, Kind, State
from sluis.portal.audits.preconditions import Need, missing
from sluis.portal.audits.rights import ADMIT, ASK
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import audits as codes

CERTIFICATES, STEPS, PLAN = "audit-certificates", "audit-steps", "audit-plan"
_AT_FIRST = ("scope", "standards", "notice", "breach_reference", "breach_on", "suspected", "doubt", "grounds")
_GROUNDS = ("doubt", "grounds")


def ask(actor: Actor, *, agreement: Agreement, data: Mapping[str, Any]) -> Audit:
    """Ask for an audit.

    Where the certificates come first they are requested with it, and grounds are given after they were assessed.

    Raises:
        Refused: NOTHING_TO_AUDIT, AUDIT_DAY for a breach in the future.
        ValidationError: the data cannot be so.
    """
    with changing(actor, ASK, on=agreement) as change:
        agreed = held(agreement)
        require_bound(agreed, actor)
        rule = agreed.contract.regime.audit
        typed = {name: data[name] for name in _AT_FIRST if name in data}
        if rule.certificates_first:
            typed = {name: value for name, value in typed.items() if name not in _GROUNDS}
        _require_past(typed.get("breach_on"), actor)
        made = Audit(
            organisation=agreed.organisation, agreement=agreed, kind=Kind.CONTROLLER, asked_at=actor.at,
            asked_by=actor.name, author=author(actor), number=number(change, agreed, "A"),
            certificates_asked_at=actor.at if rule.certificates_first else None, **typed,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("audit.asked", made, objects={"agreement": str(agreed.pk)})
        telling.tell(change, made, "asked", Side.PROCESSOR)
        if rule.certificates_first:
            title = _("See to it that the certificates for audit %(number)s are up to date")
            telling.ask(change, made, CERTIFICATES, title, made.number, Side.PROCESSOR)
        _advance(change, made)
    return made


def complete(actor: Actor, *, audit: Audit, data: Mapping[str, Any]) -> Audit:
    """Take steps that are missing: notice, breach, assessment of the certificates, grounds.

    Raises:
        Refused: AUDIT_MOVED; PRECONDITIONS when grounds are given before the certificates were assessed; AUDIT_DAY.
    """
    with changing(actor, ASK, on=audit) as change:
        found = one(audit, State.REQUESTED)
        for name in (*_AT_FIRST, "opinion"):
            if data.get(name):
                setattr(found, name, data[name])
        _require_past(found.breach_on, actor)
        if str(data.get("opinion", "")).strip():
            found.certificates_assessed_at = actor.at
        left = missing(_rule(found), found)
        if Need.CERTIFICATES_ASSESSED in left and any(data.get(name) for name in _GROUNDS):
            raise _refusal(found)
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("audit.step", found, objects={"agreement": str(found.agreement_id)})
        _advance(change, found)
    return found


def withdraw(actor: Actor, *, audit: Audit, reason: str) -> Audit:
    """The controller does not audit after all.

    Raises:
        Refused: AUDIT_MOVED, NOT_YOUR_SIDE for an audit of somebody else.
    """
    with changing(actor, ASK, on=audit) as change:
        found = one(audit, State.REQUESTED, State.ADMISSIBLE, State.PLANNED)
        if found.kind != Kind.CONTROLLER:
            raise Refused(codes.NOT_YOUR_SIDE)
        found.state, found.reason, found.ended_at = State.WITHDRAWN, reason.strip(), actor.at
        found.save()
        change.record("audit.withdrawn", found, objects={"agreement": str(found.agreement_id)})
        for kind in (CERTIFICATES, STEPS, PLAN):
            settle(change, kind=kind, subject=found)
        telling.tell(change, found, "withdrawn", Side.PROCESSOR)
    return found


def admit(
    actor: Actor,
    *,
    agreement: Agreement | None,
    body: str,
    commissioned: bool,
    secrecy: bool,
    scope: str,
    held_on: date,
) -> Audit:
    """The supervisory authority, or who investigates for it, comes: no steps, and nobody has to agree.

    Args:
        agreement: that it is about; none for the operator as a whole.
        body: who investigates.
        commissioned: another than the authority itself, in its name.
        secrecy: that such a body is bound to secrecy.
    Raises:
        Refused: SECRECY_MISSING, NOT_YOUR_SIDE for a controller without an agreement.
    """
    with changing(actor, ADMIT, on=agreement) as change:
        if commissioned and not secrecy:
            raise Refused(codes.SECRECY_MISSING)
        if agreement is None and not (actor.is_operator or actor.program):
            raise Refused(codes.NOT_YOUR_SIDE)
        made = Audit(
            organisation=agreement.organisation if agreement else operator(), agreement=agreement, kind=Kind.AUTHORITY,
            state=State.PLANNED, scope=scope, asked_at=actor.at, asked_by=actor.name, author=author(actor),
            body=body.strip(), auditor=body.strip(), independent=True, secrecy=secrecy or not commissioned,
            held_on=held_on, number=number(change, agreement, "A"),
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("audit.admitted", made, objects={"agreement": str(agreement.pk)} if agreement else {})
        for side in Side if agreement else (Side.PROCESSOR,):
            telling.tell(change, made, "admitted", side)
    return made


def require_bound(agreement: Agreement, actor: Actor) -> None:
    """Refuse under an agreement that does not bind the parties.

    Raises:
        Refused: NOTHING_TO_AUDIT.
    """
    if not agreement.effects(actor.at).secrecy:
        raise Refused(codes.NOTHING_TO_AUDIT)


def require_admissible(audit: Audit) -> None:
    """Refuse an audit of which steps are missing.

    Raises:
        Refused: PRECONDITIONS.
    """
    if audit.kind == Kind.CONTROLLER and missing(_rule(audit), audit):
        raise _refusal(audit)


def clause_of(audit: Audit) -> str:
    """Where the agreement speaks of audits."""
    if audit.agreement is None:
        return ""
    return article(audit.agreement.contract, Clause.AUDIT) or Clause.AUDIT.value


def _advance(change: Change, audit: Audit) -> None:
    """When all steps were taken it can be planned; else the controller has a task to take them."""
    if missing(_rule(audit), audit):
        telling.ask(
            change, audit, STEPS, _("Take the steps that come before audit %(number)s"), audit.number, Side.CONTROLLER
        )
        return
    audit.state = State.ADMISSIBLE
    audit.save()
    change.record("audit.admissible", audit, objects={"agreement": str(audit.agreement_id)})
    settle(change, kind=STEPS, subject=audit)
    settle(change, kind=CERTIFICATES, subject=audit)
    for side in Side:
        telling.ask(change, audit, PLAN, _("Plan audit %(number)s together"), audit.number, side)
    telling.tell(change, audit, "admissible", Side.PROCESSOR)


def _rule(audit: Audit) -> Any:
    assert audit.agreement is not None
    return audit.agreement.contract.regime.audit


def _refusal(audit: Audit) -> Refused:
    return Refused(codes.PRECONDITIONS, clause=clause_of(audit))


def _require_past(on: date | None, actor: Actor) -> None:
    if on and on > day_of(actor.at):
        raise Refused(codes.AUDIT_DAY)
