"""What has to be there when somebody joins, and has to stay: statement, screening, training (Z-94, Z-100).

Each thing that is missing is a task for the administrators; it is settled when it is recorded. What expires comes back as
a task thirty days before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Person, Statement
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.access.standing import statement_of
from sluis.portal.people.models import Screening, Training
from sluis.portal.tasks.giving import give, settle

WITHIN = timedelta(days=30)
"""Time to get screening and training done after joining, and before something expires."""
SCREENING, TRAINING, STATEMENT = "people.screening", "people.training", "people.statement"

_TITLES = {
    SCREENING: _("Have %(name)s screened and record it"),
    TRAINING: _("Let %(name)s follow a training in privacy and security, and record it"),
    STATEMENT: _("The confidentiality statement of %(name)s ends; record a new one"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the checklist.

    Attributes:
        label: what.
        done_on: since when it is there.
        valid_until: until when it counts.
        note: its kind or result.
        waiting: it was asked for and has not come.
    """

    label: str | Promise
    done_on: date | None = None
    valid_until: date | None = None
    note: str | Promise = ""
    waiting: bool = False


def begin_checklist(change: Change, person: Person) -> None:
    """Tasks for what somebody who joined still needs; the statement that person signs at once."""
    for kind in (SCREENING, TRAINING):
        remind(change, person, kind, day_of(change.actor.at) + WITHIN)


def remind(change: Change, person: Person, kind: str, by: date) -> None:
    """A task for the administrators of the person's organisation."""
    give(
        change, organisation=person.organisation, kind=kind, title=_TITLES[kind], facts={"name": person.name},
        subject=person, role=Role.ADMINISTRATOR, due=Deadline.ending(end_of_day(by), [Term.read("7 days")]),
        url_name="people:person", args=[person.pk],
    )  # fmt: skip


def settled(change: Change, person: Person, kind: str) -> None:
    """It was recorded."""
    settle(change, kind=kind, subject=person)


def items(person: Person, today: date) -> list[Item]:
    """The checklist of somebody."""
    return [_statement(person, today), _screening(person, today), _training(person, today)]


def _statement(person: Person, today: date) -> Item:
    found = statement_of(person, today)
    if found is None:
        return Item(_("Confidentiality statement"))
    return Item(_("Confidentiality statement"), found.signed_on, found.valid_until, Statement.Kind(found.kind).label)


def _screening(person: Person, today: date) -> Item:
    mine = Screening.everything.filter(person=person)
    done = mine.filter(counts(today), result=Screening.Result.NO_OBJECTION).order_by("-received_on").first()
    if done:
        return Item(_("Screening"), done.received_on, done.valid_until, Screening.Kind(done.kind).label)
    last = mine.order_by("-requested_on", "pk").last()
    if last is None:
        return Item(_("Screening"))
    return Item(_("Screening"), note=Screening.Result(last.result).label, waiting=last.received_on is None)


def _training(person: Person, today: date) -> Item:
    done = Training.everything.filter(counts(today), person=person).order_by("-followed_on").first()
    return Item(_("Training"), done.followed_on, done.valid_until) if done else Item(_("Training"))


def counts(today: date) -> Q:
    """Records that have not run out."""
    return Q(valid_until=None) | Q(valid_until__gte=today)
