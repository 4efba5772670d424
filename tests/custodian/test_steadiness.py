"""By a clock that jumped nothing is removed for an hour."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sluis.custodian.steadiness import APART, PAUSE, Steadiness, since_boot

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Machine:
    """A clock, and what really passed."""

    def __init__(self) -> None:
        self.passed, self.ahead = 1000.0, timedelta()
        self.steadiness = Steadiness(lambda: self.passed)

    def holds(self) -> bool:
        return self.steadiness.holds(START + timedelta(seconds=self.passed) + self.ahead)

    def after(self, term: timedelta) -> bool:
        self.passed += term.total_seconds()
        return self.holds()


def test_a_clock_that_goes_as_time_goes_is_believed() -> None:
    machine = Machine()
    assert machine.holds()
    assert all(machine.after(term) for term in (timedelta(seconds=2), timedelta(days=11), timedelta(seconds=2)))


@given(st.timedeltas(timedelta(minutes=11), timedelta(days=4000)), st.booleans())
def test_after_a_jump_it_waits_an_hour(jump: timedelta, back: bool) -> None:
    machine = Machine()
    assert machine.holds()
    machine.ahead = -jump if back else jump
    assert not machine.after(timedelta(seconds=2))
    assert not machine.after(PAUSE - timedelta(seconds=3))
    assert machine.after(timedelta(seconds=3))


def test_one_that_is_set_right_within_the_hour_has_done_no_harm() -> None:
    machine = Machine()
    machine.holds()
    machine.ahead = timedelta(days=30)
    assert not machine.after(timedelta(seconds=2))
    machine.ahead = timedelta()
    assert not machine.after(timedelta(minutes=30)), "being set right is a jump as well"
    assert machine.after(PAUSE)


def test_small_differences_are_no_jump() -> None:
    machine = Machine()
    machine.holds()
    machine.ahead = APART
    assert machine.after(timedelta(seconds=2))


def test_this_machine_counts_on() -> None:
    first = since_boot()
    assert since_boot() >= first > 0
