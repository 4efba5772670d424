"""The calendar: rounds and schedules as lists."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to
from sluis.portal.rounds.filters import RoundFilter, ScheduleFilter
from sluis.portal.rounds.models import WAITING, Round, Schedule, State
from sluis.portal.rounds.rights import PLAN, SEE
from sluis.portal.rounds.tables import RoundTable, ScheduleTable
from sluis.portal.rounds.views.base import LIST
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.lists import ListPage

_FIRST = Case(When(state__in=WAITING, then=0), When(state=State.PLANNED, then=1), default=2)
"""What is still expected comes before what is planned, and that before what is over."""


class Rounds(ListPage):
    """Those that this person may see, by their last day."""

    right = SEE
    title = _("Calendar of deliveries")
    subtitle = _("Which periods are expected, by when, and what came of it.")
    table_class = RoundTable
    filter_class = RoundFilter
    search_fields = ("name", "organisation__name", "recipient__name", "schedule__flow__exchange")
    empty = _("Nothing is expected yet. The recipient of deliveries plans them under “Schedules”.")

    def rows(self) -> QuerySet[Any]:
        """With their parties."""
        found: QuerySet[Any] = Round.objects.visible_to(actor_of(self.request), SEE)
        return found.select_related("organisation", "recipient", "schedule__flow").order_by(
            _FIRST, "final_until", "organisation__name"
        )

    def actions(self) -> list[Action]:
        """The other pages of the calendar."""
        return [
            Action(_("Completeness"), "rounds:complete", "checks", weight=Weight.SECONDARY),
            Action(_("Schedules"), "rounds:schedules", "calendar", weight=Weight.SECONDARY),
        ]


class Schedules(ListPage):
    """Those that this person may see."""

    right = SEE
    title = _("Schedules")
    subtitle = _("Per flow: how often is delivered, and by when.")
    table_class = ScheduleTable
    filter_class = ScheduleFilter
    search_fields = ("organisation__name", "recipient__name", "flow__exchange")
    empty = _("There is no schedule yet. The recipient makes one for each source, or one that is copied to all.")

    def rows(self) -> QuerySet[Any]:
        """With their parties."""
        found: QuerySet[Any] = Schedule.objects.visible_to(actor_of(self.request), SEE)
        return found.select_related("organisation", "recipient", "flow").order_by("organisation__name")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the calendar."""
        return (LIST,)

    def actions(self) -> list[Action]:
        """Make one."""
        return [Action(_("New schedule"), "rounds:plan", "plus", shown_to(PLAN))]
