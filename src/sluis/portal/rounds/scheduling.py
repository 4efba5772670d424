"""The recipient plans: when is delivered in a flow. The operator's contract manager may do so for it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.agreements.apart import apart
from sluis.portal.agreements.models import Flow
from sluis.portal.organisations.keeping import locked
from sluis.portal.rounds import foreseeing
from sluis.portal.rounds.days import Days, name_of, plain
from sluis.portal.rounds.models import Rhythm, Round, Schedule, State
from sluis.portal.rounds.parties import flows_to_plan, recipient_of
from sluis.portal.rounds.rights import FOLLOW, PLAN
from sluis.refusals import Refused
from sluis.refusals.catalogue import rounds as codes

FIELDS = (
    "rhythm", "starts_on", "ends_on", "test_after", "provisional_after", "final_after", "sign_off", "refuses_late",
    "reminders",
)  # fmt: skip
"""What people fill in of a schedule."""


def plan(actor: Actor, *, flow: Flow, data: Mapping[str, Any]) -> Schedule:
    """Make the calendar of a flow; its rounds for the coming year are there at once.

    Args:
        data: values of `FIELDS`.
    Raises:
        Refused: NOT_RECIPIENT, PLANNED_ALREADY, DAYS_CROSSED, TERM_UNREADABLE, TERM_IN_HOURS.
        ValidationError: the data cannot be so.
    """
    recipient = recipient_of(flow)
    if recipient is None or not actor.reaches(PLAN, recipient.pk):
        actor.require(PLAN)
        raise Refused(codes.NOT_RECIPIENT)
    with changing(actor, PLAN, on=recipient) as change:
        return _make(change, flow, recipient, data)


def copy(actor: Actor, *, schedule: Schedule) -> int:
    """Make the same calendar for every other source that delivers to this recipient and has none; how many."""
    with changing(actor, PLAN, on=schedule.recipient) as change:
        flows = [flow for flow, recipient in flows_to_plan(actor) if recipient.pk == schedule.recipient_id]
        data = {name: getattr(schedule, name) for name in FIELDS}
        for flow in flows:
            _make(change, flow, schedule.recipient, data)
        change.record("schedule.copied", schedule, counts={"done": len(flows)})
    return len(flows)


def replan(actor: Actor, *, schedule: Schedule, data: Mapping[str, Any]) -> Schedule:
    """Change a calendar. Rounds that are not open yet follow; those that are open or were, stay as they are.

    Raises:
        Refused: as `plan`; ROUND_MOVED when it was stopped.
    """
    with changing(actor, PLAN, on=schedule.recipient) as change:
        found = running(schedule)
        _fill(found, data)
        found.save()
        if found.rhythm != Rhythm.BY_HAND:
            wanted = {(one.starts_on, one.ends_on): one for one in foreseeing.wanted(found, day_of(actor.at))}
            for planned in Round.everything.select_for_update().filter(schedule=found, state=State.PLANNED):
                _replace(planned, wanted.get((planned.starts_on, planned.ends_on)))
        made = foreseeing.make(change, found)
        change.record("schedule.changed", found, counts={"done": made})
    return found


def stop(actor: Actor, *, schedule: Schedule) -> Schedule:
    """No further rounds: those that were only planned go, those that are open stay until they are complete or closed."""
    with changing(actor, PLAN, on=schedule.recipient) as change:
        found = running(schedule)
        found.stopped_at = actor.at
        found.save()
        gone, _per_model = Round.everything.filter(schedule=found, state=State.PLANNED).delete()
        change.record("schedule.stopped", found, counts={"done": gone})
    return found


def add(actor: Actor, *, schedule: Schedule, days: Days, name: str = "") -> Round:
    """Add a round by hand.

    Raises:
        Refused: PLANNED_ALREADY when there is one of this name; ROUND_MOVED, DAY_NOT_LATER.
    """
    with changing(actor, PLAN, on=schedule.recipient) as change:
        found = running(schedule)
        name = name.strip() or name_of(days.starts_on, days.ends_on)
        if days.final_until < day_of(actor.at):
            raise Refused(codes.DAY_NOT_LATER)
        names = Round.everything.filter(schedule=found).values_list("name", flat=True)
        if plain(name) in {plain(each) for each in names}:
            raise Refused(codes.PLANNED_ALREADY)
        made = foreseeing.add(found, days, name)
        change.record("round.planned", made)
    return made


def look_ahead(actor: Actor) -> int:
    """Make the rounds that come within a year of now, and take away those after the last day of an agreement; for the
    timetable. How many."""
    running = Schedule.everything.filter(stopped_at=None).select_related("flow__agreement").order_by("pk")
    return apart(running, lambda each: _look_ahead(actor, each, day_of(actor.at)))


def running(schedule: Schedule) -> Schedule:
    """A schedule as it is now, held until the commit.

    Raises:
        Refused: ROUND_MOVED when it was stopped.
    """
    found = locked(Schedule, schedule.pk)
    if found.stopped_at:
        raise Refused(codes.ROUND_MOVED)
    return found


def _look_ahead(actor: Actor, schedule: Schedule, today: date) -> int:
    if not foreseeing.missing(schedule, today) and not foreseeing.needless(schedule).exists():
        return 0
    with changing(actor, FOLLOW, on=schedule) as change:
        found = locked(Schedule, schedule.pk)
        gone, _per_model = foreseeing.needless(found).delete()
        made = foreseeing.make(change, found) if found.stopped_at is None else 0
        change.record("schedule.continued", found, counts={"done": made + gone})
    return made + gone


def _make(change: Change, flow: Flow, recipient: Organisation, data: Mapping[str, Any]) -> Schedule:
    made = Schedule(
        organisation=flow.organisation, recipient=recipient, flow=flow, made_at=change.actor.at,
        made_by=change.actor.name,
    )  # fmt: skip
    _fill(made, data)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(codes.PLANNED_ALREADY) from None
    rounds = foreseeing.make(change, made)
    change.record("schedule.made", made, counts={"done": rounds})
    return made


def _fill(schedule: Schedule, data: Mapping[str, Any]) -> None:
    """Give it its values, and see that rounds can be made of them."""
    for name in FIELDS:
        if name in data:
            setattr(schedule, name, data[name])
    schedule.reminders = sorted({int(each) for each in schedule.reminders}, reverse=True)
    schedule.full_clean(validate_constraints=False)
    once = schedule.rhythm == Rhythm.ONCE
    if once and schedule.ends_on is None:
        raise Refused(codes.DAYS_CROSSED)
    if schedule.ends_on is not None and schedule.ends_on < schedule.starts_on:
        raise Refused(codes.DAYS_CROSSED)
    foreseeing.wanted(schedule, day_of(schedule.made_at))


def _replace(planned: Round, days: Days | None) -> None:
    """A planned round gets its new days, or goes when the calendar has no such period any more."""
    if days is None:
        planned.delete()
    else:
        foreseeing.place(planned, days)
        planned.save()
