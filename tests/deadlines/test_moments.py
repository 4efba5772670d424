"""Only moments with a zone are moments, and only days are days."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given

from deadlines.moments import moments, nl
from sluis.deadlines import DUTCH, Deadline, Term, day_of, end_of_day, months_after, office_time, window_at
from sluis.deadlines.moments import local, utc
from sluis.refusals import Refused

NAIVE = datetime(2026, 3, 2, 10)
AWARE = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "use",
    [
        window_at,
        day_of,
        Deadline,
        lambda at: office_time(at, AWARE),
        lambda at: office_time(AWARE, at),
        lambda at: Deadline(AWARE, (at,)),
        lambda at: Deadline(AWARE).state(at),
        *(lambda at, text=text: Term.read(text).after(at) for text in ("1 hour", "1 office hour", "1 day", "1 month")),
        *(lambda at, text=text: Term.read(text).before(at) for text in ("1 hour", "1 office hour", "1 day", "1 year")),
    ],
)
def test_a_moment_without_a_zone_is_a_mistake(use) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="time zone"):
        use(NAIVE)


def test_a_day_is_no_moment_and_a_moment_is_no_day() -> None:
    with pytest.raises(TypeError):
        utc(date(2026, 3, 2))  # type: ignore[arg-type]
    for use in (end_of_day, Term.read("1 day").day_after, lambda day: months_after(day, 1)):
        with pytest.raises(TypeError):
            use(AWARE)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-31T23:00+00:00", "2026-02-01"),
        ("2026-01-31T22:59:59+00:00", "2026-01-31"),
        ("2026-07-31T22:00+00:00", "2026-08-01"),
        ("2026-07-31T21:59:59+00:00", "2026-07-31"),
        ("2026-12-31T18:00-05:00", "2027-01-01"),
    ],
)
def test_a_day_is_a_day_in_the_netherlands(moment: str, day: str) -> None:
    assert day_of(datetime.fromisoformat(moment)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-01-31", "2026-01-31T22:59:59+00:00"),
        ("2026-03-29", "2026-03-29T21:59:59+00:00"),  # to summer time on that day
        ("2026-10-25", "2026-10-25T22:59:59+00:00"),  # back on that day
    ],
)
def test_a_day_ends_with_its_last_second(day: str, end: str) -> None:
    assert end_of_day(date.fromisoformat(day)) == datetime.fromisoformat(end)


@pytest.mark.parametrize("far", [datetime.max, datetime.min, datetime(1899, 12, 31), datetime(3000, 1, 1)])
def test_years_that_nobody_means_are_refused_and_break_nothing(far: datetime) -> None:
    for zone in (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))):
        for use in (utc, window_at, Term.read("1 office day").after, Term.read("1 month").before, Deadline):
            with pytest.raises(Refused, match="2295"):
                use(far.replace(tzinfo=zone))
    with pytest.raises(Refused, match="2295"):
        end_of_day(far.date())


@pytest.mark.parametrize("text", ["200 years", "2400 months", "99999 days", "9999 office days"])
def test_a_term_that_leads_too_far_is_refused(text: str) -> None:
    term = Term.read(text)
    with pytest.raises(Refused, match="2295"):
        term.day_after(date(2990, 1, 1))
    with pytest.raises(Refused, match="2295"):
        term.day_before(date(1905, 1, 1))


@given(moments)
def test_moments_come_out_the_same_in_utc(moment: datetime) -> None:
    # Python calls times in an hour that is skipped or comes twice unequal to any in another zone.
    assert utc(moment).timestamp() == moment.timestamp() and utc(moment).tzinfo is UTC
    assert local(moment).astimezone(UTC) == utc(moment)


def test_closing_days_are_days() -> None:
    with pytest.raises(TypeError):
        type(DUTCH)(closing_days=frozenset({nl("2026-03-02T00:00")}))
