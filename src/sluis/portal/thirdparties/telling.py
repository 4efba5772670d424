"""Messages and tasks about processors; a mail holds no name of one."""

from datetime import date
from typing import Any

from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.changing import Change
from sluis.portal.access.recognising import day_of
from sluis.portal.access.rights import Right
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import Owned
from sluis.portal.notifications.sending import send
from sluis.portal.oversight.selectors import has_operator, operator
from sluis.portal.people.selectors import holders, role_held
from sluis.portal.tasks.giving import give
from sluis.portal.thirdparties.models import Compliancecheck, Dpa
from sluis.portal.thirdparties.rights import KEEP

EXPIRING, FOLLOW_UP, ASSESS = "dpa-expiring", "compliance-follow-up", "dpa-review"
AHEAD, SHORTLY = Term.read("90 days"), Term.read("30 days")
"""When people are told that an agreement expires, and when their task reminds them."""
_DOING = (Role.PRIVACY_COORDINATOR, Role.DPO, Role.ADMINISTRATOR, Role.BOARD)
_REVIEWING = (Role.DPO, Role.SECURITY_OFFICER, Role.AUDITOR)
_PAGES: dict[type[Owned], str] = {Dpa: "dpa", Compliancecheck: "check-settle"}


def tell(change: Change, about: Owned, template: str, right: Right = KEEP) -> int:
    """A message to those in its organisation with a right; how many."""
    roles = [role.value for role in right.roles]
    found = list(holders(about.organisation, day_of(change.actor.at), roles))
    facts = {"pk": str(about.pk)}
    for person in found:
        send(change, to=person, template=f"thirdparties/{template}", facts=facts, organisation=about.organisation)
    return len(found)


def ask(change: Change, about: Owned, kind: str, title: Any, name: str, due: Deadline) -> None:
    """A task for whoever keeps the privacy data of its organisation."""
    role = role_held(about.organisation, day_of(change.actor.at), _DOING)
    give(
        change, organisation=about.organisation, kind=kind, title=title, facts={"name": name}, subject=about, role=role,
        due=due, url_name=f"thirdparties:{_PAGES[type(about)]}", args=[about.pk],
    )  # fmt: skip


def ask_office(change: Change, about: Dpa, title: Any, name: str, due: Deadline) -> None:
    """A task for the privacy office of the operator, which reviews for the organisation."""
    if not has_operator():
        return
    role = role_held(operator(), day_of(change.actor.at), _REVIEWING)
    give(
        change, organisation=operator(), kind=ASSESS, title=title, facts={"name": name}, subject=about, role=role,
        due=due, url_name="thirdparties:dpa", args=[about.pk],
    )  # fmt: skip


def expiry(agreement: Dpa) -> Deadline:
    """When an agreement expires; the task reminds 30 days before, and on the last day on which notice can be given."""
    assert agreement.expires_on is not None
    due = end_of_day(agreement.expires_on)
    warns = {SHORTLY.before(due)}
    if agreement.notice_on:
        warns.add(end_of_day(agreement.notice_on))
    return Deadline(due, tuple(warns))


def until(on: date) -> Deadline:
    """The end of a day, with warnings a week and a day before."""
    return Deadline.ending(end_of_day(on), (Term.read("7 days"), Term.read("1 day")))
