"""Who does something about a subprocessor, and who is told."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise

from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.notifications.sending import send
from sluis.portal.people.selectors import with_role
from sluis.portal.subprocessors.models import Subnotice
from sluis.portal.tasks.giving import give
from sluis.portal.ui.moments import day

OBJECT, ANSWER, COPY, CONDITION, CERTIFICATE, AMEND = (
    f"subprocessors-{kind}" for kind in ("object", "answer", "copy", "condition", "certificate", "amend")
)
"""The kinds of tasks."""

_ASKED = (Role.CONTRACT_MANAGER, Role.BOARD, Role.DPO)
_KEEPERS = (Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER)
WARNINGS = (Term.read("14 days"), Term.read("3 days"))


def operator() -> Organisation:
    """The processor of every agreement here."""
    found: Organisation = Organisation.everything.get(is_operator=True)
    return found


def tell_controller(change: Change, notice: Subnotice, template: str) -> int:
    """Send a message to those of the controller who decide about subprocessors; how many."""
    return _tell(change, notice.organisation, template, notice)


def tell_operator(change: Change, notice: Subnotice, template: str) -> int:
    """Send a message to those of the operator who keep the register; how many."""
    return _tell(change, operator(), template, notice)


def ask(
    change: Change,
    organisation: Organisation,
    kind: str,
    title: Promise,
    subject: OwnedBase,
    *,
    facts: Mapping[str, str],
    url_name: str,
    page: OwnedBase | None = None,
    until: date | None = None,
) -> None:
    """Give a task to those of an organisation who do this."""
    give(
        change, organisation=organisation, kind=kind, title=title, facts=facts, subject=subject,
        role=_doer(organisation, change.actor.at), due=_due(until, change.actor.at), url_name=url_name,
        args=[(page or subject).pk],
    )  # fmt: skip


def people_of(organisation: Organisation, at: datetime) -> "QuerySet[Person]":
    """Those who decide about subprocessors; else the administrators, so that somebody knows."""
    roles = _KEEPERS if organisation.is_operator else _ASKED
    there: QuerySet[Person] = Person.everything.filter(organisation=organisation, is_active=True, left_on=None)
    found = there.filter(reduce(or_, (with_role(day_of(at), role.value) for role in roles))).order_by("pk")
    return found if found.exists() else there.filter(with_role(day_of(at), Role.ADMINISTRATOR.value)).order_by("pk")


def _tell(change: Change, organisation: Organisation, template: str, notice: Subnotice) -> int:
    people = list(people_of(organisation, change.actor.at))
    for person in people:
        with translation.override(person.language):  # days are written in the reader's language
            facts = _facts(notice)
        send(change, to=person, template=f"subprocessors/{template}", facts=facts, organisation=organisation)
    return len(people)


def _facts(notice: Subnotice) -> dict[str, str]:
    return {
        "subprocessor": notice.subprocessor.name,
        "number": notice.agreement.number,
        "path": f"/subprocessors/notices/{notice.pk}/",
        "controller": notice.organisation.name,
        "start": day(notice.first_day) if notice.first_day else "",
        "until": day(notice.objection_until) if notice.objection_until else "",
    }


def _doer(organisation: Organisation, at: datetime) -> Role:
    """The first role that somebody there has."""
    there = Person.everything.filter(organisation=organisation, is_active=True, left_on=None)
    roles = _KEEPERS if organisation.is_operator else _ASKED
    return next((role for role in roles if there.filter(with_role(day_of(at), role.value)).exists()), roles[0])


def _due(until: date | None, at: datetime) -> Deadline | None:
    due = end_of_day(until) if until else None
    return Deadline.ending(due, WARNINGS) if due and due > at else None
