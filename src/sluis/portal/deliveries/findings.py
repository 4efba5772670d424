"""The source's own processing report, as it was kept (`reporting.described`), for whoever reads it on a page."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sluis.portal.deliveries import reporting
from sluis.refusals import Severity
from sluis.refusals.catalogue import ALL


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
    """What the report lists, in its order and in the reader's words."""
    for one in reporting.findings(report, language):
        place = " · ".join(name for name in (one["table"], one["field"]) if name)
        yield Found(one["row"], place, one["code"], Severity(one["severity"]), one["message"], one["advice"])


def counts(report: Mapping[str, Any]) -> Counter[Severity]:
    """How many findings there are of each kind, also those that are not listed."""
    counted: Counter[Severity] = Counter()
    for one in report.get("finding_counts", ()):
        counted[ALL[one["code"]].severity] += one["count"]
    return counted


def numbers(report: Mapping[str, Any]) -> dict[str, int]:
    """Its counts: rows read, sent, left out; persons who objected; columns that nobody knows."""
    names = ("rows_read", "rows_sent", "rows_rejected", "rows_objected", "persons_objected", "columns_dropped")
    return {name: report.get(name, 0) for name in names}
