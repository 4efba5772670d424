"""What the pages have in common: the record in the address, and forms that show what follows before the button."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access import acting
from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import visible
from sluis.portal.access.rights import Right
from sluis.portal.rounds.models import Extension, Round, Schedule
from sluis.portal.rounds.rights import PLAN, SEE
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text

LIST = Crumb(_("Calendar"), "rounds:list")
SCHEDULES = Crumb(_("Schedules"), "rounds:schedules")


class OfCalendar(OfActor):
    """A page of the calendar, which both sides see."""

    right: ClassVar[Right] = SEE

    def require(self, found: Round | Schedule | Extension) -> None:
        """A page of one side is not there for the other: what the recipient decides, the source does not."""
        owner = found.recipient_id if self.right is PLAN else found.organisation_id
        if self.right is not SEE and not self.actor.reaches(self.right, owner):
            raise Http404


class OfRound(OfCalendar):
    """A page about a round."""

    @cached_property
    def round(self) -> Round:
        """The round in the address."""
        related = ("organisation", "recipient", "schedule__flow")
        found = visible(self.request, Round, self.right, self.kwargs["pk"], *related)
        self.require(found)
        return found

    @property
    def subtitle(self) -> Text:
        """From whom to whom."""
        return f"{self.round.organisation} → {self.round.recipient}"

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("rounds:round", args=[self.round.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The calendar, and the round."""
        return (LIST, Crumb(self.round.name, self.address))


class OfSchedule(OfCalendar):
    """A page about a schedule."""

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule in the address."""
        related = ("organisation", "recipient", "flow")
        found = visible(self.request, Schedule, self.right, self.kwargs["pk"], *related)
        self.require(found)
        return found

    @property
    def subtitle(self) -> Text:
        """From whom to whom."""
        return f"{self.schedule.organisation} → {self.schedule.recipient}"

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("rounds:schedule", args=[self.schedule.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The schedules, and this one."""
        return (LIST, SCHEDULES, Crumb(str(self.schedule), self.address))


class Considered(OfCalendar, acting.Considered):
    """A form with its consequences above the button."""
