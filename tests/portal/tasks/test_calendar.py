"""The calendar's file, against the rules of RFC 5545."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluis.portal.tasks.calendar import Appointment, escape, folded, write

AT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def unfolded(body: bytes) -> list[str]:
    """The lines as a reader of calendars sees them."""
    assert body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    return body.decode().replace("\r\n ", "").split("\r\n")[:-1]


def read(value: str) -> str:
    """A value without its escapes, by the grammar of section 3.3.11."""
    found, rest = "", iter(value)
    for one in rest:
        found += {"n": "\n", "N": "\n"}.get(two := next(rest), two) if one == "\\" else one
    return found


def test_file_holds_one_event_with_its_alarms() -> None:
    amsterdam = timezone(timedelta(hours=2))
    due = datetime(2026, 3, 29, 12, 0, tzinfo=amsterdam)
    one = Appointment("1@host", due, "Teken; dan, klaar\\", "https://h/tasks/1/", AT, (due - timedelta(days=1),))
    lines = unfolded(write("Taken", [one]))
    assert lines == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sluis//Tasks//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "NAME:Taken", "X-WR-CALNAME:Taken", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "BEGIN:VEVENT", "UID:1@host",
        "DTSTAMP:20260329T003000Z", "DTSTART:20260329T100000Z", "SUMMARY:Teken\\; dan\\, klaar\\\\",
        "URL:https://h/tasks/1/", "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY",
        "DESCRIPTION:Teken\\; dan\\, klaar\\\\", "TRIGGER;VALUE=DATE-TIME:20260328T100000Z", "END:VALARM", "END:VEVENT",
        "END:VCALENDAR",
    ]  # fmt: skip


@given(st.text())
def test_any_title_is_one_value_of_one_line(text: str) -> None:
    line = f"SUMMARY:{escape(text)}"
    (back,) = unfolded(folded(line))
    assert back == line and "\n" not in line and "\r" not in line
    kept = "".join(one for one in text.replace("\r\n", "\n") if one in "\n\t" or (one >= " " and one != "\x7f"))
    assert read(escape(text)) == kept


@pytest.mark.parametrize("length", [1, 74, 75, 76, 149, 150, 400])
@pytest.mark.parametrize("letter", ["a", "é", "€", "𝄞"])
def test_lines_fold_at_75_bytes_and_never_inside_a_letter(length: int, letter: str) -> None:
    (line,) = unfolded(folded(letter * length))
    assert line == letter * length


def test_title_cannot_begin_another_event() -> None:
    body = write("x", [Appointment("1", AT, "a\r\nEND:VEVENT\nBEGIN:VEVENT\rX:1", "https://h/", AT)])
    assert unfolded(body).count("BEGIN:VEVENT") == 1
