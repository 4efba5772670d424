"""What reports on agreements say about subprocessors: who stands where under each agreement, by the register."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sluis.portal.access.models import Organisation
from sluis.portal.agreements.papers.sections import Period, Report, section
from sluis.portal.documents.rendering.paper import Section, Table
from sluis.portal.subprocessors.models import Subnotice
from sluis.portal.subprocessors.wording import NOTICES
from sluis.portal.ui.moments import day, moment

_NONE = "–"


def declare_sections() -> None:
    """Add them to the dossier and to the yearly report."""
    section(Report.DOSSIER, 56, notices, key="notices")
    section(Report.YEARLY, 67, notices, key="notices")


def notices(organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section | None:
    """Each subprocessor under each agreement: told when, on which terms, and whether it works."""
    found = Subnotice.everything.select_related("agreement", "subprocessor").order_by("told_at", "pk")
    rows = tuple(
        (
            one.subprocessor.name, str(one.subprocessor.get_country_display()), one.agreement.number,
            str(NOTICES[one.state][0]), moment(one.told_at), _day(one.objection_until), _day(one.started_on),
            _day(one.ended_on),
        )
        for one in (found.filter(agreement__organisation=organisation) if organisation else found)
    )  # fmt: skip
    head = (
        _("Subprocessor"), _("Country"), _("Agreement"), _("State"), _("Told"), _("Objection until and including"),
        _("Works since"), _("Worked until and including"),
    )  # fmt: skip
    return Section(_("Subprocessors by the register"), (Table(head, rows),), wide=True) if rows else None


def _day(on: Any) -> str:
    return day(on) if on else _NONE
