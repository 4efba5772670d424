"""The processing report of one step: what was read, sent, left out and wrong, in counts, codes and row numbers.

It never holds a value, so it can be shown to a help desk. It is written also when the step was refused.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sluis.package.manifest import Manifest
from sluis.refusals import Code, Fact, Finding, Refused, Severity, advice, place, sentence

FORMAT = "sluis-report/1"
MOST_FINDINGS = 1000
"""Findings listed per field and code; all are counted."""


class Findings:
    """Findings, listed up to a bound per field and code, all counted."""

    def __init__(self) -> None:
        self.listed: list[Finding] = []
        self.counts: Counter[tuple[str, str | None, str | None]] = Counter()

    def add(self, *found: Finding) -> None:
        """Take findings in."""
        for finding in found:
            kind = finding.code.number, finding.table, finding.field
            if self.counts[kind] < MOST_FINDINGS:
                self.listed.append(finding)
            self.counts[kind] += 1

    def add_rows(self, code: Code, rows: Sequence[int], *, field: str | None, table: str | None, **facts: Fact) -> None:
        """The same finding for many rows."""
        if not rows:
            return
        kind = code.number, table, field
        room = max(MOST_FINDINGS - self.counts[kind], 0)
        self.listed += [Finding(code, int(row), field, table, facts) for row in rows[:room]]
        self.counts[kind] += len(rows)

    @property
    def first_fatal(self) -> Finding | None:
        """The first that forbids sending."""
        return next((finding for finding in self.listed if finding.code.severity is Severity.FATAL), None)


@dataclass
class Report:
    """What one step did.

    Attributes:
        step: `prepare`, `deliver`, `relay` or `open`.
        delivery: the delivery's id, once it has one.
        facts: agreement, specification, parties, mode and the like; texts, numbers and truth values only.
    """

    step: str
    started_at: datetime
    finished_at: datetime | None = None
    delivery: str = ""
    number: str = ""
    test: bool = False
    facts: dict[str, str | int] = field(default_factory=dict)
    rows_read: int = 0
    rows_sent: int = 0
    rows_rejected: int = 0
    rows_objected: int = 0
    persons: int = 0
    persons_objected: int = 0
    persons_by_list: dict[str, int] = field(default_factory=dict)
    rows_by_table: dict[str, int] = field(default_factory=dict)
    columns_dropped: list[str] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    refusal: Refused | None = None

    @property
    def outcome(self) -> str:
        """`done` or `refused`."""
        return "refused" if self.refusal else "done"

    def describe(self, manifest: Manifest) -> None:
        """Say which delivery it is about, as soon as its manifest is known."""
        self.delivery, self.number, self.test = manifest.delivery, manifest.number, manifest.test
        self.facts |= manifest.facts()

    def passed(self, manifest: Manifest, at: datetime) -> None:
        """All that the manifest counts has passed this step."""
        self.persons, self.persons_by_list = manifest.main_persons, manifest.persons
        self.rows_by_table = manifest.rows
        self.rows_read = self.rows_sent = sum(manifest.rows.values())
        self.finished_at = at

    def document(self, language: str) -> dict[str, Any]:
        """The report as JSON values, its messages in that language."""
        plain = {
            name: getattr(self, name)
            for name in (
                "step", "outcome", "delivery", "number", "test", "rows_read", "rows_sent", "rows_rejected",
                "rows_objected", "persons", "persons_objected", "persons_by_list", "rows_by_table", "columns_dropped",
            )
        }  # fmt: skip
        return {
            "format": FORMAT,
            **plain,
            **(_NOTHING_SENT if self.refusal else {}),
            "started_at": _moment(self.started_at),
            "finished_at": _moment(self.finished_at) if self.finished_at else None,
            "language": language,
            **self.facts,
            "refusal": _refused(self.refusal, language) if self.refusal else None,
            "findings": [*self._unlisted_refusal(language), *(_finding(one, language) for one in self.findings.listed)],
            "finding_counts": [
                {"code": code, "table": table, "field": name, "count": count}
                for (code, table, name), count in sorted(self.findings.counts.items(), key=str)
            ],
        }

    def write(self, language: str) -> bytes:
        """The JSON file."""
        return (json.dumps(self.document(language), indent=2, ensure_ascii=False) + "\n").encode()

    def _unlisted_refusal(self, language: str) -> list[dict[str, Any]]:
        """The refusal itself, unless it is one of the findings."""
        refused = self.refusal
        if refused is None or any(refused.code is one.code for one in self.findings.listed):
            return []
        return [{"row": None, "field": None, "table": None, **_refused(refused, language)}]


def _refused(refused: Refused, language: str) -> dict[str, Any]:
    return {
        "where": place(refused.where, language),
        "code": refused.code.number,
        "severity": refused.code.severity.value,
        "message": sentence(refused.code, refused.facts, language),
        "advice": advice(refused.code, refused.facts, language),
    }


# Counted on the way; of a refused delivery nothing went anywhere.
_NOTHING_SENT = {"rows_sent": 0, "persons": 0, "persons_by_list": {}, "rows_by_table": {}}


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "row": finding.row,
        "field": finding.field,
        "table": finding.table,
        "code": finding.code.number,
        "severity": finding.code.severity.value,
        "message": sentence(finding.code, finding.facts, language),
        "advice": advice(finding.code, finding.facts, language),
    }


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
