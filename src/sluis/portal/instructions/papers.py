"""Sections of reports: what was instructed, and what the law compelled, as far as the controller was told."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.agreements.papers.sections import Period, Report, section
from sluis.portal.documents.rendering.paper import Paragraph, Section, Table
from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.ui.moments import day


def declare() -> None:
    """Add them."""
    section(Report.DOSSIER, 50, instructions, key="instructions")
    section(Report.DOSSIER, 51, compelled, key="compelled")
    section(Report.YEARLY, 50, instructions_in, key="instructions")
    section(Report.YEARLY, 51, compelled_in, key="compelled")


def instructions(organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section:
    """All instructions."""
    return _instructions(_of(Instruction, organisation))


def instructions_in(organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section:
    """Those that were given in the period."""
    return _instructions(_of(Instruction, organisation).filter(given_at__range=(period.begins, period.ends)))


def compelled(organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section | None:
    """All that the law compelled."""
    return _compelled(_of(Compelled, organisation))


def compelled_in(organisation: Organisation | None, _at: datetime, period: Period, _language: str) -> Section | None:
    """What was told in the period."""
    return _compelled(_of(Compelled, organisation).filter(notified_at__range=(period.begins, period.ends)))


def _of(model: Any, organisation: Organisation | None) -> Any:
    found = model.everything.select_related("agreement")
    return found.filter(agreement__organisation=organisation) if organisation else found


def _instructions(found: Any) -> Section:
    head = (_("Number"), _("Kind"), _("Instruction"), _("Given"), _("State"))
    rows = tuple(
        (one.number, str(one.get_kind_display()), one.text, day(day_of(one.given_at)), str(one.get_state_display()))
        for one in found.order_by("given_at", "pk")
    )
    nothing = Paragraph(_("No instruction was given."))
    return Section(_("Instructions"), (Table(head, rows, widths=(16, 14, 40, 14, 16)),) if rows else (nothing,))


def _compelled(found: Any) -> Section | None:
    """What a controller was not told, because the law forbids it, stands in no report either."""
    head = (_("Number"), _("Legal provision or order"), _("Controller notified"), _("Started"), _("State"))
    rows = tuple(
        (one.number, one.provision, day(day_of(one.notified_at)), day(day_of(one.started_at)) if one.started_at else "–",
         str(one.get_stage_display()))
        for one in found.filter(notified_at__isnull=False).order_by("notified_at", "pk")
    )  # fmt: skip
    return Section(_("Compelled by law"), (Table(head, rows, widths=(16, 36, 16, 16, 16)),)) if rows else None
