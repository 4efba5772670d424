"""The rounds of a schedule, made a year ahead from its rhythm."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from django.db.models import QuerySet

from sluis.deadlines import months_after
from sluis.portal.access.changing import Change
from sluis.portal.access.recognising import day_of
from sluis.portal.rounds.days import Days, days_of, name_of, periods, plain
from sluis.portal.rounds.models import Rhythm, Round, Schedule, State
from sluis.refusals import Refused
from sluis.refusals.catalogue import rounds as codes

AHEAD_MONTHS = 12
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}


def wanted(schedule: Schedule, today: date) -> list[Days]:
    """The days of every round that should be there: none that was over before the schedule was made, none that begins
    more than a year from now, and none that begins after the last day of the agreement.

    Raises:
        Refused: DAYS_CROSSED, TERM_IN_HOURS.
    """
    since = day_of(schedule.made_at)
    made = (_days(schedule, first, last) for first, last in _periods(schedule, months_after(today, AHEAD_MONTHS)))
    return [days for days in made if days.final_until >= since]


def missing(schedule: Schedule, today: date) -> list[Days]:
    """Those that are not there yet."""
    there = list(Round.everything.filter(schedule=schedule).values_list("starts_on", "ends_on", "name"))
    periods_there, names = {(first, last) for first, last, _name in there}, {plain(name) for *_period, name in there}
    return [
        days
        for days in wanted(schedule, today)
        if (days.starts_on, days.ends_on) not in periods_there
        and plain(name_of(days.starts_on, days.ends_on)) not in names
    ]


def needless(schedule: Schedule) -> QuerySet[Round]:
    """Those that are planned and begin after the last day of the agreement, of which notice was given in the meantime."""
    planned: QuerySet[Round] = Round.everything.filter(schedule=schedule, state=State.PLANNED)
    last = schedule.flow.agreement.ends_on
    return planned.filter(starts_on__gt=last) if last else planned.none()


def make(change: Change, schedule: Schedule) -> int:
    """Make those that are missing; how many."""
    found = missing(schedule, day_of(change.actor.at))
    for days in found:
        add(schedule, days, name_of(days.starts_on, days.ends_on))
    return len(found)


def add(schedule: Schedule, days: Days, name: str) -> Round:
    """Store a round."""
    made = Round(
        organisation=schedule.organisation, recipient=schedule.recipient, schedule=schedule, name=name,
        starts_on=days.starts_on, ends_on=days.ends_on, state=State.PLANNED,
    )  # fmt: skip
    place(made, days)
    made.full_clean(validate_constraints=False)
    made.save(force_insert=True)
    return made


def place(planned: Round, days: Days) -> None:
    """Give a round its days."""
    planned.opens_on, planned.test_until = days.opens_on, days.test_until
    planned.provisional_until = days.provisional_until
    planned.final_until = planned.first_until = days.final_until


def _days(schedule: Schedule, first: date, last: date) -> Days:
    final = schedule.term("final")
    if final is None:
        raise Refused(codes.DAYS_CROSSED)
    return days_of(first, last, final=final, test=schedule.term("test"), provisional=schedule.term("provisional"))


def _periods(schedule: Schedule, until: date) -> Iterator[tuple[date, date]]:
    rhythm = Rhythm(schedule.rhythm)
    if rhythm is Rhythm.ONCE and schedule.ends_on:
        return iter([(schedule.starts_on, schedule.ends_on)])
    if rhythm not in MONTHS:
        return iter(())
    last = min(until, schedule.ends_on or until, schedule.flow.agreement.ends_on or until)
    return takewhile(lambda period: period[0] <= last, periods(schedule.starts_on, MONTHS[rhythm]))
