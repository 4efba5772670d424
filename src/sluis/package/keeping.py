"""A report that is kept, to be told later in any language; and one that is sent, not larger than somebody will take."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sluis.package.report import Findings, Report
from sluis.refusals import Finding
from sluis.refusals.catalogue import ALL
from sluis.signatures import exact

_PLAIN = (
    "step", "delivery", "number", "test", "facts", "rows_read", "rows_sent", "rows_rejected", "rows_objected",
    "persons", "persons_objected", "persons_by_list", "rows_by_table", "columns_dropped",
)  # fmt: skip
MOST_BYTES = 2 << 20
MOST_SENT = 2000
"""Findings that are sent at most; all are counted."""


def kept(report: Report) -> dict[str, Any]:
    """The report of a step that was done, as values."""
    return {
        **{name: getattr(report, name) for name in _PLAIN},
        "started_at": report.started_at.isoformat(),
        "finished_at": report.finished_at.isoformat() if report.finished_at else None,
        "listed": [[one.code.number, one.row, one.field, one.table, dict(one.facts)] for one in report.findings.listed],
        "counts": [[*kind, count] for kind, count in report.findings.counts.items()],
    }


def restored(values: Mapping[str, Any]) -> Report:
    """The report that was kept."""
    findings = Findings()
    findings.listed = [
        Finding(ALL[code], row, field, table, facts)
        for code, row, field, table, facts in values["listed"]
        if code in ALL and ALL[code].facts == facts.keys()  # a newer version of Sluis may know it no more
    ]
    findings.counts = Counter({(code, table, field): count for code, table, field, count in values["counts"]})
    return Report(
        started_at=_moment(values["started_at"]),
        finished_at=_moment(values["finished_at"]) if values["finished_at"] else None,
        findings=findings,
        **{name: values[name] for name in _PLAIN},
    )


def sendable(report: Report, language: str) -> dict[str, Any]:
    """The report for the TTP's desk: all counts, and as many findings as fit.

    Columns that were not sent are counted, not named: a heading that nobody agreed on may be anything.
    """
    document = report.document(language)
    document["columns_dropped"] = ["…" for _ in document["columns_dropped"]]
    for part in ("findings", "finding_counts"):
        document[part], document[f"{part}_left_out"] = _cut(document[part])
    return document


def _cut(listed: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """As much of a list as may be sent, and how many stay behind."""
    room, sent = MOST_BYTES // 3, []
    for one in listed[:MOST_SENT]:
        room -= len(exact.dump(one))
        if room < 0:
            break
        sent.append(one)
    return sent, len(listed) - len(sent)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
