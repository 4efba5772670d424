"""The compliance dossier of a controller, the yearly report on design and operation, and the processor register."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from sluis.deadlines import day_of
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.papers.sections import Period, Report, sections_of
from sluis.portal.documents.rendering.paper import Facts, Paper, Paragraph
from sluis.portal.organisations.selectors import party_of
from sluis.portal.oversight.selectors import operator
from sluis.portal.ui.moments import day, moment


def report(kind: Report, organisation: Organisation | None, at: datetime, period: Period, language: str) -> Paper:
    """A report as a paper.

    Args:
        kind: which.
        organisation: about which controller; none for all, in the register and in the operator's own yearly report.
        at: now.
        period: what happened in it is told; what stands, stands as it is now.
        language: nl or en.
    """
    parts = sections_of(kind, organisation, at, period, language)
    with override(language):
        title, lead = _titles(kind)
        name = _name(organisation) if organisation else _("All controllers")
        pairs = [
            (_("Controller"), name),
            (_("Processor"), _name(operator())),
            (_("Period"), f"{day(period.first)} – {day(period.last)}"),
            (_("Made"), moment(at)),
        ]
        opening = (Paragraph(lead), Facts(tuple(pairs)))
        return Paper(title, language, parts, name, f"{title} · {name} · {day(day_of(at))}", opening)


def _name(organisation: Organisation) -> str:
    party = party_of(organisation)
    return party.statutory_name if party else organisation.name


def _titles(kind: Report) -> tuple[str, str]:
    match kind:
        case Report.DOSSIER:
            return _("Compliance dossier"), _(
                "All relevant information about the processing that the processor carries out for this controller, "
                "so that the controller can demonstrate compliance. It holds no personal data of data subjects."
            )
        case Report.YEARLY:
            return _("Yearly report on design and operation"), _(
                "The measures and procedures with which the processor complies with the agreement: how they are "
                "designed, and how they worked in this period."
            )
        case Report.REGISTER:
            return _("Register of processing activities of the processor"), _(
                "The categories of processing that the processor carries out for each controller, as article 30(2) of "
                "the GDPR asks."
            )
