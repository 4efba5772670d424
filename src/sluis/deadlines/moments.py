"""Moments and days: what goes in is aware, what comes out is UTC, and days are those of the Netherlands.

Python subtracts and adds by the clock on the wall when both sides have one zone, which is an hour wrong over a change to
or from summer time. So everything is counted in UTC, and the wall is looked at only to know which day and hour it is.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sluis.refusals import Refused
from sluis.refusals.catalogue import deadlines as codes

ZONE = ZoneInfo("Europe/Amsterdam")
FIRST_YEAR, LAST_YEAR = 1900, 2999
LAST_SECOND = time(23, 59, 59)


def utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        TypeError: not a moment.
        ValueError: a moment without a time zone; both are mistakes in the program.
        Refused: OUTSIDE_YEARS.
    """
    if not isinstance(moment, datetime):
        raise TypeError("a moment is a datetime")
    if moment.utcoffset() is None:
        raise ValueError("a moment has a time zone")
    require_year(moment.year)
    return moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as the clocks in the Netherlands show it."""
    return utc(moment).astimezone(ZONE)


def day_of(moment: datetime) -> date:
    """The day on which a moment falls in the Netherlands."""
    return local(moment).date()


def moment_on(day: date, clock: time) -> datetime:
    """When the clocks in the Netherlands show this, in UTC; the first of two, when they are put back."""
    return datetime.combine(require_day(day), clock, ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last second of a day in the Netherlands, in UTC; so that a term's end is shown as that day, not the next."""
    return moment_on(day, LAST_SECOND)


def require_day(day: date) -> date:
    """The day itself.

    Raises:
        TypeError: not a day, or a moment in its place.
        Refused: OUTSIDE_YEARS.
    """
    if isinstance(day, datetime) or not isinstance(day, date):
        raise TypeError("a day is a date without a time")
    require_year(day.year)
    return day


def require_year(year: int) -> None:
    """Refuse a year for which nobody can mean a term; far ones also leave what Python can count.

    Raises:
        Refused: OUTSIDE_YEARS.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(codes.OUTSIDE_YEARS, first=FIRST_YEAR, last=LAST_YEAR)
