"""What this app tells the others when it starts: menu, holdings, kinds of events, jobs."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.oversight.sentences import say
from sluis.portal.rounds import following, panels, scheduling
from sluis.portal.rounds.models import Extension, Round, Schedule
from sluis.portal.rounds.rights import SEE
from sluis.portal.ui.navigation import Entry, Group, declare
from sluis.portal.ui.slots import fill


def declare_all() -> None:
    """Tell it."""
    declare(Entry(_("Calendar"), "calendar", "rounds:list", Group.MAIN, 26, shown_to(SEE), "/rounds/"))
    fill("agreement", panels.of_agreement, order=45)
    fill("home", panels.of_home, order=30)
    follows = _("Opens rounds of deliveries, reminds of them and marks them late")
    every("rounds.following", hours=1, run=following.follow, label=follows)
    ahead = _("Makes the rounds of deliveries of the coming year")
    every("rounds.planning", hours=12, run=scheduling.look_ahead, label=ahead)
    remains = _(
        "The calendar proves what was expected and what came; it is the recipient's and the operator's record too."
    )
    hold(Schedule, label=_("Schedules of deliveries"), purpose=_("To know when is delivered."), remains=remains)
    hold(
        Round, label=_("Rounds of deliveries"), purpose=_("To show what was expected, and what came."), remains=remains
    )
    hold(Extension, label=_("Extensions of rounds"), purpose=_("To show who got more time, and why."), remains=remains)
    _sentences()


def _sentences() -> None:
    words = {
        "schedule.made": _("Schedule of deliveries made"),
        "schedule.changed": _("Schedule of deliveries changed"),
        "schedule.copied": _("Schedule of deliveries copied to other sources"),
        "schedule.continued": _("Rounds made a year ahead"),
        "schedule.stopped": _("Schedule of deliveries stopped"),
        "round.planned": _("Round planned"),
        "round.opened": _("Round opened"),
        "round.reminded": _("People reminded of a round"),
        "round.late": _("Round marked late"),
        "round.looked-at": _("Round looked at; nothing was due"),
        "round.tested": _("Test delivery counted for a round"),
        "round.delivered": _("Delivery counted for a round"),
        "round.undone": _("Delivery counts for its round no more"),
        "round.nothing": _("Nothing to deliver for a round"),
        "round.signed-off": _("Round signed off"),
        "round.asked-again": _("Second delivery asked"),
        "round.reopened": _("Round opened again"),
        "round.declined": _("Second delivery declined"),
        "round.closed": _("Round closed"),
        "extension.asked": _("More time asked for a round"),
        "extension.granted": _("More time given for a round"),
        "extension.refused": _("More time refused for a round"),
    }
    kinds = {"schedule": _("Schedules of deliveries"), "round": _("Rounds of deliveries")}
    say(words, kinds | {"extension": _("Extensions of rounds")})
