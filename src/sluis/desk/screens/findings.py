"""The findings of preparing: counted, filtered, in pages; a row, a field, a code and what to do, never a value."""

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request

from sluis.package.report import Report

PER_PAGE = 50
SEVERITIES = ("fatal", "warning")
Finding = Mapping[str, Any]


def show(request: Request, report: Report, language: str) -> dict[str, Any]:
    """What a page of findings shows: those that were asked for, fatal first, and how many there are of each kind."""
    document = report.document(language)
    every = sorted(document["findings"], key=_order)
    counts = _counts(document)
    severity, wanted = request.query_params.get("severity", ""), request.query_params.get("find", "").strip()[:60]
    found = [one for one in every if severity in ("", one["severity"]) and _fits(one, wanted)]
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(max(1, _whole(request.query_params.get("page", "1"))), last)
    return {
        "document": document,
        "findings": found[(number - 1) * PER_PAGE : number * PER_PAGE],
        "shown": len(found),
        "counts": counts,
        "listed": len(every),
        "severity": severity if severity in SEVERITIES else "",
        "find": wanted,
        "page_number": number,
        "pages": last,
        "first": (number - 1) * PER_PAGE + 1,
    }


def _counts(document: Mapping[str, Any]) -> dict[str, int]:
    """All findings by severity, also those that are not listed."""
    severities = {one["code"]: one["severity"] for one in document["findings"]}
    counts = dict.fromkeys(SEVERITIES, 0)
    for one in document["finding_counts"]:
        counts[severities.get(one["code"], "warning")] += one["count"]
    whole = [
        one for one in document["findings"] if not any(one["code"] == c["code"] for c in document["finding_counts"])
    ]
    for one in whole:
        counts[one["severity"]] += 1
    counts["all"] = sum(counts.values())
    return counts


def _order(one: Finding) -> tuple[bool, str, int, str]:
    return one["severity"] != "fatal", one["table"] or "", one["row"] or 0, one["code"]


def _fits(one: Finding, wanted: str) -> bool:
    if not wanted:
        return True
    small = wanted.casefold()
    return small in (one["field"] or "").casefold() or small in (one["table"] or "").casefold() or wanted in one["code"]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def lines(document: Mapping[str, Any], heads: list[str]) -> Iterator[list[str]]:
    """The findings as rows of a file that a spreadsheet reads; no cell is taken for a formula."""
    yield heads
    for one in sorted(document["findings"], key=_order):
        cells = (one["table"], one["row"], one["field"], one["code"], one["severity"], one["message"], one["advice"])
        yield [_harmless("" if cell is None else str(cell)) for cell in cells]


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
