"""Office days: the Dutch public holidays as they are, day by day, and the counting of office days."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluis.deadlines import DUTCH, OfficeCalendar, public_holidays

# Written out by hand from the calendars that the Dutch government publishes (rijksoverheid.nl, "Officiële feestdagen"),
# with Easter from the ecclesiastical tables: New Year, Easter Sunday and Monday, King's Day, Liberation Day when it is a
# day off, Ascension Day, Whit Sunday and Monday, Christmas.
HOLIDAYS = {
    2024: "01-01 03-31 04-01 04-27 05-09 05-19 05-20 12-25 12-26",
    2025: "01-01 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26",
    2026: "01-01 04-05 04-06 04-27 05-14 05-24 05-25 12-25 12-26",
    2027: "01-01 03-28 03-29 04-27 05-06 05-16 05-17 12-25 12-26",
    2028: "01-01 04-16 04-17 04-27 05-25 06-04 06-05 12-25 12-26",
    2029: "01-01 04-01 04-02 04-27 05-10 05-20 05-21 12-25 12-26",
    2030: "01-01 04-21 04-22 04-27 05-05 05-30 06-09 06-10 12-25 12-26",
    2031: "01-01 04-13 04-14 04-26 05-22 06-01 06-02 12-25 12-26",
    2032: "01-01 03-28 03-29 04-27 05-06 05-16 05-17 12-25 12-26",
}
GOOD_FRIDAYS = "2024-03-29 2025-04-18 2026-04-03 2027-03-26 2028-04-14 2029-03-30 2030-04-19 2031-04-11 2032-03-26"

days = st.dates(date(1990, 1, 2), date(2150, 1, 1))
closing = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40)


@pytest.mark.parametrize("year", HOLIDAYS)
def test_public_holidays_are_exactly_those_of_the_year(year: int) -> None:
    assert public_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in HOLIDAYS[year].split()}


@pytest.mark.parametrize("day", GOOD_FRIDAYS.split())
def test_good_friday_is_an_office_day(day: str) -> None:
    assert DUTCH.is_office_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2025-05-05", False),
        ("2026-05-05", True),
        ("2027-05-05", True),
        ("2028-05-05", True),
        ("2029-05-04", True),
        ("2035-05-05", False),  # a Saturday, and a holiday
        ("2040-05-05", False),  # a Saturday
        ("2045-05-05", False),  # a Friday
        ("2025-04-26", False),  # King's Day, on a Saturday because the 27th is a Sunday
        ("2025-04-28", True),  # the Monday after it is ordinary
        ("2026-04-27", False),
        ("2026-04-30", True),  # Queen's Day is no more
        ("2026-12-24", True),
        ("2026-12-31", True),
        ("2026-12-28", True),  # the Monday after a Christmas that took the Saturday
    ],
)
def test_day_is_an_office_day_or_not(day: str, open_: bool) -> None:
    assert DUTCH.is_office_day(date.fromisoformat(day)) is open_


@pytest.mark.parametrize("year", [1900, 1965, 1966, 2100, 2101, 2500, 2999])
def test_holidays_do_not_end_where_the_library_s_own_list_does(year: int) -> None:
    assert 8 <= len(public_holidays(year)) <= 10


def test_easter_is_a_sunday_in_spring_in_every_year_that_counts() -> None:
    for year in range(1900, 3000):
        spring = {day for day in public_holidays(year) if date(year, 3, 22) <= day <= date(year, 4, 26)}
        assert any(day.weekday() == 6 and day + timedelta(days=1) in public_holidays(year) for day in spring)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-06", 1, "2026-03-09"),  # Friday
        ("2026-03-07", 1, "2026-03-09"),  # Saturday
        ("2026-03-08", 2, "2026-03-10"),  # Sunday
        ("2026-04-02", 1, "2026-04-03"),  # Good Friday counts
        ("2026-04-02", 2, "2026-04-07"),  # Easter Monday does not
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),  # New Year on a Friday
        ("2026-05-13", 1, "2026-05-15"),  # Ascension Day
        ("2026-04-24", 10, "2026-05-11"),  # King's Day; Liberation Day is ordinary
        ("2025-04-24", 10, "2025-05-09"),  # King's Day on a Saturday; Liberation Day is off
        ("2028-02-28", 2, "2028-03-01"),  # leap day
        ("2026-03-03", -1, "2026-03-02"),
        ("2026-03-09", -1, "2026-03-06"),
        ("2026-04-07", -1, "2026-04-03"),
        ("2026-03-08", -1, "2026-03-06"),
    ],
)
def test_office_days_are_counted_from_the_day_after(day: str, count: int, found: str) -> None:
    assert DUTCH.office_day(date.fromisoformat(day), count) == date.fromisoformat(found)


def test_closing_days_of_an_operator_do_not_count() -> None:
    closed = OfficeCalendar(closing_days=frozenset({date(2026, 5, 15), date(2026, 12, 31)}))
    assert closed.office_day(date(2026, 5, 13), 1) == date(2026, 5, 18)
    assert closed.office_day(date(2026, 12, 30), 1) == date(2027, 1, 4)


def test_an_office_that_closes_before_it_opens_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="opens"):
        OfficeCalendar(opens=time(17), closes=time(9))


@given(days, st.integers(1, 300), closing)
def test_counting_office_days_never_lands_on_a_closed_day(day: date, count: int, closed: frozenset[date]) -> None:
    calendar = OfficeCalendar(closed)
    for sign in (1, -1):
        found = calendar.office_day(day, sign * count)
        assert calendar.is_office_day(found) and found not in closed and found.weekday() < 5
        first, last = sorted((day, found))
        between = (first + timedelta(days=number) for number in range((last - first).days + 1))
        assert sum(calendar.is_office_day(each) for each in between if each != day) == count


@given(days, st.integers(1, 60), st.integers(1, 60))
def test_office_days_are_added_one_after_another(day: date, some: int, more: int) -> None:
    assert DUTCH.office_day(DUTCH.office_day(day, some), more) == DUTCH.office_day(day, some + more)
