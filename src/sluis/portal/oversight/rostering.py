"""The duty roster: which parts of which service window nobody covers (P-102)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from sluis.deadlines import DUTCH, ZONE, OfficeCalendar, ServiceWindow, day_of, window_at
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.oversight.models import Shift
from sluis.portal.oversight.rights import KEEP_ROSTER

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a service window in which nobody is on duty."""

    window: ServiceWindow
    starts_at: datetime
    ends_at: datetime

    @property
    def label(self) -> str:
        """The window in words."""
        return str(Shift.Window(int(self.window)).label)


def remove(actor: Actor, *, shift: Shift) -> None:
    """Take a shift out of the roster."""
    with changing(actor, KEEP_ROSTER, on=shift) as change:
        change.record("shift.removed", shift)
        shift.delete()


def gaps(at: datetime, calendar: OfficeCalendar = DUTCH) -> list[Gap]:
    """What nobody covers in the next thirty days; parts that touch are one."""
    until = at + AHEAD
    rows = Shift.everything.filter(ends_at__gt=at, starts_at__lt=until).order_by("starts_at")
    shifts = list(rows.values_list("window", "starts_at", "ends_at"))
    found: list[Gap] = []
    for window, begin, end in stretches(at, until, calendar):
        for start, stop in _uncovered(begin, end, [(a, b) for which, a, b in shifts if which == int(window)]):
            _add(found, Gap(window, start, stop))
    return found


def stretches(
    start: datetime, end: datetime, calendar: OfficeCalendar = DUTCH
) -> Iterator[tuple[ServiceWindow, datetime, datetime]]:
    """The service windows between two moments, in order."""
    borders = sorted({start, end, *_borders(start, end, calendar)})
    for begin, stop in pairwise(borders):
        yield window_at(begin, calendar), begin, stop


def _borders(start: datetime, end: datetime, calendar: OfficeCalendar) -> Iterator[datetime]:
    day = day_of(start)
    while day <= day_of(end):
        for each in (time(), calendar.opens, calendar.closes):
            moment = datetime.combine(day, each, ZONE)
            if start < moment < end:
                yield moment.astimezone(UTC)
        day += timedelta(days=1)


def _uncovered(
    begin: datetime, end: datetime, covered: list[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """The parts of a stretch that lie in none of the covers, which are in order of their beginnings."""
    for start, stop in covered:
        if start > begin and start < end:
            yield begin, start
        begin = max(begin, stop) if start < end else begin
        if begin >= end:
            return
    yield begin, end


def _add(found: list[Gap], gap: Gap) -> None:
    """Nights that follow each other are one gap."""
    if found and found[-1].window == gap.window and found[-1].ends_at == gap.starts_at:
        found[-1] = Gap(gap.window, found[-1].starts_at, gap.ends_at)
    else:
        found.append(gap)
