"""Periods, their names, and their last days."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluis.deadlines import DUTCH, Term
from sluis.portal.rounds.days import Days, days_of, is_meant, name_of, periods, plain
from sluis.refusals import Refused
from sluis.refusals.catalogue import rounds as codes

FINAL = Term.read("21 days")
FIRSTS = st.builds(date, st.integers(2000, 2090), st.integers(1, 12), st.just(1))


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026-H2"),
        (date(2026, 7, 1), date(2026, 9, 30), "2026-Q3"),
        (date(2028, 2, 1), date(2028, 2, 29), "2028-02"),
        (date(2026, 5, 1), date(2026, 7, 31), "2026-05/2026-07"),
        (date(2025, 8, 1), date(2026, 7, 31), "2025-08/2026-07"),
        (date(2026, 1, 1), date(2027, 12, 31), "2026-01/2027-12"),
        (date(2026, 5, 4), date(2026, 7, 31), "2026-05-04/2026-07-31"),
    ],
)
def test_a_period_is_called_as_people_call_it(first: date, last: date, name: str) -> None:
    assert name_of(first, last) == name


@given(FIRSTS, st.sampled_from([1, 3, 6, 12]))
def test_periods_join_without_gap_and_have_names_of_their_own(first: date, months: int) -> None:
    found = list(islice(periods(first, months), 30))
    for (_start, end), (following, _end) in pairwise(found):
        assert end + timedelta(days=1) == following
    assert found[0][0] == first
    assert len({plain(name_of(*each)) for each in found}) == 30


def test_a_period_starts_on_the_first_of_a_month() -> None:
    with pytest.raises(Refused) as refused:
        next(periods(date(2026, 1, 2), 3))
    assert refused.value.code is codes.DAYS_CROSSED


def test_a_last_day_on_which_offices_are_closed_moves_to_the_next_office_day() -> None:
    # 30 September and 87 days is Boxing Day; the next office day is Monday the 28th.
    found = days_of(date(2026, 7, 1), date(2026, 9, 30), final=Term.read("87 days"))
    assert found.final_until == date(2026, 12, 28)
    assert found.opens_on == date(2026, 10, 1)
    assert days_of(date(2026, 7, 1), date(2026, 9, 30), final=Term.read("2 office days")).final_until == date(
        2026, 10, 2
    )


@given(FIRSTS, st.integers(1, 60), st.integers(1, 60), st.integers(1, 60))
def test_days_are_in_order_or_refused(first: date, test: int, provisional: int, final: int) -> None:
    last = first + timedelta(days=89)
    terms = {name: Term.read(f"{n} day{'s' * (n > 1)}") for name, n in (("test", test), ("provisional", provisional))}
    try:
        found = days_of(first, last, final=Term.read(f"{final} day{'s' * (final > 1)}"), **terms)
    except Refused as refused:
        assert refused.code is codes.DAYS_CROSSED and (provisional >= final or test > final)
        return
    assert found.test_until is not None and last < found.opens_on <= found.test_until <= found.final_until
    assert found.provisional_until is None or found.provisional_until < found.final_until
    named = (found.test_until, found.provisional_until, found.final_until)
    assert all(DUTCH.is_office_day(day) for day in named if day)


def test_days_by_hand_are_in_order_as_well() -> None:
    day = date(2026, 7, 1)
    for wrong in (
        {"ends_on": day - timedelta(days=1)},
        {"final_until": day - timedelta(days=1)},
        {"test_until": day + timedelta(days=10)},
        {"provisional_until": day + timedelta(days=9)},
        {"provisional_until": day - timedelta(days=1)},
    ):
        said = {"starts_on": day, "ends_on": day, "opens_on": day, "final_until": day + timedelta(days=9)} | wrong
        with pytest.raises(Refused):
            Days(**said)


def test_one_name_in_several_spellings() -> None:
    assert plain("2026-Q3") == plain("2026 q3") == plain("2026q3") != plain("2026-Q4")


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("2026-3", "2026-Q3", True), ("2026K3", "2026-Q3", True), ("2026 kwartaal 3", "2026-Q3", True),
        ("2026-03", "2026-Q3", False), ("2026-Q3", "2026-Q3", True), ("2026-4", "2026-Q3", False),
        ("2025-3", "2026-Q3", False), ("2026-H2", "2026-Q2", False), ("2026-2", "2026-H2", True),
        ("2026-7", "2026-07", True), ("2026-Q7", "2026-07", False), ("2026", "2026-Q3", False), ("", "2026-Q3", False),
        ("2026-12", "2026-12", True), ("2026-1", "2026-12", False),
    ],
)  # fmt: skip
def test_a_period_is_written_in_many_ways(text: str, name: str, meant: bool) -> None:
    assert is_meant(text, name) is meant
