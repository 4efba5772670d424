"""The operator's own audits by their calendar, and evidence of adequacy that becomes old."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.roles import Role
from sluis.portal.agreements.telling import operator
from sluis.portal.audits import telling
from sluis.portal.audits.keeping import author, number
from sluis.portal.audits.models import OWN, Adequacy, Audit, State
from sluis.portal.audits.planning import OWN as TASK
from sluis.portal.audits.rights import FOLLOW, PLAN_OWN
from sluis.portal.people.selectors import role_held
from sluis.portal.tasks.giving import give, settle
from sluis.portal.tasks.models import Task

OLD = "adequacy-renew"
AHEAD = timedelta(days=30)


def plan(actor: Actor, *, data: Mapping[str, Any]) -> Audit:
    """Put an internal or external audit of the operator on the calendar.

    Raises:
        ValidationError: the data cannot be so.
    """
    with changing(actor, PLAN_OWN) as change:
        made = Audit(
            organisation=operator(), state=State.PLANNED, asked_at=actor.at, asked_by=actor.name,
            author=author(actor), number=number(change, None, "A"), **data,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("audit.planned", made)
    return made


def follow(actor: Actor) -> int:
    """Give tasks for own audits and evidence that become due within a month; how many were given or closed."""
    return _audits(actor) + _evidence(actor) + _renewed(actor)


def _audits(actor: Actor) -> int:
    soon = Audit.everything.filter(
        kind__in=[kind.value for kind in OWN], state=State.PLANNED, held_on__lte=day_of(actor.at) + AHEAD
    )
    given = 0
    for audit in _without_task(soon, TASK, "audit"):
        with changing(actor, FOLLOW, on=audit) as change:
            give(
                change, organisation=audit.organisation, kind=TASK, title=_("Carry out audit %(number)s"),
                facts={"number": audit.number}, subject=audit, role=_role(actor, audit, Role.AUDITOR),
                due=telling.until(audit.held_on, actor.at), url_name="audits:audit", args=[audit.pk],
            )  # fmt: skip
        given += 1
    return given


def _evidence(actor: Actor) -> int:
    old = _newest().filter(until__lte=day_of(actor.at) + AHEAD, measure__status__in=["in-force", "improve"])
    given = 0
    for evidence in _without_task(old, OLD, "adequacy"):
        with changing(actor, FOLLOW, on=evidence) as change:
            give(
                change, organisation=evidence.organisation, kind=OLD,
                title=_("Show again that a measure is adequate: %(what)s"), facts={"what": str(evidence.measure)},
                subject=evidence, role=_role(actor, evidence, Role.SECURITY_OFFICER),
                due=telling.until(evidence.until, actor.at), url_name="audits:evidence", args=[evidence.pk],
            )  # fmt: skip
        given += 1
    return given


def _renewed(actor: Actor) -> int:
    """Newer evidence settles what was asked for the older."""
    asked = set(Task.everything.filter(kind=OLD, state=Task.State.OPEN).values_list("about", flat=True))
    if not asked:
        return 0
    names = {one.subject: one for one in Adequacy.everything.exclude(pk__in=_newest().values("pk"))}
    closed = 0
    for subject in sorted(asked & names.keys()):
        with changing(actor, FOLLOW, on=names[subject]) as change:
            closed += settle(change, kind=OLD, subject=names[subject])
    return closed


def _newest() -> Any:
    """The evidence that holds longest, per measure and standard."""
    longer = Adequacy.everything.filter(
        measure=OuterRef("measure"), standard=OuterRef("standard"), until__gt=OuterRef("until")
    )
    return Adequacy.everything.filter(~Exists(longer)).select_related("measure", "organisation")


def _without_task(records: Any, kind: str, name: str) -> list[Any]:
    there = set(Task.everything.filter(kind=kind, state=Task.State.OPEN).values_list("about", flat=True))
    return [one for one in records.order_by("pk") if f"{name}:{one.pk}" not in there]


def _role(actor: Actor, record: Any, first: Role) -> Role:
    return role_held(record.organisation, day_of(actor.at), (first, Role.SECURITY_OFFICER, Role.DPO))
