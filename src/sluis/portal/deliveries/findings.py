"""The source's own processing report, as its desk reads it: rows, fields and codes in the reader's language.

A source sends this report; what is in it is not taken at its word. Codes are those of the catalogue, their words are
ours, and a name in which a number like a BSN stands is left out.
"""

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sluis.evidence.event import guard
from sluis.refusals import Code, Refused, Severity, advice, languages, sentence, translation
from sluis.refusals.catalogue import ALL

LEFT_OUT = "…"
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Found:
    """One finding.

    Attributes:
        row: in the source's file; none when it is about the file.
        place: field, behind its table when there are several.
    """

    row: int | None
    place: str
    code: str
    severity: Severity
    message: str
    advice: str


def findings(report: Mapping[str, Any], language: str) -> Iterator[Found]:
    """What the report lists, in its order; what is no finding is passed over."""
    told = report.get("language")
    for each in _dicts(report.get("findings")):
        code = ALL.get(str(each.get("code")))
        if code is not None:
            yield _found(each, code, told if told in languages else languages[0], language)


def counts(report: Mapping[str, Any]) -> Counter[Severity]:
    """How many findings there are of each kind, also those that are not listed."""
    counted: Counter[Severity] = Counter()
    for each in _dicts(report.get("finding_counts")):
        code, count = ALL.get(str(each.get("code"))), each.get("count")
        if code is not None and type(count) is int and count > 0:
            counted[code.severity] += count
    return counted


def numbers(report: Mapping[str, Any]) -> dict[str, int]:
    """Its counts: rows read, sent, left out; persons who objected."""
    names = ("rows_read", "rows_sent", "rows_rejected", "rows_objected", "persons_objected")
    return {name: report[name] for name in names if type(report.get(name)) is int and report[name] >= 0}


def dropped(report: Mapping[str, Any]) -> list[str]:
    """Columns that the specification does not name."""
    columns = report.get("columns_dropped")
    return [harmless(one) for one in columns if isinstance(one, str)] if isinstance(columns, list) else []


def harmless(text: str) -> str:
    """A name that somebody gave, when it can be one."""
    try:
        guard("name", text)
    except Refused:
        return LEFT_OUT
    return text if len(text) <= LONGEST_NAME else LEFT_OUT


def _found(each: Mapping[str, Any], code: Code, told: str, language: str) -> Found:
    row = each.get("row")
    facts = _facts(code, str(each.get("message", "")), told)
    names = [harmless(one) for one in (each.get("table"), each.get("field")) if isinstance(one, str) and one]
    return Found(
        row=row if type(row) is int and row > 0 else None,
        place=" · ".join(names),
        code=code.number,
        severity=code.severity,
        message=sentence(code, facts, language),
        advice=advice(code, facts, language),
    )


def _facts(code: Code, message: str, told: str) -> dict[str, str]:
    """What a message names, found back in it; the report holds only the finished sentence."""
    matched = _shape(code.message, told).fullmatch(message) if code.facts else None
    said = matched.groupdict() if matched else {}
    return {name: harmless(said[name]) if name in said else LEFT_OUT for name in code.facts}


@cache
def _shape(message: str, language: str) -> re.Pattern[str]:
    """A sentence of the catalogue as a pattern of what can stand in its gaps."""
    parts, seen = [], set()
    for text, name, _format, _conversion in string.Formatter().parse(translation(language).gettext(message)):
        parts.append(re.escape(text))
        if name:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.{{1,{LONGEST_NAME}}}?)")
            seen.add(name)
    return re.compile("".join(parts))


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
