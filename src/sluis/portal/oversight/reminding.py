"""The job that gives tasks for what becomes due: certificates, evaluations, plans, exercises, exit arrangements, gaps."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term, day_of, end_of_day
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import Owned
from sluis.portal.oversight import models, rights
from sluis.portal.oversight.measuring import EVALUATION
from sluis.portal.oversight.rostering import gaps
from sluis.portal.tasks.giving import give, settle
from sluis.portal.tasks.models import Task
from sluis.portal.ui.navigation import Text

ROSTER = "roster"


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of thing that becomes due.

    Attributes:
        kind: of the task.
        model, on: the records, and their field with the day.
        where: which records count.
        days: how long before, the task is given; it warns again at `warns` days.
        title: of the task.
        url_name: of its page.
        holds: the field with the last day on which a record counts, if it has one.
    """

    kind: str
    model: type[Owned]
    on: str
    where: dict[str, Any]
    days: int
    warns: tuple[str, ...]
    title: Text
    url_name: str
    holds: str = ""

    def records(self, today: date) -> Any:
        """Those that are due within `days`."""
        found = self.model.everything.filter(**self.where, **{f"{self.on}__lte": today + timedelta(days=self.days)})
        return found.filter(Q(**{self.holds: None}) | Q(**{f"{self.holds}__gte": today})) if self.holds else found


DUE = (
    Due("attestation", models.Attestation, "valid_until", {}, 90, ("30 days", "7 days"),
        _("Renew a certificate or statement: %(what)s"), "oversight:attestation"),
    Due(EVALUATION, models.Measure, "evaluate_by", {"status__in": ("planned", "in-force", "improve")}, 30, ("7 days",),
        _("Evaluate a measure: %(what)s"), "oversight:measure"),
    Due("plan-review", models.Plan, "review_by", {"state": "in-force"}, 30, ("7 days",),
        _("Review a continuity plan: %(what)s"), "oversight:plan"),
    Due("exercise", models.Exercise, "planned_on", {"held_on": None}, 30, ("7 days",),
        _("Hold an exercise: %(what)s"), "oversight:exercise"),
    Due("asset-end", models.Asset, "ends_on", {"destroyed_on": None}, 30, ("7 days",),
        _("Replace an asset at the end of its life: %(what)s"), "oversight:asset"),
    Due("arrangement-trial", models.Arrangement, "try_by", {}, 30, ("7 days",),
        _("Try an exit arrangement: %(what)s"), "oversight:arrangement", holds="ends_on"),
    Due("arrangement-end", models.Arrangement, "ends_on", {}, 90, ("30 days", "7 days"),
        _("Renew an exit arrangement that ends: %(what)s"), "oversight:arrangement", holds="ends_on"),
)  # fmt: skip
"""What is watched. A day that has passed is due too: the task is then late at once."""


def remind(actor: Actor) -> int:
    """The job: a task for each thing that becomes due and has none; one that is no longer due is settled."""
    today = day_of(actor.at)
    return sum(_remind(actor, due, today) for due in DUE) + _roster(actor)


def _remind(actor: Actor, due: Due, today: date) -> int:
    """Two queries when nothing is to be done."""
    wanted = {record.subject: record for record in due.records(today).select_related("organisation")}
    open_tasks = Task.everything.filter(kind=due.kind, state=Task.State.OPEN)
    there = set(open_tasks.values_list("about", flat=True))
    for about in there - wanted.keys():
        _settle(actor, due, about)
    new = [record for about, record in wanted.items() if about not in there]
    for record in new:
        _give(actor, due, record)
    return len(new) + len(there - wanted.keys())


def _settle(actor: Actor, due: Due, about: str) -> None:
    record = due.model.everything.filter(pk=about.partition(":")[2]).first()
    if record is not None:
        with changing(actor, rights.KEEP_CONTINUITY, on=record) as change:
            settle(change, kind=due.kind, subject=record)


def _give(actor: Actor, due: Due, record: Any) -> None:
    end = end_of_day(getattr(record, due.on))
    deadline = Deadline.ending(end, [Term.read(each) for each in due.warns])
    with changing(actor, rights.KEEP_CONTINUITY, on=record) as change:
        give(
            change, organisation=record.organisation, kind=due.kind, title=due.title, facts={"what": str(record)[:120]},
            subject=record, role=Role.SECURITY_OFFICER, due=deadline, url_name=due.url_name, args=[record.pk],
        )  # fmt: skip


def _roster(actor: Actor) -> int:
    """Somebody plans the duty of the next thirty days, as soon as there is a gap; not before anybody was planned."""
    home = Organisation.everything.filter(is_operator=True).first()
    if home is None or not models.Shift.everything.exists():
        return 0
    there = Task.everything.filter(kind=ROSTER, state=Task.State.OPEN, organisation=home).exists()
    found = gaps(actor.at)
    if bool(found) == there:
        return 0
    with changing(actor, rights.KEEP_ROSTER, on=home) as change:
        if not found:
            return settle(change, kind=ROSTER, subject=home)
        give(
            change, organisation=home, kind=ROSTER, title=_("Fill the gaps in the duty roster"), subject=home,
            role=Role.SERVICE_DESK, due=Deadline.ending(max(found[0].starts_at, actor.at)), url_name="oversight:roster",
        )  # fmt: skip
    return 1
