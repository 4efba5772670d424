"""However versions come, one holds at a time, and each until the day before the next begins."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluis.portal.specifications.periods import Period, place

START = date(2026, 1, 1)
DAYS = 60


def day(number: int) -> date:
    return START + timedelta(days=number)


periods = st.tuples(st.integers(0, DAYS), st.none() | st.integers(0, DAYS)).map(
    lambda pair: Period(day(pair[0]), None if pair[1] is None else day(pair[0] + pair[1]))
)


def take(held: dict[int, Period], key: int, wanted: Period) -> dict[int, Period]:
    """Let one take its place, as the service does."""
    placed = place(wanted, held.items())
    left = {name: period for name, period in held.items() if name not in placed.replaced}
    left |= {name: Period(left[name].first, last) for name, last in placed.shortened.items()}
    return left | {key: placed.period}


@pytest.mark.covers("Z-23")
@given(st.lists(periods, max_size=8))
def test_no_two_ever_hold_on_one_day(wanted: list[Period]) -> None:
    held: dict[int, Period] = {}
    for key, period in enumerate(wanted):
        before = held
        held = take(held, key, period)
        for number in range(2 * DAYS + 5):
            holding = [name for name, each in held.items() if each.holds(day(number))]
            assert len(holding) <= 1, (number, holding, held)
        assert held[key].first == period.first and (
            period.last is None or (held[key].last or period.first) <= period.last
        )
        for name, each in before.items():  # an older one loses only days from where the newer begins
            kept = held.get(name)
            assert kept is None or (kept.first == each.first and kept.first <= (kept.last or kept.first))
            if kept != each:
                assert period.first == each.first if kept is None else kept.last == period.first - timedelta(days=1)


@given(periods, periods)
def test_meeting_is_having_a_day_in_common(one: Period, other: Period) -> None:
    common = any(one.holds(day(number)) and other.holds(day(number)) for number in range(3 * DAYS))
    assert one.meets(other) is other.meets(one) is common


def test_newer_one_is_limited_by_what_was_planned_after_it() -> None:
    placed = place(Period(day(5)), [("now", Period(day(0), day(19))), ("next", Period(day(20)))])
    assert placed.period == Period(day(5), day(19)) and placed.shortened == {"now": day(4)} and not placed.replaced
    assert place(Period(day(20)), [("next", Period(day(20)))]).replaced == {"next"}
