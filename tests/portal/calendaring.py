"""Invented calendars for tests: a registry, sources that deliver to it, and moments on a clock that can be moved."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import casting
import contracting
import organising

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement, Flow
from sluis.portal.notifications.models import Message
from sluis.portal.organisations.models import ExchangeRole
from sluis.portal.rounds import counting, following, scheduling
from sluis.portal.rounds.days import Days
from sluis.portal.rounds.models import Round, Schedule
from sluis.portal.rounds.rights import FOLLOW
from sluis.portal.tasks.models import Task

_numbers = itertools.count(1)
DATA: dict[str, Any] = {
    "rhythm": "quarterly", "starts_on": date(2099, 1, 1), "test_after": "7 days", "provisional_after": "14 days",
    "final_after": "30 days", "sign_off": True, "reminders": [7, 1],
}  # fmt: skip
"""Of a calendar whose first round is 2099-Q1: it opens on 1 April, test 7 April, provisional 14 April, final 30 April."""


def moment(month: int, day: int, year: int = 2099) -> datetime:
    """Noon on a day."""
    return datetime(year, month, day, 12, tzinfo=UTC)


@dataclass
class Place:
    """A registry, and one source that delivers to it.

    Attributes:
        flow: of the source.
        planner: the registry's manager.
        deliverer: of the source.
        signer: of the source.
        clerk: the operator's contract manager.
        desk: the operator's service desk.
    """

    agreement: Agreement
    flow: Flow
    registry: Organisation
    planner: Person
    deliverer: Person
    signer: Person
    clerk: Person
    desk: Person
    sources: list[Flow] = field(default_factory=list)

    def actor(self, who: str, at: datetime | None = None) -> Actor:
        """One of them at work."""
        return casting.actor(getattr(self, who), at)

    @property
    def source(self) -> Organisation:
        """Who delivers."""
        found: Organisation = self.flow.organisation
        return found


def flow_to(name: str, home: Organisation | None = None) -> Flow:
    """A flow of a source to the recipient of this name in the exchange."""
    exchange = f"stroom-{next(_numbers)}"
    agreement = contracting.agree(home, flows=(contracting.flow(exchange, recipient=name),))
    found: Flow = Flow.everything.select_related("organisation", "agreement__current", "agreement__main").get(
        exchange=exchange, agreement=agreement
    )
    return found


def place(home: Organisation | None = None) -> Place:
    """A registry with a certificate, and a source under an agreement."""
    name = f"register-{next(_numbers)}"
    flow = flow_to(name, home)
    registry = casting.organisation(f"Register Verzonnen {next(_numbers)}")
    organising.certificate(registry, role=ExchangeRole.RECIPIENT.value, party_id=name)
    return Place(
        flow.agreement, flow, registry, casting.person(registry, Role.MANAGER),
        casting.person(flow.organisation, Role.DELIVERER), casting.person(flow.organisation, Role.CONTRACT_MANAGER),
        casting.person(contracting.operator(), Role.CONTRACT_MANAGER),
        casting.person(contracting.operator(), Role.SERVICE_DESK), [flow],
    )  # fmt: skip


def scheduled(there: Place, **more: Any) -> Schedule:
    """A calendar, made by the registry."""
    return scheduling.plan(there.actor("planner", moment(1, 5)), flow=there.flow, data=DATA | more)


def opened(there: Place, **more: Any) -> Round:
    """The first round of a calendar, on the day on which it opens."""
    made = scheduled(there, **more)
    follow(moment(4, 1))
    return fresh(made.rounds.order_by("starts_on")[0])


def follow(at: datetime) -> int:
    """What the clock does at a moment."""
    return following.follow(casting.tester(at))


def deliver(found: Round, at: datetime, *, delivery: str = "", mode: str = "replace", test: bool = False) -> Round:
    """A delivery counts, as deliveries have it."""
    with changing(casting.tester(at), FOLLOW, on=found) as change:
        change.record("test.made", found)
        name = delivery or f"levering-{next(_numbers)}"
        return counting.delivered(change, found, delivery=name, mode=mode, test=test, at=at)


def undo(found: Round, delivery: str, at: datetime) -> Round:
    """A delivery counts no more."""
    with changing(casting.tester(at), FOLLOW, on=found) as change:
        change.record("test.made", found)
        return counting.undone(change, found, delivery=delivery)


def fresh(found: Round) -> Round:
    """As it is now."""
    now: Round = Round.everything.select_related("schedule__flow", "organisation", "recipient").get(pk=found.pk)
    return now


def tasks(kind: str) -> list[Task]:
    """Those that are open."""
    return list(Task.everything.filter(kind=kind, state=Task.State.OPEN))


def mails(name: str) -> int:
    """How many there are of a template."""
    return int(Message.everything.filter(template=f"rounds/{name}").count())


def by_hand(there: Place, **more: date) -> Round:
    """A round that is open today: since yesterday, and for thirty days; for pages, whose clock is the real one."""
    today = casting.today()
    made = scheduling.plan(
        casting.tester(), flow=there.flow,
        data={"rhythm": "by-hand", "starts_on": today.replace(day=1), "sign_off": True, "reminders": [7]},
    )  # fmt: skip
    said = {
        "starts_on": today - timedelta(days=90), "ends_on": today - timedelta(days=2),
        "opens_on": today - timedelta(days=1), "final_until": today + timedelta(days=30),
    } | more  # fmt: skip
    found = scheduling.add(casting.tester(casting.now() - timedelta(days=2)), schedule=made, days=Days(**said))
    follow(casting.now())
    return fresh(found)
