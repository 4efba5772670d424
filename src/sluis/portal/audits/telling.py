"""Messages and tasks about audits; none of them holds what was asked, found or answered."""

from datetime import date, datetime
from typing import Any

from sluis.agreement.contract import Side
from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import Owned
from sluis.portal.agreements.telling import operator
from sluis.portal.audits.models import Audit, Finding, Inforequest
from sluis.portal.audits.rights import SEE
from sluis.portal.notifications.sending import send
from sluis.portal.people.selectors import holders, role_held
from sluis.portal.tasks.giving import give

_ROLES = {
    Side.CONTROLLER: (Role.AUDITOR, Role.DPO, Role.BOARD),
    Side.PROCESSOR: (Role.SECURITY_OFFICER, Role.DPO, Role.CONTRACT_MANAGER, Role.BOARD),
}
_PAGES: dict[type[Owned], str] = {Audit: "audit", Finding: "finding", Inforequest: "inforequest"}


def whose(about: Owned, side: Side) -> Organisation:
    """The organisation on a side."""
    return about.organisation if side is Side.CONTROLLER else operator()


def tell(change: Change, about: Audit | Inforequest, template: str, side: Side) -> int:
    """A message to those on a side who may see audits; how many."""
    organisation = whose(about, side)
    roles = SEE.operator_roles if side is Side.PROCESSOR else SEE.roles
    found = list(holders(organisation, day_of(change.actor.at), [role.value for role in roles]))
    facts = {"number": about.number, "pk": str(about.pk)}
    for person in found:
        send(change, to=person, template=f"audits/{template}", facts=facts, organisation=organisation)
    return len(found)


def ask(change: Change, about: Owned, kind: str, title: Any, number: str, side: Side, on: date | None = None) -> None:
    """A task for a side."""
    organisation = whose(about, side)
    role = role_held(organisation, day_of(change.actor.at), _ROLES[side])
    give(
        change, organisation=organisation, kind=kind, title=title, facts={"number": number}, subject=about, role=role,
        due=until(on, change.actor.at), url_name=f"audits:{_PAGES[type(about)]}", args=[about.pk],
    )  # fmt: skip


def until(on: date | None, at: datetime) -> Deadline | None:
    """The end of a day, with warnings a week and a day before, as far as those are still to come."""
    if on is None:
        return None
    due = end_of_day(on)
    warns = (Term.read(text).before(due) for text in ("7 days", "1 day"))
    return Deadline(due, tuple(each for each in warns if each > at))
