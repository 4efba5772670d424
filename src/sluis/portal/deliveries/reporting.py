"""A refusal as it is kept, and as it is told: code, explanation and place, never a value."""

from collections.abc import Mapping
from typing import Any

from sluis.refusals import Refused, advice, place, sentence
from sluis.refusals.catalogue import ALL


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
