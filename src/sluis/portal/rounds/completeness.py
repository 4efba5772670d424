"""Who delivered what: the sources of a recipient against its rounds. Always through what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.rounds.models import COMPLETE, WAITING, Round, State
from sluis.portal.rounds.rights import SEE


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sources have delivered for the rounds of one name.

    Attributes:
        until: the last day, of the source that has the most time.
        late: how many are late.
    """

    name: str
    done: int
    all: int
    late: int
    until: date


@dataclass(frozen=True, slots=True)
class Row:
    """One flow: the source, and per column its round, or none."""

    source: Organisation
    flow: str
    cells: Sequence[Round | None]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Sources × rounds."""

    columns: Sequence[Tally]
    rows: Sequence[Row]


def matrix(actor: Actor, recipient: Organisation, year: int) -> Matrix:
    """The rounds whose period ends in a year; one query."""
    seen = Round.objects.visible_to(actor, SEE).filter(recipient=recipient, ends_on__year=year)
    found = list(seen.select_related("organisation", "schedule__flow").order_by("ends_on", "final_until", "name", "pk"))
    names = list(dict.fromkeys(one.name for one in found))
    flows: dict[str, dict[str, Round]] = {}
    for one in sorted(found, key=lambda each: (each.organisation.name, each.schedule.flow.exchange)):
        flows.setdefault(one.schedule.flow.exchange, {})[one.name] = one
    rows = [
        Row(next(iter(there.values())).organisation, flow, [there.get(name) for name in names])
        for flow, there in flows.items()
    ]
    return Matrix([_tally(name, (one for one in found if one.name == name)) for name in names], rows)


def tallies(actor: Actor, recipient: UUID, names: Iterable[str] | None = None) -> list[Tally]:
    """How far the rounds are that are open for some source, or those of these names; one query, the first due first."""
    seen = Round.objects.visible_to(actor, SEE).filter(recipient=recipient).exclude(_left_out())
    of_these = seen.filter(state__in=WAITING).values("name") if names is None else list(names)
    complete, late = Q(state__in=COMPLETE) | Q(state=State.CLOSED), Q(state=State.LATE)
    found = seen.filter(name__in=of_these).values("name").annotate(
        done=Count("pk", filter=complete), all=Count("pk"), late=Count("pk", filter=late), until=Max("final_until")
    )  # fmt: skip
    return [Tally(**one) for one in found.order_by("until", "name")]


def _left_out() -> Q:
    """Rounds that were closed unfulfilled do not count."""
    return Q(state=State.CLOSED, delivered_at=None)


def _tally(name: str, rounds: Iterable[Round]) -> Tally:
    there = list(rounds)
    counted = [one for one in there if not (one.state == State.CLOSED and one.delivered_at is None)]
    done = sum(one.state in (*COMPLETE, State.CLOSED) for one in counted)
    late = sum(one.state == State.LATE for one in counted)
    return Tally(name, done, len(counted), late, max(one.final_until for one in there))
