"""The report of preparing, to keep or to show to a help desk: a page, and the findings for a spreadsheet."""

import csv
import io

from starlette.requests import Request
from starlette.responses import Response

from sluis.desk.rendering import said
from sluis.desk.screens.findings import lines
from sluis.desk.state import Desk
from sluis.package.page import page as report_page
from sluis.package.report import Report
from sluis.refusals import Refused
from sluis.refusals.catalogue import desk as codes
from sluis.refusals.marking import _

_HEADS = (_("table"), _("row"), _("field"), _("code"), _("severity"), _("message"), _("advice"))


def as_page(desk: Desk, request: Request) -> Response:
    """The report as one HTML file."""
    report, language = _report(desk, request), request.state.session.language
    return _file(report_page(report.document(language), language), "text/html; charset=utf-8", _name(report, "html"))


def as_csv(desk: Desk, request: Request) -> Response:
    """The findings as CSV."""
    report = _report(desk, request)
    text = io.StringIO()
    heads = [said(request, head) for head in _HEADS]
    csv.writer(text, delimiter=";").writerows(lines(report.document(request.state.session.language), heads))
    return _file(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", _name(report, "csv"))


def _report(desk: Desk, request: Request) -> Report:
    report = desk.find(request.path_params["draft"]).report
    if report is None:
        raise Refused(codes.NO_DRAFT)
    return report


def _name(report: Report, kind: str) -> str:
    return f"sluis-{report.number or 'report'}.{kind}"


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
