"""The findings of a report, brought together by place and code, as people read them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 50
"""Row numbers shown per group; all are counted."""
MOST_MESSAGES = 5


@dataclass(frozen=True, slots=True)
class Group:
    """One code at one place.

    Attributes:
        place: table and field; empty when the finding is about neither.
        where: the place as a refusal names it; empty for a finding about rows.
        messages: what is wrong; more than one only where the facts differ.
        rows: the row numbers that the report lists, ascending.
        count: of all, also those that the report does not list.
    """

    place: tuple[str, str]
    code: str
    severity: str
    where: str
    messages: tuple[str, ...]
    advice: str
    rows: tuple[int, ...]
    count: int


def groups(document: Mapping[str, Any]) -> list[Group]:
    """The groups of a report's document: by place, and within it fatal codes first."""
    counts = {(each["code"], *_place(each)): each["count"] for each in document["finding_counts"]}
    gathered: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for finding in document["findings"]:
        gathered.setdefault((finding["code"], *_place(finding)), []).append(finding)
    made = [_group(found, counts.get(kind, len(found))) for kind, found in gathered.items()]
    return sorted(made, key=lambda group: (group.place, group.code))


def _group(found: Sequence[Mapping[str, Any]], count: int) -> Group:
    first = found[0]
    return Group(
        place=_place(first),
        code=first["code"],
        severity=first["severity"],
        where=first.get("where", ""),
        messages=tuple(dict.fromkeys(each["message"] for each in found))[:MOST_MESSAGES],
        advice=first["advice"],
        rows=tuple(sorted({each["row"] for each in found if each["row"] is not None})),
        count=count,
    )


def _place(entry: Mapping[str, Any]) -> tuple[str, str]:
    return entry["table"] or "", entry["field"] or ""


def ranges(rows: Sequence[int]) -> Iterator[str]:
    """Ascending row numbers, those that follow each other as `12–15`; two neighbours stay two numbers."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[at - 1] + 1:
            run = rows[start:at]
            yield from (f"{run[0]}–{run[-1]}",) if len(run) > 2 else map(str, run)
            start = at
