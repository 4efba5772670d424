"""Sections from leaving: what was given back and what was destroyed, with its proofs."""

from datetime import datetime

from django.utils.translation import gettext as _

from sluis.portal.access.models import Organisation
from sluis.portal.agreements.papers.about_agreements import NONE, day_or_none
from sluis.portal.agreements.papers.sections import Period
from sluis.portal.documents.rendering.paper import Section, Table
from sluis.portal.leaving.models import Destruction, Handover
from sluis.portal.ui.moments import moment


def destructions(organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section | None:
    """Each destruction with its two proofs, whenever it was."""
    found = Destruction.everything.order_by("asked_at", "pk")
    rows = tuple(
        (
            moment(one.asked_at),
            str(one.get_state_display()),
            str(one.records),
            moment(one.destroyed_at) if one.destroyed_at else NONE,
            day_or_none(one.backups_until),
            moment(one.proven_at) if one.proven_at else NONE,
        )
        for one in (found.filter(organisation=organisation) if organisation else found)
    )
    head = (_("Asked"), _("State"), _("Records"), _("Destroyed"), _("In backups until"), _("Proven"))
    return Section(_("Destructions and their proofs"), (Table(head, rows),)) if rows else None


def handovers(organisation: Organisation | None, _at: datetime, _period: Period, _language: str) -> Section | None:
    """What was given back, with its digest."""
    found = Handover.everything.order_by("asked_at", "pk")
    rows = tuple(
        (
            moment(one.asked_at),
            moment(one.fetched_at) if one.fetched_at else NONE,
            str(one.records),
            one.sha256 or NONE,
        )
        for one in (found.filter(organisation=organisation) if organisation else found)
    )
    head = (_("Asked"), _("Fetched"), _("Records"), "SHA-256")
    return Section(_("Data that were given back"), (Table(head, rows, widths=(20, 20, 15, 45)),)) if rows else None
