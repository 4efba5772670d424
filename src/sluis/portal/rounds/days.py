"""Periods and days of a calendar; pure: it knows no database and no clock.

The last days lie so many days, office days or months after the period's end. One that falls on a day on which offices are
closed moves to the next office day.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sluis.deadlines import DUTCH, Term, months_after
from sluis.refusals import Refused
from sluis.refusals.catalogue import rounds as codes

DAY = timedelta(days=1)
_PERIOD = re.compile(r"(\d{4})(q|k|kw|kwartaal|h|m)?(\d{1,2})", re.ASCII)
"""A year, what its part is called (quarters also in Dutch; nothing for months), and which part."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one round.

    Attributes:
        starts_on, ends_on: of the period.
        opens_on: from then on deliveries count for it.
        test_until, provisional_until: none where there is no such day.

    Raises:
        Refused: DAYS_CROSSED.
    """

    starts_on: date
    ends_on: date
    opens_on: date
    final_until: date
    test_until: date | None = None
    provisional_until: date | None = None

    def __post_init__(self) -> None:
        test, provisional = self.test_until or self.opens_on, self.provisional_until or self.opens_on
        in_order = self.starts_on <= self.ends_on and self.opens_on <= test <= self.final_until
        before = self.opens_on <= provisional and (self.provisional_until is None or provisional < self.final_until)
        if not (in_order and before):
            raise Refused(codes.DAYS_CROSSED)


def periods(first: date, months: int) -> Iterator[tuple[date, date]]:
    """First and last days of periods of so many months, from a first of a month on; without end.

    Raises:
        Refused: DAYS_CROSSED when it is no first of a month.
    """
    if first.day != 1:
        raise Refused(codes.DAYS_CROSSED)
    while True:
        following = months_after(first, months)
        yield first, following - DAY
        first = following


def days_of(
    starts_on: date, ends_on: date, *, final: Term, test: Term | None = None, provisional: Term | None = None
) -> Days:
    """The days of the round about a period; it opens on the day after the period.

    Where the provisional day and the final one fall on one office day, there is only the final one.

    Raises:
        Refused: DAYS_CROSSED, TERM_IN_HOURS.
    """
    last = _office_day(final.day_after(ends_on))
    if provisional and provisional.day_after(ends_on) >= final.day_after(ends_on):
        raise Refused(codes.DAYS_CROSSED)
    sooner = _office_day(provisional.day_after(ends_on)) if provisional else None
    tested = _office_day(test.day_after(ends_on)) if test else None
    return Days(starts_on, ends_on, ends_on + DAY, last, tested, sooner if sooner != last else None)


def name_of(starts_on: date, ends_on: date) -> str:
    """What a period is called: 2026, 2026-H1, 2026-Q3, 2026-07, 2025-08/2026-07, else with its days."""
    whole = starts_on.day == 1 and ends_on.day == calendar.monthrange(ends_on.year, ends_on.month)[1]
    if not whole:
        return f"{starts_on}/{ends_on}"
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1
    year, month = starts_on.year, starts_on.month
    match months, (month - 1) % months:
        case 1, _:
            return f"{year}-{month:02}"
        case 3, 0:
            return f"{year}-Q{month // 3 + 1}"
        case 6, 0:
            return f"{year}-H{month // 6 + 1}"
        case 12, 0:
            return f"{year}"
    return f"{year}-{month:02}/{ends_on.year}-{ends_on.month:02}"


def plain(name: str) -> str:
    """A name as it is compared: 2026-Q3, 2026q3 and "2026 Q3" are one."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def is_meant(text: str, name: str) -> bool:
    """Whether somebody who writes a period so means the round of this name: 2026-3 and 2026K3 are 2026-Q3 as well."""
    if plain(text) == plain(name):
        return True
    said, known = _PERIOD.fullmatch(plain(text)), _PERIOD.fullmatch(plain(name))
    if said is None or known is None or (said[1], int(said[3])) != (known[1], int(known[3])):
        return False
    part, named = (said[2] or "")[:1].replace("k", "q"), known[2] or "m"
    if not part:  # 2026-03 is a month, whatever the rhythm
        return named == "m" or not said[3].startswith("0")
    return part == named


def _office_day(day: date) -> date:
    return day if DUTCH.is_office_day(day) else DUTCH.office_day(day, 1)
