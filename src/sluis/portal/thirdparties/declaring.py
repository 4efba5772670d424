"""What this app tells the others when it starts: menu, holdings, kinds of events, jobs."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.thirdparties import expiring, models
from sluis.portal.thirdparties.rights import SEE
from sluis.portal.ui.navigation import Entry, Group, declare


def declare_all() -> None:
    """Tell it."""
    declare(
        Entry(
            _("Processors"), "building-community", "thirdparties:list", Group.MAIN, 60, shown_to(SEE), "/third-parties/"
        )
    )
    every(
        "thirdparties.expiry",
        hours=6,
        run=expiring.follow,
        label=_("Warns before agreements with processors expire, and lets them expire"),
    )
    _holdings()
    _sentences()


def _holdings() -> None:
    agreed = _("To show who processes personal data for the organisation, and what was agreed with them.")
    checked = _("To show that the organisation sees to it that its processors comply.")
    hold(models.Processor, label=_("Processors"), purpose=agreed)
    hold(models.Dpa, label=_("Agreements with processors"), purpose=agreed)
    hold(models.Compliancesample, label=_("Samples of processors"), purpose=checked)
    hold(models.Compliancecheck, label=_("Checks at processors"), purpose=checked)


def _sentences() -> None:
    words = {
        "processor.made": _("Processor added"),
        "processor.changed": _("Processor changed"),
        "processor.ended": _("Processor ended"),
        "dpa.offered": _("Agreement offered to a processor"),
        "dpa.submitted": _("Agreement of a processor submitted for review"),
        "dpa.returned": _("Agreement with a processor returned with remarks"),
        "dpa.reviewed": _("Agreement of a processor reviewed"),
        "dpa.concluded": _("Agreement with a processor concluded"),
        "dpa.renewed": _("Agreement with a processor renewed"),
        "dpa.warned": _("Warned that an agreement with a processor expires"),
        "dpa.expired": _("Agreement with a processor expired"),
        "dpa.ended": _("Agreement with a processor ended"),
        "compliancesample.drawn": _("Sample of processors drawn"),
        "compliancecheck.recorded": _("Check at a processor recorded"),
        "compliancecheck.settled": _("Follow-up of a check at a processor settled"),
    }
    areas = {
        "processor": _("Processors"), "dpa": _("Agreements with processors"),
        "compliancesample": _("Samples of processors"), "compliancecheck": _("Checks at processors"),
    }  # fmt: skip
    say(words, areas)
