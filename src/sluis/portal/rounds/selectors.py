"""What deliveries and others may ask of the calendar. Programs and services ask; pages limit what they ask themselves."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from sluis.portal.access.models import Organisation
from sluis.portal.rounds.days import is_meant, plain
from sluis.portal.rounds.models import COMPLETE, WAITING, Round, State


def round_for(exchange: str, *, period: str, test: bool, on: date) -> Round | None:
    """The round for which a delivery counts; none when nothing is expected.

    Args:
        exchange: id of the exchange's agreement.
        period: name of the round that the delivery itself gives; when it gives one, that round or none, also when it is
            closed. Small and capital letters, spaces and hyphens make no difference.
        test: whether it is a test delivery.
        on: the day on which it arrives.
    """
    rounds = list(
        Round.everything.filter(schedule__flow__exchange=exchange)
        .select_related("schedule", "organisation", "recipient")
        .order_by("final_until", "pk")
    )
    if plain(period):
        return next((each for each in reversed(rounds) if is_meant(period, each.name)), None)
    return _open(rounds, test=test, on=on)


def expected(on: date, organisation: Organisation | None = None) -> list[Round]:
    """The rounds whose last day had come by a day, with their state; without those that the recipient closed unfulfilled.

    Args:
        organisation: only those that it delivers or receives.
    """
    due = Round.everything.filter(final_until__lte=on).exclude(state=State.CLOSED, delivered_at=None)
    if organisation is not None:
        due = due.filter(Q(organisation=organisation) | Q(recipient=organisation))
    found = due.select_related("schedule__flow", "organisation", "recipient")
    return list(found.order_by("final_until", "organisation__name", "pk"))


def next_of(exchange: str) -> Round | None:
    """The round under an agreement of the exchange that is awaited first, late ones among them."""
    awaited = Round.everything.filter(schedule__flow__exchange=exchange, state__in=(*WAITING, State.PLANNED))
    return awaited.order_by("final_until", "pk").first()


def overdue(on: date) -> list[Round]:
    """The rounds whose last day has gone by while a final delivery is still expected."""
    late = Round.everything.filter(final_until__lt=on, state__in=WAITING)
    return list(late.select_related("schedule__flow", "organisation", "recipient").order_by("final_until", "pk"))


def _open(rounds: Iterable[Round], *, test: bool, on: date) -> Round | None:
    """One that waits and whose window covers the day; else the last that is late; else one that can be replaced still."""
    begun = [each for each in rounds if each.state != State.CLOSED and each.opens_on <= on]
    waiting = [each for each in begun if each.state in (*WAITING, State.PLANNED)]
    in_time = [each for each in waiting if on <= each.final_until]
    untested = [each for each in in_time if test and each.test_until and on <= each.test_until and each.test_at is None]
    late = [each for each in reversed(waiting) if each.final_until < on]
    replaceable = [each for each in begun if each.state in COMPLETE and on <= each.final_until]
    return next(iter((*untested, *in_time, *late, *replaceable)), None)
