"""A calendar that other programs read: iCalendar.

Source: RFC 5545; sections 3.1 (lines and folding), 3.3.11 (escaping), 3.6.1 (events), 3.6.6 (alarms); RFC 7986 for its
name and how often to look.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_LINE = 75
"""Bytes of a line, without its end."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """One deadline in the calendar.

    Attributes:
        uid: the same for the same thing, always.
        at: when it is due.
        title: what there is to do.
        url: the page about it.
        changed_at: since when it stands like this.
        warns_at: when the calendar gives a sign.
    """

    uid: str
    at: datetime
    title: str
    url: str
    changed_at: datetime
    warns_at: tuple[datetime, ...] = ()


def write(name: str, appointments: Iterable[Appointment]) -> bytes:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sluis//Tasks//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for each in appointments:
        lines += _event(each)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def escape(text: str) -> str:
    """A text as a value; characters that no line may hold are left out."""
    shown = "".join(one for one in text.replace("\r\n", "\n") if one in "\n\t" or (one >= " " and one != "\x7f"))
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line of at most 75 bytes, going on in lines that begin with a space; never cut inside a character."""
    parts, part = [], b""
    for one in line:
        encoded = one.encode()
        if len(part) + len(encoded) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += encoded
    return b"\r\n".join([*parts, part]) + b"\r\n"


def utc(moment: datetime) -> str:
    """A moment in UTC."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _event(each: Appointment) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(each.uid)}"
    yield f"DTSTAMP:{utc(each.changed_at)}"
    yield f"DTSTART:{utc(each.at)}"
    yield f"SUMMARY:{escape(each.title)}"
    yield f"URL:{each.url}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    for moment in each.warns_at:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escape(each.title)}")
        yield from (f"TRIGGER;VALUE=DATE-TIME:{utc(moment)}", "END:VALARM")
    yield "END:VEVENT"
