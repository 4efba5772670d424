"""From when a subprocessor can start and until when one can object follow from the regime, whatever the day."""

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sluis.agreement import steps
from sluis.agreement.contract import Contract, Party
from sluis.agreement.grounds import GroundKind
from sluis.agreement.life import after
from sluis.agreement.regime import SubprocessorRegime, Subprocessors
from sluis.agreement.standing import Standing
from sluis.agreement.standing import State as State_
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.deadlines import ZONE, Term, Unit, day_of
from sluis.portal.subprocessors.counting import State, Terms, terms_of
from sluis.portal.subprocessors.models import Subnotice

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
OBJECTION = Subprocessors()


def noon(day: date) -> datetime:
    """In the Netherlands."""
    return datetime.combine(day, time(12), ZONE).astimezone(UTC)


def later(day: date, months: int) -> date:
    """By the calendar, without our own arithmetic."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@pytest.mark.covers("Z-76", "I-50", "A7")
@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        (EXCHANGE.subprocessors, Terms(State.OPEN, date(2027, 2, 2), date(2027, 2, 2))),
        (replace(EXCHANGE.subprocessors, objection=Term.read("30 days")), Terms(State.OPEN, date(2027, 2, 2), date(2026, 12, 2))),
        (OUTCOMES.subprocessors, Terms(State.INFORMED, date(2026, 11, 2), None)),
        (replace(OUTCOMES.subprocessors, notice=Term.read("1 month")), Terms(State.INFORMED, date(2026, 12, 2), None)),
        (OFFICE.subprocessors, Terms(State.CLOSED, None, None)),
    ],
)  # fmt: skip
def test_terms_follow_from_the_regime(agreed: Subprocessors, expected: Terms) -> None:
    assert terms_of(agreed, noon(date(2026, 11, 2))) == expected


@pytest.mark.covers("Z-76")
@given(told=DAYS, months=st.integers(1, 12))
@example(told=date(2023, 11, 30), months=3)  # ends on a leap day
@example(told=date(2024, 2, 29), months=12)
@example(told=date(2026, 8, 31), months=3)
@example(told=date(2026, 12, 31), months=2)
@example(told=date(2026, 3, 29), months=7)  # both ends on the day that clocks change
def test_months_are_counted_by_the_calendar(told: date, months: int) -> None:
    agreed = replace(OBJECTION, notice=Term(months, Unit.MONTHS))
    assert terms_of(agreed, noon(told)) == Terms(State.OPEN, later(told, months), later(told, months))


@given(told=DAYS, notice=st.integers(1, 200), objection=st.integers(1, 200))
def test_nobody_starts_while_one_can_object(told: date, notice: int, objection: int) -> None:
    agreed = replace(OBJECTION, notice=Term(notice, Unit.DAYS), objection=Term(objection, Unit.DAYS))
    terms = terms_of(agreed, noon(told))
    made = Subnotice(state=terms.state, earliest_start=terms.earliest_start, objection_until=terms.objection_until)
    assert terms.objection_until == told + timedelta(days=objection)
    assert made.first_day == told + timedelta(days=max(notice, objection + 1))
    assert made.takes_objection(told + timedelta(days=objection))
    assert not made.takes_objection(told + timedelta(days=objection + 1))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), date(2026, 8, 1)),  # half past midnight, in summer
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # the night in which clocks go back
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_the_day_of_telling_is_that_of_the_netherlands(moment: datetime, day: date) -> None:
    assert day_of(moment) == day
    assert terms_of(OBJECTION, moment).earliest_start == later(day, 3)


@pytest.mark.covers("Z-78")
@given(told=DAYS, period=st.integers(1, 6), notice=st.integers(1, 12))
@example(told=date(2025, 8, 31), period=6, notice=6)  # 28 February, and then 28 August
@example(told=date(2023, 11, 29), period=3, notice=12)  # a leap day, and the year after
def test_notice_after_an_objection_counts_from_the_last_day_of_its_period(told: date, period: int, notice: int) -> None:
    agreed = replace(OBJECTION, objection=Term(period, Unit.MONTHS), termination_notice=Term(notice, Unit.MONTHS))
    contract = Contract("VO-1", 1, Party("A"), Party("B"), regime=replace(EXCHANGE, subprocessors=agreed))
    until = terms_of(agreed, noon(told)).objection_until
    assert until is not None
    at = noon(until)
    standing = after(contract, Standing(State_.IN_FORCE), steps.Object(until=until), at)
    left = after(contract, standing, steps.GiveNotice(ground=GroundKind.OBJECTION), at)
    assert left.ends_on == later(later(told, period), notice)


def test_every_regime_has_terms() -> None:
    for regime in SubprocessorRegime:
        assert terms_of(replace(OBJECTION, regime=regime), noon(date(2026, 1, 31))).state
