"""What papers tell the others when the portal starts: their sections, and words for what happened."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.agreements.papers import (
    about_agreements,
    about_evidence,
    about_leaving,
    about_security,
    records,
    rights,  # noqa: F401 - declares them
)
from sluis.portal.agreements.papers.panel import panel
from sluis.portal.agreements.papers.sections import Builder, Report, section
from sluis.portal.agreements.papers.storing import store_missing
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.ui.slots import fill

_DOSSIER: tuple[tuple[int, str, Builder], ...] = (
    (10, "agreements", about_agreements.agreements),
    (20, "versions", about_agreements.versions),
    (30, "processings", about_agreements.processings),
    (35, "happenings", about_agreements.happenings),
    (40, "consents", about_agreements.consents),
    (55, "subprocessors", about_agreements.subprocessors),
    (60, "measures", about_security.measures),
    (62, "attestations", about_security.attestations),
    (65, "contacts", about_agreements.contacts),
    (70, "deliveries", about_evidence.deliveries),
    (75, "breaches", about_evidence.breaches),
    (85, "destructions", about_leaving.destructions),
    (86, "handovers", about_leaving.handovers),
    (95, "evidence", about_evidence.checkpoint),
)
_YEARLY: tuple[tuple[int, str, Builder], ...] = (
    (10, "agreements", about_agreements.agreements),
    (20, "design", about_security.design_and_operation),
    (30, "attestations", about_security.attestations),
    (50, "refusals", about_evidence.refusals),
    (52, "improvements", about_security.improvements),
    (55, "breaches", about_evidence.breaches),
    (60, "happenings", about_agreements.happenings),
    (65, "announcements", about_agreements.announcements),
    (70, "continuity", about_security.exercises),
    (95, "evidence", about_evidence.checkpoint),
)
"""Orders between these are for the sections of higher apps."""


def declare_all() -> None:
    """Tell it."""
    for report, places in ((Report.DOSSIER, _DOSSIER), (Report.YEARLY, _YEARLY)):
        for order, key, build in places:
            section(report, order, build, key=key)
    section(Report.REGISTER, 10, records.register_section, key="controllers")
    section(Report.REGISTER, 20, about_security.measures, key="measures")
    fill("agreement", panel, order=5)
    every("agreements.papers", minutes=5, run=store_missing, label=_("Stores agreements as documents"))
    say({"paper.made": _("Paper made from agreements")}, {"paper": _("Papers")})
