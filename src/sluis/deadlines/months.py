"""Calendar months: the same day of another month, or that month's last when it has no such day."""

import calendar
from datetime import date

from sluis.deadlines.moments import require_day, require_year


def months_after(day: date, months: int) -> date:
    """The day that many months later, or earlier when below zero: 31 January and one month is 28 or 29 February.

    Raises:
        Refused: OUTSIDE_YEARS.
    """
    require_day(day)
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    require_year(year)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
