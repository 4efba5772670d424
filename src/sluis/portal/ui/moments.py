"""Dates and moments as people read them: "25 nov 2026, 17:40", in their language and the time of Amsterdam."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_DUTCH = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month(number: int) -> str:
    """The short name of a month."""
    return (_DUTCH if (get_language() or "nl").startswith("nl") else _ENGLISH)[number - 1]


def local(moment: datetime) -> datetime:
    """The moment on the clock of Amsterdam."""
    return timezone.localtime(moment, AMSTERDAM) if timezone.is_aware(moment) else moment


def day(on: date) -> str:
    """25 nov 2026."""
    return f"{on.day} {month(on.month)} {on.year}"


def moment(at: datetime) -> str:
    """25 nov 2026, 17:40."""
    at = local(at)
    return f"{day(at)}, {at:%H:%M}"


def short(at: date | datetime) -> str:
    """Without the year when it is this one: 25 nov, or 25 nov 17:40."""
    at = local(at) if isinstance(at, datetime) else at
    this_year = timezone.localtime(timezone=AMSTERDAM).year
    words = f"{at.day} {month(at.month)}" + ("" if at.year == this_year else f" {at.year}")
    return f"{words} {at:%H:%M}" if isinstance(at, datetime) else words
