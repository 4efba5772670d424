"""Whatever people do and however the clock jumps: time never gets less, and nothing goes back or happens twice by itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import calendaring
import casting
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from organising import events

from sluis.portal.rounds import answering, deciding, extending, scheduling
from sluis.portal.rounds.days import Days
from sluis.portal.rounds.models import Extension, Round, State
from sluis.refusals import Refused

pytestmark = pytest.mark.usefixtures("sqlite")
FIRST = date(2099, 4, 1)
BY_THE_CLOCK = {
    State.PLANNED: {State.OPEN, State.LATE}, State.OPEN: {State.LATE}, State.PROVISIONAL: {State.LATE},
}  # fmt: skip
MOVES = (
    "deliver", "test", "nothing", "sign-off", "again", "ask", "grant", "refuse", "extend", "reopen", "decline", "close",
    "undo",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from((*MOVES, "clock", "clock", "clock")), st.integers(-20, 60)), min_size=1, max_size=14
)


def act(there: calendaring.Place, move: str, found: Round, at: datetime, day: date) -> None:
    """One thing that somebody does; what is refused changes nothing."""
    source, planner = there.actor("deliverer", at), there.actor("planner", at)
    asked = Extension.everything.filter(round=found, decision="asked").first()
    ways: dict[str, Callable[[], object]] = {
        "deliver": lambda: calendaring.deliver(found, at),
        "test": lambda: calendaring.deliver(found, at, test=True),
        "undo": lambda: calendaring.undo(found, found.delivery or "geen", at),
        "nothing": lambda: answering.declare_nothing(source, round=found, reason="Niets"),
        "sign-off": lambda: answering.sign_off(there.actor("signer", at), round=found),
        "again": lambda: answering.ask_again(source, round=found, reason="Opnieuw"),
        "ask": lambda: extending.ask(source, round=found, until=day, reason="Te druk"),
        "grant": lambda: asked and extending.grant(planner, extension=asked, until=day),
        "refuse": lambda: asked and extending.refuse(planner, extension=asked, answer="Nee"),
        "extend": lambda: extending.extend(planner, round=found, until=day, reason="Storing"),
        "reopen": lambda: deciding.reopen(planner, round=found, until=day, reason="Vooruit"),
        "decline": lambda: deciding.decline(planner, round=found, reason="Nee"),
        "close": lambda: deciding.close(planner, round=found, reason="Klaar"),
    }
    ways[move]()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_walk(steps: list[tuple[str, int]]) -> None:
    there, found = _round()
    at = datetime(2099, 3, 20, 12, tzinfo=UTC)
    for move, days in steps:
        before = calendaring.fresh(found)
        if move == "clock":
            at += timedelta(days=days)  # also back, as clocks are set
            calendaring.follow(at)
            after = calendaring.fresh(found)
            allowed = {before.state} | BY_THE_CLOCK.get(State(before.state), set())
            assert after.state in allowed and after.final_until == before.final_until
            assert after.delivery == before.delivery
        else:
            try:
                act(there, move, before, at, at.date() + timedelta(days=days))
            except Refused:
                assert _values(calendaring.fresh(found)) == _values(before)
        after = calendaring.fresh(found)
        assert after.final_until >= before.final_until >= found.first_until
        assert len(after.reminded) == len(set(after.reminded))
        assert calendaring.follow(at) == 0 or move != "clock"  # once is enough
    opened = [each for each in events("round.opened") if each.objects["round"] == str(found.pk)]
    assert len(opened) <= 1


def _round() -> tuple[calendaring.Place, Round]:
    """A round that is planned, with a day of each kind."""
    there = calendaring.place()
    schedule = calendaring.scheduled(there, rhythm="by-hand", final_after="")
    days = Days(FIRST, FIRST, FIRST, date(2099, 4, 30), date(2099, 4, 7), date(2099, 4, 14))
    actor = casting.tester(calendaring.moment(1, 5))
    return there, scheduling.add(actor, schedule=schedule, days=days)


def _values(found: Round) -> dict[str, object]:
    return {field.name: getattr(found, field.attname) for field in Round._meta.concrete_fields}
