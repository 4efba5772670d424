"""Refusals and findings as they are kept, and as they are told: code, explanation and place, never a value."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sluis.refusals import Refused, advice, place, sentence
from sluis.refusals.catalogue import ALL
from sluis.specification.model import Specification

MOST_FINDINGS = 2000
_COUNTS = (
    "rows_read", "rows_sent", "rows_rejected", "rows_objected", "persons_objected",
)  # fmt: skip


def kept(refused: Refused) -> dict[str, Any]:
    """As values that can be kept."""
    return {"code": refused.code.number, "where": refused.where, "facts": dict(refused.facts)}


def worded(report: Mapping[str, Any], language: str) -> dict[str, Any]:
    """In words: code, place, message and advice, and the facts that they name; empty when nothing was refused."""
    code = ALL.get(str(report.get("code", "")))
    if code is None:
        return {}
    facts = report["facts"]
    return {
        "code": code.number,
        "where": place(report["where"], language),
        "facts": dict(facts),
        "message": sentence(code, facts, language),
        "advice": advice(code, facts, language),
    }


def document(refused: Refused, language: str) -> dict[str, Any]:
    """A refusal for a program."""
    return worded(kept(refused), language)


def described(report: Mapping[str, Any], specification: Specification) -> dict[str, Any]:
    """What is kept of a source's own processing report: codes that we know, names that the specification knows, row
    numbers and counts. Whatever else stands in it is left out, so that nothing of the data can come along with it."""
    names: set[str | None] = {None}
    for table in specification.tables:
        names |= {table.name, *(field.name for field in table.fields), *(one.name for one in table.composites)}
    listed = _items(report.get("findings"))
    findings = [
        {"row": one.get("row"), "field": one.get("field"), "table": one.get("table"), "code": one["code"]}
        for one in listed
        if _is_known(one, names) and _is_count(one.get("row"), none=True)
    ]
    counts = [
        {"code": one["code"], "field": one.get("field"), "table": one.get("table"), "count": one["count"]}
        for one in _items(report.get("finding_counts"))
        if _is_known(one, names) and _is_count(one.get("count"))
    ]
    dropped = report.get("columns_dropped")
    return {
        **{name: report[name] for name in _COUNTS if _is_count(report.get(name))},
        "columns_dropped": len(dropped) if isinstance(dropped, list) else 0,
        "findings": findings[:MOST_FINDINGS],
        "finding_counts": counts[:MOST_FINDINGS],
    }


def findings(kept_report: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """The findings of a report that was kept, in words; what a message would name besides is shown as dots."""
    told = []
    for one in kept_report.get("findings", ()):
        code = ALL[one["code"]]
        facts = defaultdict(lambda: "…", field=one["field"] or "…", table=one["table"] or "…")
        shown = {name: facts[name] for name in code.facts}
        told.append(
            {
                **one,
                "severity": code.severity.value,
                "message": sentence(code, shown, language),
                "advice": advice(code, shown, language),
            }
        )
    return told


def _items(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _is_known(one: Mapping[str, Any], names: set[str | None]) -> bool:
    places = one.get("field"), one.get("table")
    texts = all(place is None or isinstance(place, str) for place in places)
    return isinstance(one.get("code"), str) and one["code"] in ALL and texts and set(places) <= names


def _is_count(value: object, *, none: bool = False) -> bool:
    return (none and value is None) or (type(value) is int and 0 <= value < 1 << 40)
