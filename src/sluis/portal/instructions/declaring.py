"""What this app tells the others when it starts: menu, panel, holdings, kinds of events, jobs."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.holdings.register import hold
from sluis.portal.instructions import norms, panels, papers
from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.instructions.rights import SEE
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.ui.navigation import Entry, Group, declare
from sluis.portal.ui.slots import fill


def declare_all() -> None:
    """Tell it."""
    declare(Entry(_("Instructions"), "message", "instructions:list", Group.MAIN, 24, shown_to(SEE), "/instructions/"))
    papers.declare()
    fill("agreement", panels.of_agreement, order=40)
    every("instructions.following", hours=1, run=norms.follow, label=_("Closes instructions whose time has passed"))
    remains = _("Instructions prove why data were processed; they are the operator's record too.")
    hold(Instruction, label=_("Instructions"), purpose=_("To show on what a processing rested."), remains=remains)
    hold(
        Compelled,
        label=_("Compelled processings"),
        purpose=_("To show what the law compelled, and who was told."),
        remains=remains,
    )
    _sentences()


def _sentences() -> None:
    words = {
        "instruction.given": _("Instruction given"),
        "instruction.accepted": _("Instruction accepted"),
        "instruction.held": _("Instruction held, because it seems unlawful"),
        "instruction.confirmed": _("Held instruction confirmed by the controller"),
        "instruction.adapted": _("Instruction replaced by an adapted one"),
        "instruction.withdrawn": _("Instruction withdrawn"),
        "instruction.done": _("Instruction carried out"),
        "compelled.recorded": _("Compelled processing recorded"),
        "compelled.notified": _("Controller notified of compelled processing"),
        "compelled.secret": _("Reason recorded why notice is forbidden"),
        "compelled.started": _("Compelled processing started"),
        "compelled.ended": _("Compelled processing ended"),
        "compelled.dropped": _("Compelled processing not carried out"),
        "compelled.answered": _("Controller responded to compelled processing"),
    }
    say(words, {"instruction": _("Instructions"), "compelled": _("Compelled processings")})
