"""Structured lines: one JSON object per line, with fields from a list.

A part installs `structured()` and then logs as Python does. The text of a record is its pattern, never filled in: what
was to be filled in may be a name, an address with a token or a number. What a record may tell stands in its fields.

The supervisor passes on lines of this form. Anything else that a part writes, such as the trace of a fault, is brought
down to where it happened and of which kind it was.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

FIELDS = (
    "at", "part", "level", "event", "logger", "kind", "place", "code", "status", "method", "route", "count", "seconds",
    "attempt",
)  # fmt: skip
"""What a line may hold, in this order."""

LONGEST = 300
LONGEST_LINE = 1 << 14

_FRAME = re.compile(r'^\s+File "(?P<file>[^"]+)", line (?P<line>\d+)')
_FAULT = re.compile(r"^(?P<kind>(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Exit|Interrupt)?)(?::|$)")
_NO_PROGRAM = re.compile(r": No module named (?P<module>[\w.]+)$")
_SHOWN_FRAMES = 4


def line(fields: Mapping[str, object]) -> str:
    """One line: the fields of the list, texts shortened and made printable."""
    kept = {name: _plain(fields[name]) for name in FIELDS if fields.get(name) not in (None, "")}
    return json.dumps(kept, ensure_ascii=False)


def now() -> str:
    """For the field `at`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def place_of(trace: TracebackType | None) -> str:
    """Where a fault was, the innermost first."""
    frames = traceback.extract_tb(trace)[-_SHOWN_FRAMES:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


class StructuredFormatter(logging.Formatter):
    """A record as a structured line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        fields = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        fields |= {
            "at": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname.lower(),
            "event": _pattern(record),
            "logger": record.name,
        }
        if hasattr(record, "status_code"):  # as Django names it
            fields["status"] = record.status_code
        if record.exc_info and record.exc_info[0]:
            fields |= {"kind": record.exc_info[0].__name__, "place": place_of(record.exc_info[2])}
        return line(fields)


def _pattern(record: logging.LogRecord) -> str:
    """The text before anything was filled in; none when it is a fault's own words, in which what was sent may stand."""
    fault = record.exc_info[1] if record.exc_info else None
    text = str(record.msg)
    return "" if fault is not None and str(fault) and str(fault) in text else text


def structured(level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Let this process log so, and report its faults so."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(StructuredFormatter())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(True)
    sys.excepthook = _report
    threading.excepthook = lambda found: _report(found.exc_type, found.exc_value, found.exc_traceback)


def _report(kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
    fields = {"at": now(), "level": "error", "event": "fault", "kind": kind.__name__, "place": place_of(trace)}
    print(line(fields), file=sys.stderr, flush=True)  # noqa: T201 - where faults are reported


class Passing:
    """Makes structured lines of what one part writes."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._frames: list[str] = []

    def take(self, raw: bytes) -> Iterable[str]:
        """The lines to show for one that the part wrote."""
        text = raw[:LONGEST_LINE].decode("utf-8", "replace").rstrip()
        if (fields := _fields(text)) is not None:
            yield self._line({"at": now(), **fields})
        elif frame := _FRAME.match(text):
            self._frames.append(f"{Path(frame['file']).name}:{frame['line']}")
        elif self._frames and (fault := _FAULT.match(text)):
            place = " < ".join(reversed(self._frames[-_SHOWN_FRAMES:]))
            self._frames.clear()
            yield self._fault(fault["kind"], place)
        elif missing := _NO_PROGRAM.search(text):  # what Python says when there is no such part
            yield self._fault("ModuleNotFoundError", missing["module"])

    def _fault(self, kind: str, place: str) -> str:
        return self._line({"at": now(), "level": "error", "event": "fault", "kind": kind, "place": place})

    def _line(self, fields: Mapping[str, object]) -> str:
        return line({**fields, "part": self._part})


def _fields(text: str) -> dict[str, object] | None:
    """The fields of a line of ours; of no other."""
    if not text.startswith("{"):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("event"), str):
        return None
    return {name: value for name, value in found.items() if name in FIELDS and isinstance(value, str | int | float)}


def _plain(value: object) -> object:
    if isinstance(value, int | float):
        return value
    return "".join(one if one.isprintable() else " " for one in str(value))[:LONGEST]
