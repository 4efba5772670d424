"""The app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People and their rights."""

    name = "sluis.portal.people"
    label = "people"

    def ready(self) -> None:
        """Say what stands in the menu, on pages of others, in the register and in the timetable."""
        from sluis.portal.access.pages import shown_to
        from sluis.portal.people import panels
        from sluis.portal.people.rights import SEE
        from sluis.portal.ui.navigation import Entry, Group, declare
        from sluis.portal.ui.refusing import declare_status
        from sluis.portal.ui.slots import fill
        from sluis.refusals.catalogue import people as codes

        declare(Entry(_("People"), "users", "people:list", Group.CONTROL, 20, shown_to(SEE), "/people/"))
        declare_status(codes.LINK_SPENT, 410)
        fill("organisation", panels.of_organisation, order=30)
        fill("home", panels.of_home, order=40)
        _plan()
        _hold()


def _plan() -> None:
    from sluis.portal.jobs.timetable import every
    from sluis.portal.people import overdue

    every(
        "people.overdue", run=overdue.close_overdue, hours=1, label=_("Withdraws rights that nobody reviewed in time")
    )
    every("people.reviews", run=overdue.start_due, hours=12, label=_("Starts reviews of rights"))
    every(
        "people.ends",
        run=overdue.remind_of_ends,
        hours=12,
        label=_("Reminds of statements, screenings and training that end"),
    )
    every("people.roles", run=overdue.end_roles, hours=1, label=_("Ends roles whose last day has passed"))


def _hold() -> None:
    from sluis.portal.holdings.register import hold
    from sluis.portal.people.models import Decision, Invitation, Review, ReviewCycle, Screening, Training

    access = _("To let in only who may, and to account for it.")
    had = _("Shows who had access, and who decided about that.")
    hold(Invitation, label=_("Invitations"), purpose=access, kept="1 year", since="invited_at", without=("digest",))
    hold(Review, label=_("Reviews of rights"), purpose=access, kept="5 years", since="closed_at", remains=had)
    hold(Decision, label=_("Decisions about rights"), purpose=access, kept="5 years", since="decided_at", remains=had)
    hold(ReviewCycle, label=_("How often rights are reviewed"), purpose=access)
    joining = _("To know that people were screened and trained for their work.")
    hold(Screening, label=_("Screenings"), purpose=joining, kept="2 years", since="requested_on")
    hold(Training, label=_("Training"), purpose=joining, kept="5 years", since="followed_on")
