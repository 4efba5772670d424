"""Service windows, and office time: time in the first window alone."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from enum import IntEnum

from sluis.deadlines.moments import day_of, local, moment_on, utc
from sluis.deadlines.office import DAY, DUTCH, OfficeCalendar

_NOTHING = timedelta()


class ServiceWindow(IntEnum):
    """The three windows; every moment falls into exactly one."""

    OFFICE = 1
    """Office days, while the office is open."""
    EVENING = 2
    """Office days, from closing to midnight."""
    REST = 3
    """The nights, Saturdays, Sundays, public holidays and closing days."""


def window_at(moment: datetime, calendar: OfficeCalendar = DUTCH) -> ServiceWindow:
    """The window into which a moment falls; a border belongs to the window that begins there."""
    there = local(moment)
    if not calendar.is_office_day(there.date()) or there.time() < calendar.opens:
        return ServiceWindow.REST
    return ServiceWindow.OFFICE if there.time() < calendar.closes else ServiceWindow.EVENING


def time_in(window: ServiceWindow, start: datetime, end: datetime, calendar: OfficeCalendar = DUTCH) -> timedelta:
    """How much of the time between two moments falls into a window.

    Raises:
        ValueError: the end lies before the start.
    """
    start, end = utc(start), utc(end)
    if end < start:
        raise ValueError("time is counted from a start to a later end")
    pieces = (
        min(end, until) - max(start, since)
        for found, since, until in _stretches(start, end, calendar)
        if found is window
    )
    return sum((piece for piece in pieces if piece > _NOTHING), _NOTHING)


def _stretches(
    start: datetime, end: datetime, calendar: OfficeCalendar
) -> Iterator[tuple[ServiceWindow, datetime, datetime]]:
    """Window, beginning and end of everything from the day of one moment to the day of another."""
    day, last = day_of(start), day_of(end)
    while day <= last:
        midnight, next_midnight = moment_on(day, time()), moment_on(day + DAY, time())
        if calendar.is_office_day(day):
            opens, closes = moment_on(day, calendar.opens), moment_on(day, calendar.closes)
            yield ServiceWindow.REST, midnight, opens
            yield ServiceWindow.OFFICE, opens, closes
            yield ServiceWindow.EVENING, closes, next_midnight
        else:
            yield ServiceWindow.REST, midnight, next_midnight
        day += DAY


def office_time(start: datetime, end: datetime, calendar: OfficeCalendar = DUTCH) -> timedelta:
    """How long the office was open between two moments."""
    return time_in(ServiceWindow.OFFICE, start, end, calendar)


def after_office_time(start: datetime, amount: timedelta, calendar: OfficeCalendar = DUTCH) -> datetime:
    """The first moment at which the office has been open for this long since a start.

    Raises:
        ValueError: an amount below zero.
    """
    moment, left = utc(start), _required(amount)
    if not left:
        return moment
    for opens, closes in calendar.hours_from(day_of(moment)):
        since = max(opens, moment)
        if since + left <= closes:
            return since + left
        left -= max(closes - since, _NOTHING)
    raise AssertionError("office days do not end")


def before_office_time(end: datetime, amount: timedelta, calendar: OfficeCalendar = DUTCH) -> datetime:
    """The last moment from which the office is still open for this long until an end.

    Raises:
        ValueError: an amount below zero.
    """
    moment, left = utc(end), _required(amount)
    if not left:
        return moment
    for opens, closes in calendar.hours_from(day_of(moment), -DAY):
        until = min(closes, moment)
        if until - left >= opens:
            return until - left
        left -= max(until - opens, _NOTHING)
    raise AssertionError("office days do not end")


def _required(amount: timedelta) -> timedelta:
    if amount < _NOTHING:
        raise ValueError("office time is not below zero")
    return amount
