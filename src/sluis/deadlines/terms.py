"""A term: a number and a unit, as it stands in an agreement."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sluis.deadlines.moments import day_of, end_of_day, local, moment_on, require_day, utc
from sluis.deadlines.months import months_after
from sluis.deadlines.office import DAY, DUTCH, OfficeCalendar
from sluis.deadlines.windows import after_office_time, before_office_time
from sluis.refusals import Refused
from sluis.refusals.catalogue import deadlines as codes


class Unit(StrEnum):
    """In what a term is counted."""

    HOURS = "hours"
    OFFICE_HOURS = "office hours"
    DAYS = "days"
    OFFICE_DAYS = "office days"
    MONTHS = "months"
    YEARS = "years"


_MOST = {
    Unit.HOURS: 99_999,
    Unit.OFFICE_HOURS: 9_999,
    Unit.DAYS: 99_999,
    Unit.OFFICE_DAYS: 9_999,
    Unit.MONTHS: 2_400,
    Unit.YEARS: 200,
}
_TEXT = re.compile(r"([1-9][0-9]{0,5}) ([a-z]+(?: [a-z]+)?)")


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take; it has one text, in English, such as "24 hours", "10 office days" or "1 year".

    Raises:
        Refused: TERM_LENGTH.
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if type(self.count) is not int or not isinstance(self.unit, Unit):
            raise TypeError("a term is a whole number and a unit")
        if not 1 <= self.count <= _MOST[self.unit]:
            raise Refused(codes.TERM_LENGTH, most=_MOST[self.unit])

    def __str__(self) -> str:
        return f"{self.count} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"

    @classmethod
    def read(cls, text: object) -> "Term":
        """The term in a text; only the text that `str` gives is one, so that equal terms are equal texts.

        Raises:
            Refused: TERM_UNREADABLE, TERM_LENGTH.
        """
        found = _TEXT.fullmatch(text) if isinstance(text, str) else None
        unit = found and _UNITS.get(found[2])
        if not found or not unit:
            raise Refused(codes.TERM_UNREADABLE)
        term = cls(int(found[1]), unit)
        if str(term) != text:
            raise Refused(codes.TERM_UNREADABLE)
        return term

    def after(self, start: datetime, calendar: OfficeCalendar = DUTCH) -> datetime:
        """The last moment within the term, in UTC, when it runs from a moment.

        Hours end to the second: they are elapsed time. Office days end when the office closes, and days, months and years
        with the last second of their last day; the day of the start is not counted.
        """
        match self.unit:
            case Unit.HOURS:
                return utc(start) + timedelta(hours=self.count)
            case Unit.OFFICE_HOURS:
                return after_office_time(start, timedelta(hours=self.count), calendar)
            case Unit.OFFICE_DAYS:
                return moment_on(self.day_after(day_of(start), calendar), calendar.closes)
            case _:
                return end_of_day(self.day_after(day_of(start), calendar))

    def before(self, end: datetime, calendar: OfficeCalendar = DUTCH) -> datetime:
        """The moment this long before another, in UTC; at the same time on the clock when counted in days or more."""
        match self.unit:
            case Unit.HOURS:
                return utc(end) - timedelta(hours=self.count)
            case Unit.OFFICE_HOURS:
                return before_office_time(end, timedelta(hours=self.count), calendar)
            case _:
                there = local(end)
                return moment_on(self.day_before(there.date(), calendar), there.time())

    def day_after(self, day: date, calendar: OfficeCalendar = DUTCH) -> date:
        """The last day of the term, when it runs from a day, which itself is not counted.

        Raises:
            Refused: TERM_IN_HOURS, OUTSIDE_YEARS.
        """
        return self._shifted(day, 1, calendar)

    def day_before(self, day: date, calendar: OfficeCalendar = DUTCH) -> date:
        """The day this long before another, such as the last one for a notice.

        Raises:
            Refused: TERM_IN_HOURS, OUTSIDE_YEARS.
        """
        return self._shifted(day, -1, calendar)

    @property
    def months(self) -> int:
        """How many calendar months it is.

        Raises:
            Refused: TERM_NOT_IN_MONTHS.
        """
        if self.unit not in (Unit.MONTHS, Unit.YEARS):
            raise Refused(codes.TERM_NOT_IN_MONTHS)
        return self.count * (12 if self.unit is Unit.YEARS else 1)

    def office_time(self, calendar: OfficeCalendar = DUTCH) -> timedelta:
        """How much office time it is: what a response time counted in office days is held against.

        Raises:
            Refused: TERM_NOT_IN_OFFICE_TIME.
        """
        match self.unit:
            case Unit.OFFICE_HOURS:
                return timedelta(hours=self.count)
            case Unit.OFFICE_DAYS:
                return self.count * calendar.day_length
        raise Refused(codes.TERM_NOT_IN_OFFICE_TIME)

    def _shifted(self, day: date, sign: int, calendar: OfficeCalendar) -> date:
        match self.unit:
            case Unit.HOURS | Unit.OFFICE_HOURS:
                raise Refused(codes.TERM_IN_HOURS)
            case Unit.DAYS:
                return require_day(require_day(day) + sign * self.count * DAY)
            case Unit.OFFICE_DAYS:
                return calendar.office_day(day, sign * self.count)
            case _:
                return months_after(day, sign * self.months)


_UNITS = {name: unit for unit in Unit for name in (unit.value, unit.value.removesuffix("s"))}
