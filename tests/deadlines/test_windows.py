"""Service windows: every moment falls into exactly one, and time is lost nowhere."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.moments import moments, nl
from sluis.deadlines import (
    DUTCH,
    OfficeCalendar,
    ServiceWindow,
    after_office_time,
    before_office_time,
    office_time,
    time_in,
    window_at,
)

HOUR = timedelta(hours=1)
amounts = st.timedeltas(timedelta(0), timedelta(hours=400))
spans = st.tuples(moments, st.timedeltas(timedelta(0), timedelta(days=60))).map(lambda one: (one[0], one[0] + one[1]))


@pytest.mark.covers("P-51")
@pytest.mark.parametrize(
    ("moment", "window"),
    [
        ("2026-03-02T00:00", 3),  # Monday
        ("2026-03-02T08:59:59", 3),
        ("2026-03-02T09:00", 1),
        ("2026-03-02T16:59:59", 1),
        ("2026-03-02T17:00", 2),
        ("2026-03-02T23:59:59", 2),
        ("2026-03-03T00:00", 3),
        ("2026-03-06T23:59:59", 2),  # Friday evening
        ("2026-03-07T00:00", 3),  # Saturday, all day
        ("2026-03-07T12:00", 3),
        ("2026-03-07T18:00", 3),
        ("2026-03-08T12:00", 3),  # Sunday
        ("2026-04-03T12:00", 1),  # Good Friday
        ("2026-04-06T12:00", 3),  # Easter Monday
        ("2026-04-06T20:00", 3),
        ("2026-04-27T12:00", 3),  # King's Day
        ("2026-05-05T12:00", 1),  # Liberation Day, not a day off this year
        ("2025-05-05T12:00", 3),  # and a day off in this one
        ("2026-12-25T12:00", 3),
        ("2026-12-31T23:59:59", 2),
        ("2027-01-01T00:00", 3),
        ("2026-03-29T03:00", 3),  # summer time begins
        ("2026-03-30T09:00", 1),
        ("2026-10-26T08:59:59", 3),  # winter time has begun
        ("2026-10-26T09:00", 1),
    ],
)
def test_moment_falls_into_its_window(moment: str, window: int) -> None:
    assert window_at(nl(moment)) == window


@pytest.mark.parametrize(
    ("moment", "window"),
    [
        ("2026-07-01T07:00+00:00", 1),  # 09:00 in summer
        ("2026-07-01T06:59:59+00:00", 3),
        ("2026-12-01T08:00+00:00", 1),  # 09:00 in winter
        ("2026-12-01T07:59:59+00:00", 3),
        ("2026-07-01T11:00-04:00", 2),  # 17:00 in summer
        ("2026-07-02T03:00+10:00", 2),  # 19:00 the day before
    ],
)
def test_zone_in_which_a_moment_is_written_does_not_matter(moment: str, window: int) -> None:
    assert window_at(datetime.fromisoformat(moment)) == window


@pytest.mark.covers("P-51")
@given(moments, st.frozensets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=5))
def test_every_moment_falls_into_exactly_one_window(moment: datetime, closed: frozenset[date]) -> None:
    calendar = OfficeCalendar(closed)
    microsecond = timedelta(microseconds=1)
    holding = {
        window for window in ServiceWindow if time_in(window, moment, moment.astimezone(UTC) + microsecond, calendar)
    }
    assert holding == {window_at(moment, calendar)}


@given(spans)
def test_windows_add_up_to_the_time_that_passed(span: tuple[datetime, datetime]) -> None:
    start, end = (moment.astimezone(UTC) for moment in span)
    assert sum((time_in(window, start, end) for window in ServiceWindow), timedelta()) == end - start


@given(spans, st.floats(0, 1), st.sampled_from(ServiceWindow))
def test_time_in_a_window_adds_up_over_any_split(
    span: tuple[datetime, datetime], part: float, window: ServiceWindow
) -> None:
    start, end = (moment.astimezone(UTC) for moment in span)
    middle = start + (end - start) * part
    assert time_in(window, start, middle) + time_in(window, middle, end) == time_in(window, start, end)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02T09:00", "2026-03-02T17:00", 8),
        ("2026-03-02T00:00", "2026-03-03T00:00", 8),
        ("2026-03-02T16:00", "2026-03-03T10:00", 2),
        ("2026-03-06T16:30", "2026-03-09T09:30", 1),  # over a weekend
        ("2026-04-03T16:00", "2026-04-07T10:00", 2),  # over Easter
        ("2026-03-27T16:00", "2026-03-30T10:00", 2),  # over the beginning of summer time
        ("2026-10-23T16:00", "2026-10-26T10:00", 2),  # over its end
        ("2026-12-31T16:00", "2027-01-04T10:00", 2),  # over New Year
        ("2026-03-02T17:00", "2026-03-03T09:00", 0),
        ("2026-03-02T10:00", "2026-03-02T10:00", 0),
    ],
)
def test_office_time_is_the_time_in_which_the_office_is_open(start: str, end: str, hours: int) -> None:
    assert office_time(nl(start), nl(end)) == hours * HOUR


def test_nights_of_both_clock_changes_have_their_real_length() -> None:
    assert time_in(ServiceWindow.REST, nl("2026-03-29T00:00"), nl("2026-03-30T00:00")) == 23 * HOUR
    assert time_in(ServiceWindow.REST, nl("2026-10-25T00:00"), nl("2026-10-26T00:00")) == 25 * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02T09:00", 8, "2026-03-02T17:00"),
        ("2026-03-02T09:00", 9, "2026-03-03T10:00"),
        ("2026-03-02T16:00", 8, "2026-03-03T16:00"),
        ("2026-03-06T16:00", 8, "2026-03-09T16:00"),
        ("2026-03-07T12:00", 1, "2026-03-09T10:00"),
        ("2026-03-02T05:00", 1, "2026-03-02T10:00"),
        ("2026-03-02T20:00", 40, "2026-03-09T17:00"),
        ("2026-04-02T17:00", 16, "2026-04-07T17:00"),  # Good Friday and the Tuesday after Easter
        ("2026-03-02T20:00", 0, "2026-03-02T20:00"),
    ],
)
def test_office_time_has_passed_at(start: str, hours: int, end: str) -> None:
    assert after_office_time(nl(start), hours * HOUR) == nl(end)


@pytest.mark.parametrize(
    ("end", "hours", "start"),
    [
        ("2026-03-02T17:00", 8, "2026-03-02T09:00"),
        ("2026-03-02T20:00", 1, "2026-03-02T16:00"),
        ("2026-03-09T10:00", 2, "2026-03-06T16:00"),
        ("2026-03-08T10:00", 8, "2026-03-06T09:00"),
        ("2026-04-07T08:00", 8, "2026-04-03T09:00"),
    ],
)
def test_office_time_still_to_come_began_at(end: str, hours: int, start: str) -> None:
    assert before_office_time(nl(end), hours * HOUR) == nl(start)


@given(moments, amounts)
def test_adding_office_time_agrees_with_counting_it(start: datetime, amount: timedelta) -> None:
    end = after_office_time(start, amount)
    assert end.tzinfo is UTC and office_time(start, end) == amount
    if amount:
        assert office_time(start, end - timedelta(microseconds=1)) < amount, "it is the first such moment"


@given(moments, amounts)
def test_taking_office_time_off_agrees_with_counting_it(end: datetime, amount: timedelta) -> None:
    start = before_office_time(end, amount)
    assert start.tzinfo is UTC and office_time(start, end) == amount
    if amount:
        assert office_time(start + timedelta(microseconds=1), end) < amount, "it is the last such moment"


@given(moments, st.timedeltas(timedelta(0), timedelta(days=9)), amounts, amounts)
def test_later_starts_and_larger_amounts_never_end_earlier(
    start: datetime, later: timedelta, amount: timedelta, more: timedelta
) -> None:
    first = start.astimezone(UTC)
    assert after_office_time(first, amount) <= after_office_time(first + later, amount)
    assert after_office_time(first, amount) <= after_office_time(first, amount + more)


def test_other_office_hours_and_closing_days_move_the_windows() -> None:
    long = OfficeCalendar(frozenset({date(2026, 3, 3)}), time(8), time(18))
    assert [window_at(nl(f"2026-03-02T{hour}:00"), long) for hour in ("07", "08", "17", "18")] == [3, 1, 1, 2]
    assert window_at(nl("2026-03-03T12:00"), long) == 3
    assert office_time(nl("2026-03-02T00:00"), nl("2026-03-05T00:00"), long) == 20 * HOUR
    assert long.day_length == 10 * HOUR and DUTCH.day_length == 8 * HOUR


def test_time_that_runs_backwards_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="later end"):
        office_time(nl("2026-03-03T10:00"), nl("2026-03-02T10:00"))
    for use in (after_office_time, before_office_time):
        with pytest.raises(ValueError, match="below zero"):
            use(nl("2026-03-03T10:00"), -HOUR)
