"""Whether the columns beside a line, by which lines are found, are what the line says."""

from collections.abc import Iterable

from sluis.evidence.chain import read_line
from sluis.evidence.event import Event
from sluis.evidence.following import MOST_FINDINGS
from sluis.portal.ledger.models import Entry
from sluis.portal.ledger.reading import entries, raw
from sluis.portal.ledger.runs import Run
from sluis.refusals import Finding
from sluis.refusals.catalogue import oversight as codes


def differing(present: Iterable[Run]) -> list[Finding]:
    """The lines whose columns say something else; a line that is none was found before."""
    found: list[Finding] = []
    for run in present:
        for entry in entries(run.after, run.until):
            if len(found) > MOST_FINDINGS:
                return found
            if not _agrees(entry, run):
                found.append(Finding(codes.COLUMNS_DIFFER, facts={"n": entry.n}))
    return found


def _agrees(entry: Entry, run: Run) -> bool:
    try:
        n, event = read_line(raw(entry.line))
    except ValueError:
        return True
    columns = (entry.n, entry.at, entry.kind, entry.outcome, entry.actor)
    where = entry.segment_id == run.segment or run.closing is None
    return where and columns == (n, event.at, event.kind, event.outcome.value, event.actor) and _about(entry, event)


def _about(entry: Entry, event: Event) -> bool:
    """Subject and organisation are what the line names."""
    name, _, value = entry.subject.partition(":")
    if entry.subject and event.objects.get(name) != value:
        return False
    return event.objects.get("concerns") == (str(entry.organisation) if entry.organisation else None)
