"""What this app tells the others when it starts: menu, panel, holdings, kinds of events, jobs."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.support import panels, watching
from sluis.portal.support.models import HelpLook, HelpOffer, HelpRequest
from sluis.portal.support.rights import SEE
from sluis.portal.ui.navigation import Entry, Group, declare
from sluis.portal.ui.slots import fill


def declare_all() -> None:
    """Tell it."""
    declare(Entry(_("Help"), "lifebuoy", "support:list", Group.MAIN, 27, shown_to(SEE), "/support/"))
    fill("delivery", panels.of_delivery, order=60)
    every(
        "support.watching", hours=1, run=watching.watch, label=_("Ends consents to help, and tells of late deletions")
    )
    every("support.sweeping", minutes=15, run=watching.sweep, label=_("Destroys keys of help data that is gone"))
    _holdings()
    _sentences()


def _holdings() -> None:
    """What was handed over is in none of these, so that it is in no export."""
    hold(
        HelpRequest, label=_("Help requests"), kept="1 year", since="closed_at",
        purpose=_("To help with deliveries that failed, and to show when what was handed over was deleted."),
    )  # fmt: skip
    hold(
        HelpOffer, label=_("Offers of help and consents"), kept="1 year", since="ended_at",
        purpose=_("To show what the controller consented to, and until when."),
    )  # fmt: skip
    hold(
        HelpLook, label=_("Looks at what was shown for help"), kept="1 year", since="at",
        purpose=_("To show who of the service desk looked, and when."),
    )  # fmt: skip


def _sentences() -> None:
    words = {
        "helprequest.asked": _("Help asked"),
        "helprequest.assigned": _("Help request assigned"),
        "helprequest.cancelled": _("Help not needed any more"),
        "helprequest.reopened": _("Help request open again"),
        "helprequest.received": _("Selection for help handed over"),
        "helprequest.looked-at": _("Selection for help looked at"),
        "helprequest.closed": _("Help request closed"),
        "helprequest.deleted": _("Selection for help deleted"),
        "helprequest.followed": _("Help request followed by the clock"),
        "helprequest.late": _("Selection for help not deleted in time"),
        "helprequest.swept": _("Key of a selection that is gone looked for and destroyed"),
        "helpoffer.made": _("Help offered"),
        "helpoffer.consented": _("Consent given to an offer of help"),
        "helpoffer.declined": _("Offer of help declined"),
        "helpoffer.withdrawn": _("Consent to help withdrawn"),
        "helpoffer.lapsed": _("Consent to help ended"),
        "helpoffer.retracted": _("Offer of help taken back"),
        "helplook.made": _("Looked together for help"),
    }
    areas = {"helprequest": _("Help requests"), "helpoffer": _("Offers of help"), "helplook": _("Looks for help")}
    say(words, areas)
