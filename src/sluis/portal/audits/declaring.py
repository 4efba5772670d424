"""What this app tells the others when it starts: menu, panel, holdings, kinds of events, jobs."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.audits import calendar, models, panels, papers
from sluis.portal.audits.rights import SEE
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.ui.navigation import Entry, Group, declare
from sluis.portal.ui.slots import fill


def declare_all() -> None:
    """Tell it."""
    declare(
        Entry(_("Audits and findings"), "report-search", "audits:list", Group.CONTROL, 68, shown_to(SEE), "/audits/")
    )
    papers.declare()
    fill("agreement", panels.of_agreement, order=60)
    every(
        "audits.calendar", hours=6, run=calendar.follow, label=_("Gives tasks for audits and evidence that become due")
    )
    _holdings()
    _sentences()


def _holdings() -> None:
    audited = _("To show what was audited, what was found and what became of it.")
    remains = _("Audits prove how the operator met what was agreed; they are its record too.")
    for model, label in (
        (models.Audit, _("Audits and findings")),
        (models.Finding, _("Findings")),
        (models.Inforequest, _("Requests for information")),
        (models.Auditfile, _("Files of audits")),
    ):
        hold(model, label=label, purpose=audited, remains=remains)
    adequate = _("To show that security measures are adequate.")
    hold(models.Adequacy, label=_("Evidence of adequacy"), purpose=adequate, remains=_("It is the operator's record."))


def _sentences() -> None:
    words = {
        "audit.asked": _("Audit asked for"),
        "audit.step": _("Step before an audit taken"),
        "audit.admissible": _("Preconditions of an audit met"),
        "audit.admitted": _("Authority admitted"),
        "audit.proposed": _("Day and auditor of an audit proposed"),
        "audit.planned": _("Audit planned"),
        "audit.carried-out": _("Audit carried out"),
        "audit.cost": _("Costs of an audit recorded"),
        "audit.closed": _("Audit closed"),
        "audit.withdrawn": _("Audit withdrawn"),
        "finding.recorded": _("Finding recorded"),
        "finding.assessed": _("Finding assessed by a party"),
        "finding.term-set": _("Term of a finding set"),
        "finding.carried-out": _("Finding carried out"),
        "finding.again": _("Finding to be carried out again"),
        "finding.closed": _("Finding verified and closed"),
        "inforequest.asked": _("Information asked for"),
        "inforequest.answered": _("Request for information answered"),
        "inforequest.withdrawn": _("Request for information withdrawn"),
        "auditfile.stored": _("File of an audit stored"),
        "auditfile.taken": _("File of an audit taken"),
        "adequacy.made": _("Evidence of adequacy added"),
        "adequacy.changed": _("Evidence of adequacy changed"),
    }
    areas = {
        "audit": _("Audits and findings"), "finding": _("Findings"), "inforequest": _("Requests for information"),
        "auditfile": _("Files of audits"), "adequacy": _("Evidence of adequacy"),
    }  # fmt: skip
    say(words, areas)
