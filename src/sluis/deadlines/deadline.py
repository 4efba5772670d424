"""A deadline: when something is due, and when it warns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sluis.deadlines.moments import utc
from sluis.deadlines.office import DUTCH, OfficeCalendar
from sluis.deadlines.terms import Term

WARNS_AFTER = ((3, 4), (9, 10))
"""The parts of a term after which it warns, when nothing else was agreed."""


class State(StrEnum):
    """Where a deadline stands at a moment."""

    RUNNING = "running"
    WARNING = "warning"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due.

    Attributes:
        due_at: the last moment that is in time, in UTC.
        warns_at: when it warns, in order, each before it is due; one that lies before the start has passed already.
    """

    due_at: datetime
    warns_at: tuple[datetime, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "due_at", utc(self.due_at))
        object.__setattr__(self, "warns_at", tuple(sorted({utc(moment) for moment in self.warns_at})))
        if self.warns_at and self.warns_at[-1] >= self.due_at:
            raise ValueError("a deadline warns before it is due")

    @classmethod
    def of(
        cls,
        term: Term,
        start: datetime,
        warnings: Iterable[Term] | None = None,
        calendar: OfficeCalendar = DUTCH,
    ) -> "Deadline":
        """The deadline of a term that runs from a moment.

        Args:
            term: how long it may take.
            start: when it began to run.
            warnings: how long before the end it warns; by default after parts of the time, `WARNS_AFTER`.
            calendar: the office days that count.
        Raises:
            Refused: OUTSIDE_YEARS.
        """
        due = term.after(start, calendar)
        if warnings is not None:
            return cls.ending(due, warnings, calendar)
        begun = utc(start)
        warns = ((begun + (due - begun) * part // whole).replace(microsecond=0) for part, whole in WARNS_AFTER)
        return cls(due, tuple(warns))

    @classmethod
    def ending(cls, due_at: datetime, warnings: Iterable[Term] = (), calendar: OfficeCalendar = DUTCH) -> "Deadline":
        """The deadline of something whose end is known, such as a certificate; `end_of_day` makes a moment of a day.

        Raises:
            Refused: OUTSIDE_YEARS.
        """
        return cls(due_at, tuple(warning.before(due_at, calendar) for warning in warnings))

    def state(self, at: datetime) -> State:
        """Where it stands at a moment; of something that was done, at the moment when it was done."""
        moment = utc(at)
        if moment > self.due_at:
            return State.OVERDUE
        return State.WARNING if self.warnings_passed(moment) else State.RUNNING

    def warnings_passed(self, at: datetime) -> int:
        """How many of its warnings lie behind a moment: who keeps the number that was sent knows whether to send."""
        moment = utc(at)
        return sum(warning <= moment for warning in self.warns_at)
