"""Runs a step with its report, which is written also when the step is refused."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sluis.cli.console import Console
from sluis.refusals import Refused, Severity, sentence
from sluis.refusals.catalogue import homes as codes
from sluis.refusals.marking import _

if TYPE_CHECKING:
    from sluis.home.home import Home
    from sluis.package.report import Report


def with_report(
    step: str, home: "Home", chosen: argparse.Namespace, console: Console, work: "Callable[[Report], None]"
) -> None:
    """Do the work; write the report as JSON and as pages for people; show its counts and findings.

    Raises:
        Refused: what the work refused; NOT_WRITABLE when the report has no place, before anything is done;
            REPORT_NOT_WRITTEN when the work is done and there is no room left for the report.
    """
    from sluis.home.files import require_writable
    from sluis.package.report import Report

    if chosen.report:
        require_writable(chosen.report)
    report = Report(step, home.clock())
    try:
        work(report)
    except Refused as refused:
        report.refusal = refused
        report.finished_at = home.clock()
        _record(home, report)
        _write(report, chosen.report, console)
        _show(report, console)
        raise
    written = _write(report, chosen.report, console)
    _show(report, console, result=written)
    if not written:
        raise Refused(codes.REPORT_NOT_WRITTEN, chosen.report.name)


def _write(report: "Report", path: Path | None, console: Console) -> bool:
    """Write the report, if that is wanted; whether it stands."""
    from sluis.home.reports import write_report

    try:
        if path:
            write_report(report, path, console.language)
    except (Refused, OSError):
        print(console.word(_("The report {file} could not be written."), file=path and path.name), file=console.err)
        return False
    return True


def _record(home: "Home", report: "Report") -> None:
    """A refusal is an event as well."""
    from sluis.evidence import Outcome

    assert report.refusal is not None
    objects = {"code": report.refusal.code.number} | ({"delivery": report.delivery} if report.delivery else {})
    home.record(f"delivery.{report.step}-refused", objects=objects, outcome=Outcome.REFUSED)


def _show(report: "Report", console: Console, *, result: bool = True) -> None:
    if report.refusal is None:
        if result:
            console.data(report.document(console.language))
        if report.test:
            console.say(_("TEST DELIVERY — not real data"))
        console.say(
            _(
                "Delivery {number}: {read} rows read, {sent} sent, {rejected} rejected, {objected} left out; {persons} persons."
            ),
            number=report.number,
            read=report.rows_read,
            sent=report.rows_sent,
            rejected=report.rows_rejected,
            objected=report.rows_objected,
            persons=report.persons,
        )
    if report.columns_dropped:
        console.say(_("Columns that were not sent: {names}"), names=", ".join(report.columns_dropped))
    for (number, table, field), count in sorted(report.findings.counts.items(), key=str):
        _show_finding(report, console, (number, table, field), count)


def _show_finding(report: "Report", console: Console, kind: tuple[str, str | None, str | None], count: int) -> None:
    number, table, field = kind
    first = next(one for one in report.findings.listed if (one.code.number, one.table, one.field) == kind)
    mark = "✗" if first.code.severity is Severity.FATAL else "!"
    place = ".".join(part for part in (table, field) if part)
    rows = [str(one.row) for one in report.findings.listed if one.code is first.code and one.field == field and one.row]
    shown = ", ".join(rows[:8]) + (" …" if count > 8 else "")
    where = console.word(_(" (rows {rows})"), rows=shown) if rows else ""
    message = sentence(first.code, first.facts, console.language)
    stream = console.err if first.code.severity is Severity.FATAL else console.out
    if not console.machine or stream is console.err:
        print(f"  {mark} {number} {place}: {message} × {count}{where}", file=stream)
