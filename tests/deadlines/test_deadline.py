"""Deadlines: due, warned and overdue."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.moments import moments, nl
from sluis.deadlines import Deadline, OfficeCalendar, State, Term, Unit, end_of_day

SECOND = timedelta(seconds=1)
terms = st.builds(Term, st.integers(1, 100), st.sampled_from(Unit))


def test_a_deadline_warns_in_proportion_unless_told_otherwise() -> None:
    found = Deadline.of(Term.read("24 hours"), nl("2026-03-02T10:00"))
    assert found.due_at == nl("2026-03-03T10:00")
    assert found.warns_at == (nl("2026-03-03T04:00"), nl("2026-03-03T07:36"))


def test_a_deadline_over_a_clock_change_warns_by_elapsed_time() -> None:
    found = Deadline.of(Term.read("72 hours"), nl("2026-03-27T12:00"))
    assert found == Deadline(nl("2026-03-30T13:00"), (nl("2026-03-29T19:00"), nl("2026-03-30T05:48")))


def test_warnings_can_be_agreed() -> None:
    warnings = [Term.read("6 hours"), Term.read("24 hours"), Term.read("6 hours")]
    found = Deadline.of(Term.read("72 hours"), nl("2026-03-02T10:00"), warnings)
    assert found.warns_at == (nl("2026-03-04T10:00"), nl("2026-03-05T04:00"))
    assert Deadline.of(Term.read("72 hours"), nl("2026-03-02T10:00"), ()).warns_at == ()


def test_a_known_end_warns_terms_before_it() -> None:
    expiry = Deadline.ending(end_of_day(date(2026, 5, 31)), [Term.read("3 months"), Term.read("30 days")])
    assert expiry.warns_at == (nl("2026-02-28T23:59:59"), nl("2026-05-01T23:59:59"))
    assert Deadline.ending(end_of_day(date(2026, 5, 31))) == Deadline(nl("2026-05-31T23:59:59"))


def test_closing_days_move_end_and_warnings() -> None:
    closed = OfficeCalendar(frozenset({date(2026, 3, 4), date(2026, 3, 5)}))
    found = Deadline.of(Term.read("2 office days"), nl("2026-03-02T10:00"), [Term.read("1 office day")], closed)
    assert found == Deadline(nl("2026-03-06T17:00"), (nl("2026-03-03T17:00"),))


@pytest.mark.parametrize(
    ("at", "state", "passed"),
    [
        ("2026-03-01T10:00", State.RUNNING, 0),  # before the start
        ("2026-03-03T09:59:59", State.RUNNING, 0),
        ("2026-03-03T10:00", State.WARNING, 1),
        ("2026-03-04T09:59:59", State.WARNING, 1),
        ("2026-03-04T10:00", State.WARNING, 2),
        ("2026-03-05T10:00", State.WARNING, 2),  # at the latest: this is still in time
        ("2026-03-05T10:00:01", State.OVERDUE, 2),
        ("2030-01-01T00:00", State.OVERDUE, 2),
    ],
)
def test_state_at_a_moment(at: str, state: State, passed: int) -> None:
    deadline = Deadline.of(
        Term.read("72 hours"), nl("2026-03-02T10:00"), [Term.read("48 hours"), Term.read("24 hours")]
    )
    assert deadline.state(nl(at)) is state and deadline.warnings_passed(nl(at)) == passed


def test_a_deadline_without_warnings_runs_until_it_is_overdue() -> None:
    deadline = Deadline(nl("2026-03-05T10:00"))
    assert deadline.state(nl("2026-03-05T10:00")) is State.RUNNING
    assert deadline.state(nl("2026-03-05T10:00:01")) is State.OVERDUE


def test_a_warning_from_before_the_start_has_passed_at_once() -> None:
    expiry = Deadline.of(Term.read("7 days"), nl("2026-03-02T10:00"), [Term.read("30 days")])
    assert expiry.state(nl("2026-03-02T10:00")) is State.WARNING


def test_a_deadline_is_one_value_in_every_zone_and_cannot_change() -> None:
    due, warned = datetime.fromisoformat("2026-03-05T10:00+02:00"), datetime.fromisoformat("2026-03-05T04:00-03:00")
    deadline = Deadline(due, (warned, warned))
    assert deadline == Deadline(due.astimezone(UTC), (warned.astimezone(UTC),))
    assert deadline.due_at.tzinfo is UTC and deadline.warns_at[0].tzinfo is UTC
    with pytest.raises(dataclasses.FrozenInstanceError):
        deadline.due_at = warned  # type: ignore[misc]


def test_a_warning_after_the_end_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="before it is due"):
        Deadline(nl("2026-03-05T10:00"), (nl("2026-03-05T10:00"),))


def test_states_are_words() -> None:
    assert [str(state) for state in State] == ["running", "warning", "overdue"]


@given(terms, moments, st.none() | st.lists(terms, max_size=4))
def test_every_deadline_goes_from_running_by_warning_to_overdue(
    term: Term, start: datetime, warnings: list[Term] | None
) -> None:
    deadline = Deadline.of(term, start, warnings)
    assert deadline.due_at == term.after(start)
    steps = sorted({*deadline.warns_at, deadline.due_at})
    seen = [deadline.state(moment + shift) for moment in steps for shift in (-SECOND, 0 * SECOND, SECOND)]
    order = list(State)
    assert [order.index(state) for state in seen] == sorted(order.index(state) for state in seen)
    assert seen[-1] is State.OVERDUE and deadline.state(deadline.due_at) is not State.OVERDUE


@given(terms, moments)
def test_warnings_in_proportion_lie_between_start_and_end(term: Term, start: datetime) -> None:
    deadline = Deadline.of(term, start)
    assert len(deadline.warns_at) == 2
    assert start.astimezone(UTC) < deadline.warns_at[0] < deadline.warns_at[1] < deadline.due_at
