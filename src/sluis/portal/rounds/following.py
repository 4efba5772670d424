"""What the clock does to rounds: open them, remind of their days, mark them late. Each once, whatever the clock does."""

from collections.abc import Iterator
from datetime import date, timedelta

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.recognising import day_of
from sluis.portal.agreements.apart import apart
from sluis.portal.organisations.keeping import locked
from sluis.portal.rounds import telling
from sluis.portal.rounds.models import Round, State
from sluis.portal.rounds.rights import FOLLOW

_IN_TIME = (State.OPEN, State.PROVISIONAL)


def follow(actor: Actor) -> int:
    """Bring every round up to now; how many things were done."""
    return open_due(actor) + remind_due(actor) + mark_late(actor)


def open_due(actor: Actor) -> int:
    """Rounds whose first day has come."""
    due = Round.everything.filter(state=State.PLANNED, opens_on__lte=day_of(actor.at))
    return apart(_with_parties(due), lambda each: _open(actor, each))


def remind_due(actor: Actor) -> int:
    """Rounds of which people have to be reminded; one message for all days that a stopped clock has left behind."""
    waiting = Round.everything.filter(state__in=_IN_TIME, final_until__gte=day_of(actor.at))
    return apart(_with_parties(waiting), lambda each: _remind(actor, each))


def mark_late(actor: Actor) -> int:
    """Rounds whose last day went by without a final delivery."""
    due = Round.everything.filter(state__in=_IN_TIME, final_until__lt=day_of(actor.at))
    return apart(_with_parties(due), lambda each: _late(actor, each))


def reminders(found: Round, today: date) -> list[str]:
    """The reminders that are due, as the round remembers them: kind, day, and how long before."""
    return [
        f"{kind}:{day}:{before}"
        for kind, day in days_ahead(found)
        for before in found.schedule.reminders
        if day - timedelta(days=before) <= today <= day
    ]


def days_ahead(found: Round) -> Iterator[tuple[str, date]]:
    """The days by which something is still to be delivered, by their kind."""
    if found.test_until and found.test_at is None:
        yield "test", found.test_until
    if found.provisional_until and found.provisional_at is None:
        yield "provisional", found.provisional_until
    yield "final", found.final_until


def _with_parties(found: "object") -> list[Round]:
    rounds = found.select_related("schedule", "organisation", "recipient")  # type: ignore[attr-defined] # a query
    return list(rounds.order_by("pk"))


def _open(actor: Actor, found: Round) -> int:
    with changing(actor, FOLLOW, on=found) as change:
        now = locked(Round, found.pk)
        if now.state != State.PLANNED:
            return _looked_at(change, now)
        now.state, now.opened_at = State.OPEN, actor.at
        now.save()
        change.record("round.opened", now)
        if now.final_until >= day_of(actor.at):
            telling.ask_delivery(change, now)
            telling.tell_source(change, now, "opened")
    return 1


def _remind(actor: Actor, found: Round) -> int:
    today = day_of(actor.at)
    if not set(reminders(found, today)) - set(found.reminded):
        return 0
    with changing(actor, FOLLOW, on=found) as change:
        now = locked(Round, found.pk)
        due = sorted(set(reminders(now, today)) - set(now.reminded))
        if now.state not in _IN_TIME or not due:
            return _looked_at(change, now)
        now.reminded = [*now.reminded, *due]
        now.save()
        change.record("round.reminded", now)
        for kind, day in _each_day_once(now, due):
            telling.tell_source(change, now, "reminder", kind=kind, day=day)
    return 1


def _each_day_once(found: Round, due: list[str]) -> list[tuple[str, date]]:
    kinds = {each.split(":")[0] for each in due}
    return [(kind, day) for kind, day in days_ahead(found) if kind in kinds]


def _late(actor: Actor, found: Round) -> int:
    with changing(actor, FOLLOW, on=found) as change:
        now = locked(Round, found.pk)
        if now.state not in _IN_TIME or now.final_until >= day_of(actor.at):
            return _looked_at(change, now)
        now.state, now.late_at = State.LATE, actor.at
        now.save()
        change.record("round.late", now)
        telling.ask_delivery(change, now)
        telling.tell_late(change, now)
    return 1


def _looked_at(change: Change, found: Round) -> int:
    """Somebody did something about it while this job looked."""
    change.record("round.looked-at", found)
    return 0
