"""Contracts for a fixed period that renew themselves, and the last day on which notice is in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from sluis.deadlines.moments import require_day
from sluis.deadlines.months import months_after
from sluis.deadlines.office import DAY
from sluis.deadlines.terms import Term


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a contract; both days belong to it."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class RenewingContract:
    """A contract that goes on with a next period until somebody gives notice in time.

    Attributes:
        starts: its first day.
        length: of the first period.
        renewal: of every later period.
        notice: how long before the end of a period notice must have been given.
    Raises:
        Refused: TERM_NOT_IN_MONTHS, TERM_IN_HOURS.
    """

    starts: date
    length: Term
    renewal: Term
    notice: Term

    def __post_init__(self) -> None:
        self.last_notice_day(self._period(1))

    def periods(self) -> Iterator[Period]:
        """Its periods, in order; without end."""
        return (self._period(number) for number in count())

    def period_on(self, day: date) -> Period:
        """The period to which a day belongs; the first, for a day before the start."""
        require_day(day)
        return next(period for period in self.periods() if day <= period.ends)

    def last_notice_day(self, period: Period) -> date:
        """The last day on which notice still ends the contract with this period."""
        return self.notice.day_before(period.ends)

    def ends_after_notice(self, given: date) -> date:
        """The last day of the contract when notice is given on a day; late for one period is for the next."""
        require_day(given)
        return next(period.ends for period in self.periods() if given <= self.last_notice_day(period))

    def _period(self, number: int) -> Period:
        return Period(self._start(number), self._start(number + 1) - DAY)

    def _start(self, number: int) -> date:
        """Counted from the first day each time, so that a short month does not shorten all that follow.

        A month without that day ends on its last, so that the next period starts on the first of the month after.
        """
        if number == 0:
            return require_day(self.starts)
        day = months_after(self.starts, self.length.months + (number - 1) * self.renewal.months)
        return day if day.day == self.starts.day else day + DAY
