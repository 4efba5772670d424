"""Office days: Monday to Friday, without the Dutch public holidays and the days on which an operator is closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from holidays.countries.netherlands import Netherlands

from sluis.deadlines.moments import FIRST_YEAR, LAST_YEAR, moment_on, require_day, require_year

DAY = timedelta(days=1)


class _Paschal(Netherlands):
    """The library's calendar, from which only Easter is taken: outside its own years it silently holds no days."""

    start_year = FIRST_YEAR
    end_year = LAST_YEAR


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The Dutch public holidays of a year, as they have been since 2014.

    Chosen one by one, because libraries and agreements list days that are none: Good Friday is an ordinary office day,
    and Liberation Day is a day off only once in five years.

    Source: Algemene termijnenwet, art. 3; for Liberation Day the Foundation of Labour's five-yearly practice.

    Raises:
        Refused: OUTSIDE_YEARS.
    """
    require_year(year)
    calendar = _Paschal(years=year, language="nl")  # type: ignore[no-untyped-call]  # typed only in part
    (easter,) = calendar.get_named("Eerste paasdag", lookup="exact")
    kings_day = date(year, 4, 27)
    fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    fixed.add(kings_day if kings_day.weekday() != 6 else date(year, 4, 26))
    if year % 5 == 0:
        fixed.add(date(year, 5, 5))
    # Easter, Easter Monday, Ascension Day, Whit Sunday and Whit Monday.
    return frozenset(fixed | {easter + days * DAY for days in (0, 1, 39, 49, 50)})


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """When an office is open.

    Attributes:
        closing_days: further days on which it is closed.
        opens, closes: the hours of an office day, on the clock in the Netherlands.
    """

    closing_days: frozenset[date] = frozenset()
    opens: time = time(9)
    closes: time = time(17)

    def __post_init__(self) -> None:
        if self.opens >= self.closes or self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("an office opens before it closes, on the local clock")
        for day in self.closing_days:
            require_day(day)

    @property
    def day_length(self) -> timedelta:
        """How long an office day is."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)

    def is_office_day(self, day: date) -> bool:
        """Whether the office is open on this day."""
        return day.weekday() < 5 and day not in self.closing_days and day not in public_holidays(day.year)

    def office_day(self, day: date, count: int) -> date:
        """The office day that many further on, or back when the count is below zero; the day itself is not counted."""
        day, step = require_day(day), DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day = self._next(day + step, step)
        return day

    def hours_from(self, day: date, step: timedelta = DAY) -> Iterator[tuple[datetime, datetime]]:
        """Opening and closing of every office day from this one on, or back; without end."""
        while True:
            day = self._next(day, step)
            yield moment_on(day, self.opens), moment_on(day, self.closes)
            day += step

    def _next(self, day: date, step: timedelta) -> date:
        while not self.is_office_day(day):
            day += step
        return day


DUTCH = OfficeCalendar()
"""The calendar of an office without further closing days, open from 09:00 to 17:00."""
