"""Terms: their text, when they end, and the day before which something must be done."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deadlines.moments import moments, nl
from sluis.deadlines import OfficeCalendar, Term, Unit, months_after, worded
from sluis.refusals import Refused

terms = st.builds(Term, st.integers(1, 200), st.sampled_from(Unit))
days = st.dates(date(1990, 1, 2), date(2150, 1, 1))


@given(terms)
def test_a_term_is_read_back_from_its_text(term: Term) -> None:
    assert Term.read(str(term)) == term


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("1 hour", 1, Unit.HOURS),
        ("24 hours", 24, Unit.HOURS),
        ("4 office hours", 4, Unit.OFFICE_HOURS),
        ("30 days", 30, Unit.DAYS),
        ("1 office day", 1, Unit.OFFICE_DAYS),
        ("10 office days", 10, Unit.OFFICE_DAYS),
        ("3 months", 3, Unit.MONTHS),
        ("1 year", 1, Unit.YEARS),
    ],
)
def test_text_of_a_term(text: str, count: int, unit: Unit) -> None:
    assert Term.read(text) == Term(count, unit) and str(Term(count, unit)) == text


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "24", "hours", "24hours", "24  hours", " 24 hours", "24 hours ", "24 hours\n", "24 Hours", "-1 hours",
        "+1 hour", "0 hours", "024 hours", "1.5 hours", "1e3 days", "٣ months", "1 hours", "2 hour", "1 years", "3 week",
        "10 officedays", "10 office  days", "10 kantoordagen", "1 month 2 days", "24 hours, 3 days", "9999999 days",
        "1_0 days", None, 24, 24.0, True, ["24 hours"], {"count": 24}, b"24 hours",
    ],
)  # fmt: skip
def test_nonsense_is_no_term(text: object) -> None:
    with pytest.raises(Refused, match="2290"):
        Term.read(text)


@given(st.text(max_size=20))
def test_any_text_is_the_text_of_a_term_or_refused(text: str) -> None:
    try:
        assert str(Term.read(text)) == text
    except Refused as refused:
        assert refused.code.number in ("2290", "2291")


@pytest.mark.parametrize("text", ["201 years", "2401 months", "100000 days", "10000 office days", "100000 hours"])
def test_a_term_longer_than_anybody_means_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="2291"):
        Term.read(text)


@pytest.mark.parametrize(("count", "unit"), [(True, Unit.DAYS), (1.0, Unit.DAYS), ("1", Unit.DAYS), (1, "days")])
def test_a_term_of_other_types_is_a_mistake(count: object, unit: object) -> None:
    with pytest.raises(TypeError):
        Term(count, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, -1])
def test_a_term_of_nothing_is_refused(count: int) -> None:
    with pytest.raises(Refused, match="2291"):
        Term(count, Unit.HOURS)


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        ("2026-03-02T10:15", "24 hours", "2026-03-03T10:15"),
        ("2026-03-28T10:00", "24 hours", "2026-03-29T11:00"),  # an hour is skipped in between
        ("2026-10-24T10:00", "24 hours", "2026-10-25T09:00"),  # an hour comes twice
        ("2026-03-27T12:00", "72 hours", "2026-03-30T13:00"),
        ("2026-10-23T12:00", "72 hours", "2026-10-26T11:00"),
        ("2026-12-31T12:00", "72 hours", "2027-01-03T12:00"),
        ("2028-02-28T12:00", "24 hours", "2028-02-29T12:00"),
        ("2026-03-06T16:00", "2 office hours", "2026-03-09T10:00"),
        ("2026-03-02T10:15", "1 office day", "2026-03-03T17:00"),
        ("2026-03-02T08:00", "1 office day", "2026-03-03T17:00"),  # the day itself is not counted, early or late
        ("2026-03-02T23:59:59", "1 office day", "2026-03-03T17:00"),
        ("2026-03-07T12:00", "1 office day", "2026-03-09T17:00"),
        ("2026-04-24T12:00", "10 office days", "2026-05-11T17:00"),
        ("2026-12-18T12:00", "10 office days", "2027-01-05T17:00"),
        ("2026-01-15T10:00", "30 days", "2026-02-14T23:59:59"),
        ("2028-02-28T10:00", "2 days", "2028-03-01T23:59:59"),
        ("2026-01-31T10:00", "1 month", "2026-02-28T23:59:59"),
        ("2028-01-31T10:00", "1 month", "2028-02-29T23:59:59"),
        ("2026-11-30T10:00", "3 months", "2027-02-28T23:59:59"),
        ("2028-02-29T10:00", "1 year", "2029-02-28T23:59:59"),
        ("2028-02-29T10:00", "4 years", "2032-02-29T23:59:59"),
        ("2026-09-25T10:00", "1 month", "2026-10-25T23:59:59"),  # on the day of a clock change
    ],
)
def test_a_term_ends_at(start: str, text: str, end: str) -> None:
    assert Term.read(text).after(nl(start)) == nl(end)


def test_elapsed_hours_are_told_apart_in_the_hour_that_comes_twice() -> None:
    first, second = nl("2026-10-25T02:30"), nl("2026-10-25T02:30", fold=1)
    assert Term.read("1 hour").after(first) == second
    assert Term.read("24 hours").after(second) == nl("2026-10-26T02:30")


def test_a_day_begins_in_the_netherlands_whatever_the_zone_of_the_start() -> None:
    start = datetime.fromisoformat("2026-01-31T18:30-05:00")  # 1 February, half past midnight
    assert Term.read("1 month").after(start) == nl("2026-03-01T23:59:59")


@pytest.mark.parametrize(
    ("end", "text", "start"),
    [
        ("2026-03-29T11:00", "24 hours", "2026-03-28T10:00"),
        ("2026-03-30T12:00", "1 day", "2026-03-29T12:00"),
        ("2026-03-30T12:00", "2 days", "2026-03-28T12:00"),  # the same time on the clock
        ("2026-03-31T23:59:59", "1 month", "2026-02-28T23:59:59"),
        ("2026-04-07T17:00", "2 office days", "2026-04-02T17:00"),
        ("2026-03-09T10:00", "2 office hours", "2026-03-06T16:00"),
        ("2032-02-29T00:00", "1 year", "2031-02-28T00:00"),
    ],
)
def test_a_moment_this_long_before(end: str, text: str, start: str) -> None:
    assert Term.read(text).before(nl(end)) == nl(start)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-05-31", -3, "2026-02-28"),
        ("2028-05-31", -3, "2028-02-29"),
        ("2026-12-31", -3, "2026-09-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-15", -13, "2024-12-15"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", -12, "2027-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-02-28", 1, "2026-03-28"),  # a month's last day does not stick
        ("2026-06-15", 0, "2026-06-15"),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day: str, months: int, found: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(found)


@given(days, st.integers(-400, 400))
def test_months_go_to_the_month_that_is_meant(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months and found.day <= day.day
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@given(moments, terms)
def test_a_term_ends_after_its_start_in_utc(start: datetime, term: Term) -> None:
    end = term.after(start)
    assert end > start.astimezone(UTC) and end.tzinfo is UTC


@given(moments, terms)
def test_a_moment_before_lies_before(end: datetime, term: Term) -> None:
    assume(term.unit is not Unit.YEARS or term.count < 90)
    assert term.before(end) < end.astimezone(UTC)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), terms)
def test_what_starts_later_never_ends_earlier(start: datetime, later: timedelta, term: Term) -> None:
    assert term.after(start) <= term.after(start.astimezone(UTC) + later)


@given(moments, terms)
def test_a_longer_term_never_ends_earlier(start: datetime, term: Term) -> None:
    assume(term.count < 200)
    assert term.after(start) < Term(term.count + 1, term.unit).after(start)


@given(days, terms)
def test_notice_on_the_last_day_leaves_at_least_the_term(day: date, term: Term) -> None:
    assume(term.unit in (Unit.DAYS, Unit.MONTHS) or (term.unit is Unit.YEARS and term.count < 90))
    assert term.day_after(term.day_before(day)) <= day


@pytest.mark.parametrize("text", ["24 hours", "4 office hours"])
def test_hours_do_not_run_from_a_day(text: str) -> None:
    for use in (Term.read(text).day_after, Term.read(text).day_before):
        with pytest.raises(Refused, match="2292"):
            use(date(2026, 3, 2))


def test_office_time_of_a_term_follows_the_length_of_an_office_day() -> None:
    hour = timedelta(hours=1)
    assert Term.read("5 office days").office_time() == 40 * hour
    assert Term.read("4 office hours").office_time() == 4 * hour
    half = OfficeCalendar(closes=time(13))
    assert Term.read("5 office days").office_time(half) == 20 * hour
    for text in ("24 hours", "1 day", "1 month"):
        with pytest.raises(Refused, match="2294"):
            Term.read(text).office_time()


def test_months_of_a_term() -> None:
    assert Term.read("3 months").months == 3 and Term.read("2 years").months == 24
    for text in ("24 hours", "30 days", "10 office days"):
        with pytest.raises(Refused, match="2293"):
            _ = Term.read(text).months


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        ("1 hour", "1 uur"),
        ("24 hours", "24 uur"),
        ("1 office hour", "1 kantooruur"),
        ("4 office hours", "4 kantooruren"),
        ("1 day", "1 dag"),
        ("30 days", "30 dagen"),
        ("1 office day", "1 kantoordag"),
        ("10 office days", "10 kantoordagen"),
        ("1 month", "1 maand"),
        ("3 months", "3 maanden"),
        ("1 year", "1 jaar"),
        ("2 years", "2 jaar"),
    ],
)
def test_words_of_a_term(text: str, dutch: str) -> None:
    assert worded(Term.read(text), "nl") == dutch and worded(Term.read(text), "en") == text


def test_every_unit_has_words_of_its_own() -> None:
    said = {worded(Term(count, unit), "nl") for unit in Unit for count in (1, 2)}
    assert len(said) == 12
    with pytest.raises(ValueError, match="language"):
        worded(Term(1, Unit.DAYS), "fr")
