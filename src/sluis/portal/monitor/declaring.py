"""What this app tells the others when it starts: menu, slots, holdings, kinds of events, jobs."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.monitor import models, outages, panels, reminding
from sluis.portal.monitor.rights import WATCH
from sluis.portal.oversight.sentences import say
from sluis.portal.ui.navigation import Entry, Group, declare
from sluis.portal.ui.slots import fill


def declare_all() -> None:
    """Tell it."""
    declare(Entry(_("Monitor"), "activity", "monitor:board", Group.MAIN, 24, shown_to(WATCH), "/monitor/"))
    fill("banner", panels.outages, order=20)
    fill("delivery", panels.of_delivery, order=80)
    every("monitor.reminding", hours=1, run=reminding.remind, label=_("Reminds recipients of results that wait"))
    every("monitor.outages", minutes=5, run=outages.end_due, label=_("Ends outage notices of which the end has come"))
    _holdings()
    _sentences()


def _holdings() -> None:
    proves = _("The operator's own log of its supervision; it holds no content.")
    own = Q(organisation__is_operator=True)
    hold(
        models.Observation, label=_("Remarks of the staff"), purpose=_("To follow up what is peculiar."),
        kept="2 years", since="made_at", remains=proves, remaining=own,
    )  # fmt: skip
    hold(
        models.ShiftHandover, label=_("Shift handovers"), purpose=_("To lose nothing between two shifts."),
        kept="1 year", since="made_at", remains=proves, remaining=own,
    )  # fmt: skip
    hold(
        models.Outage, label=_("Outage notices"), purpose=_("To tell when the service could not be used."),
        kept="5 years", since="announced_at", remains=proves, remaining=own,
    )  # fmt: skip
    hold(
        models.Reminder, label=_("Reminders of results"), purpose=_("To remind of each result once."), kept="1 year",
        since="sent_at",
    )  # fmt: skip


def _sentences() -> None:
    words = {
        "observation.made": _("Remark of the staff written"),
        "observation.closed": _("Follow-up of a remark closed"),
        "shifthandover.made": _("Shift handed over"),
        "shifthandover.accepted": _("Shift taken over"),
        "outage.announced": _("Outage announced"),
        "outage.moved": _("End of an outage moved"),
        "outage.ended": _("Outage ended"),
        "reminder.sent": _("Recipient reminded of a result"),
        "reminder.left-out": _("Reminder left out; it was sent before"),
    }
    kinds = {"observation": _("Remarks of the staff"), "shifthandover": _("Shift handovers")}
    say(words, kinds | {"outage": _("Outage notices"), "reminder": _("Reminders of results")})
