"""Contracts that renew themselves: their periods, and notice in time and late."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluis.deadlines import Period, RenewingContract, Term, months_after
from sluis.refusals import Refused

YEAR, QUARTER = Term.read("1 year"), Term.read("3 months")
day = date.fromisoformat
days = st.dates(date(1990, 1, 2), date(2150, 1, 1))
contracts = st.builds(
    RenewingContract,
    days,
    st.sampled_from([YEAR, QUARTER, Term.read("1 month"), Term.read("3 years"), Term.read("18 months")]),
    st.sampled_from([YEAR, Term.read("1 month"), Term.read("6 months")]),
    st.sampled_from(
        [QUARTER, Term.read("1 month"), Term.read("14 months"), Term.read("30 days"), Term.read("5 office days")]
    ),
)


def yearly(starts: str) -> RenewingContract:
    return RenewingContract(day(starts), YEAR, YEAR, QUARTER)


@pytest.mark.parametrize(
    ("starts", "ends", "last_notice"),
    [
        ("2026-01-01", "2026-12-31", "2026-09-30"),
        ("2026-03-15", "2027-03-14", "2026-12-14"),
        ("2026-03-01", "2027-02-28", "2026-11-28"),
        ("2027-03-01", "2028-02-29", "2027-11-29"),  # the period holds a leap day
        ("2028-02-29", "2029-02-28", "2028-11-28"),
        ("2026-06-01", "2027-05-31", "2027-02-28"),  # February has no 31st
        ("2027-06-01", "2028-05-31", "2028-02-29"),
    ],
)
def test_first_period_and_its_last_notice_day(starts: str, ends: str, last_notice: str) -> None:
    contract = yearly(starts)
    first = next(contract.periods())
    assert first == Period(day(starts), day(ends)) and contract.last_notice_day(first) == day(last_notice)


@pytest.mark.parametrize(
    ("given_on", "ends"),
    [
        ("2026-03-15", "2027-03-14"),  # on the first day
        ("2026-12-14", "2027-03-14"),  # the last day in time
        ("2026-12-15", "2028-03-14"),  # a day late: the next period
        ("2027-03-14", "2028-03-14"),
        ("2027-12-14", "2028-03-14"),
        ("2027-12-15", "2029-03-14"),
        ("2026-01-01", "2027-03-14"),  # before it began
    ],
)
def test_notice_in_time_ends_this_period_and_late_notice_the_next(given_on: str, ends: str) -> None:
    assert yearly("2026-03-15").ends_after_notice(day(given_on)) == day(ends)


def test_a_contract_goes_on_with_periods_of_the_renewal() -> None:
    contract = RenewingContract(day("2026-04-01"), Term.read("3 years"), YEAR, Term.read("6 months"))
    assert [period.ends for period in islice(contract.periods(), 3)] == [
        day("2029-03-31"),
        day("2030-03-31"),
        day("2031-03-31"),
    ]
    assert contract.ends_after_notice(day("2028-09-30")) == day("2029-03-31")
    assert contract.ends_after_notice(day("2028-10-01")) == day("2030-03-31")


def test_short_months_do_not_shorten_later_periods() -> None:
    monthly = RenewingContract(day("2026-01-31"), Term.read("1 month"), Term.read("1 month"), Term.read("10 days"))
    starts = [period.starts for period in islice(monthly.periods(), 5)]
    assert starts == [day(text) for text in ("2026-01-31", "2026-03-01", "2026-03-31", "2026-05-01", "2026-05-31")]
    leap = [period.starts for period in islice(yearly("2028-02-29").periods(), 5)]
    assert leap == [day(text) for text in ("2028-02-29", "2029-03-01", "2030-03-01", "2031-03-01", "2032-02-29")]


@pytest.mark.parametrize(
    ("on", "ends"),
    [("2026-01-01", "2027-03-14"), ("2027-03-14", "2027-03-14"), ("2027-03-15", "2028-03-14")],
)
def test_period_of_a_day(on: str, ends: str) -> None:
    assert yearly("2026-03-15").period_on(day(on)).ends == day(ends)


@given(contracts)
def test_periods_follow_each_other_without_a_gap(contract: RenewingContract) -> None:
    for earlier, later in pairwise(islice(contract.periods(), 40)):
        assert earlier.starts <= earlier.ends and later.starts == earlier.ends + timedelta(days=1)


@given(contracts, days)
def test_notice_ends_the_first_period_for_which_it_is_in_time(contract: RenewingContract, given_on: date) -> None:
    ends = contract.ends_after_notice(given_on)
    for period in contract.periods():
        if period.ends == ends:
            assert given_on <= contract.last_notice_day(period)
            break
        assert given_on > contract.last_notice_day(period)


@given(days, days)
def test_three_months_lie_between_notice_and_end(starts: date, given_on: date) -> None:
    assert months_after(given_on, 3) <= RenewingContract(starts, YEAR, YEAR, QUARTER).ends_after_notice(given_on)


@pytest.mark.parametrize("wrong", ["24 hours", "30 days", "10 office days"])
def test_a_period_is_in_months_or_years(wrong: str) -> None:
    for length, renewal in ((Term.read(wrong), YEAR), (YEAR, Term.read(wrong))):
        with pytest.raises(Refused, match="2293"):
            RenewingContract(day("2026-01-01"), length, renewal, QUARTER)
    with pytest.raises(Refused, match="2292"):
        RenewingContract(day("2026-01-01"), YEAR, YEAR, Term.read("24 hours"))
