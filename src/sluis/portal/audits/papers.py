"""Sections of reports: audits with how many findings they had, and by what measures are shown to be adequate.

What an audit found is confidential, and stands in no report: reports have more readers than audits.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from sluis.portal.access.models import Organisation
from sluis.portal.agreements.papers.sections import Period, Report, section
from sluis.portal.audits.models import OWN, Adequacy, Audit, Finding, State
from sluis.portal.documents.rendering.paper import Paragraph, Section, Table
from sluis.portal.ui.moments import day


def declare() -> None:
    """Add them."""
    section(Report.DOSSIER, 63, adequacy, key="adequacy")
    section(Report.DOSSIER, 80, audits, key="audits")
    section(Report.YEARLY, 32, adequacy, key="adequacy")
    section(Report.YEARLY, 40, audits, key="audits")


def audits(organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section:
    """Audits of the controller and of the operator by itself, whose day lies in the period."""
    own = Q(kind__in=[kind.value for kind in OWN])
    others = Q(organisation=organisation) if organisation else Q()
    held = Audit.everything.filter(own | others, held_on__range=(period.first, period.last))
    held = held.exclude(state=State.WITHDRAWN).order_by("held_on", "pk")
    findings = Counter(Finding.everything.filter(audit__in=held).values_list("audit", flat=True))
    settled = (Finding.Stage.CLOSED, Finding.Stage.REJECTED)
    left = Counter(Finding.everything.filter(audit__in=held).exclude(stage__in=settled).values_list("audit", flat=True))
    head = (_("Audit"), _("Kind"), _("Standards"), _("Date"), _("Auditor"), _("State"), _("Findings"), _("Open"))
    rows = tuple(_row(one, findings[one.pk], left[one.pk]) for one in held)
    nothing = Paragraph(_("No audit was held in this period."))
    table = Table(head, rows, widths=(16, 16, 16, 11, 14, 11, 8, 8))
    return Section(_("Audits and findings"), (table,) if rows else (nothing,))


def _row(one: Any, found: int, left: int) -> tuple[str, ...]:
    return (
        one.number,
        str(one.get_kind_display()),
        one.standards or "–",
        day(one.held_on),
        one.auditor,
        str(one.get_state_display()),
        str(found),
        str(left),
    )


def adequacy(_organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section | None:
    """The evidence that held in the period, per measure (I-62)."""
    found = Adequacy.everything.filter(
        shared=True, organisation__is_operator=True, shown_on__lte=period.last, until__gte=period.first
    ).select_related("measure", "standard")
    head = (_("Measure"), _("Standard"), _("Shown by"), _("Date"), _("Holds until and including"))
    rows = tuple(
        (one.measure.shown_title, str(one.standard), str(one.get_kind_display()), day(one.shown_on), day(one.until))
        for one in found.order_by("measure__theme", "measure__title", "shown_on", "pk")
    )
    return Section(_("Evidence of adequacy"), (Table(head, rows, widths=(34, 20, 18, 14, 14)),)) if rows else None
