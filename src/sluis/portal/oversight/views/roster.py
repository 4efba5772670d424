"""The duty roster."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import window_at
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.oversight import rights
from sluis.portal.oversight.models import Shift
from sluis.portal.oversight.rostering import gaps, remove
from sluis.portal.oversight.selectors import on_duty
from sluis.portal.oversight.views.described import OVERVIEW
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage

SHOWN = 12

CRUMB = Crumb(_("Duty roster"), "oversight:roster")


class Roster(DetailPage):
    """Who is on duty now, what comes, and what nobody covers."""

    right = rights.SEE_CONTINUITY
    template_name = "oversight/roster.html"
    title = _("Duty roster")
    subtitle = _("Somebody is there in every service window, seven days a week.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below oversight."""
        return (OVERVIEW,)

    def actions(self) -> Sequence[Action]:
        """All shifts; a new one."""
        may = actor_of(self.request).may(rights.KEEP_ROSTER)
        return (
            Action(_("All shifts"), "oversight:shifts", "list", weight=Weight.SECONDARY),
            Action(_("New shift"), "oversight:shift-new", "plus", lambda _r: may),
        )

    def context(self) -> dict[str, Any]:
        """Now, the next shifts, and the gaps of thirty days."""
        now = timezone.now()
        coming = Shift.objects.visible_to(actor_of(self.request), rights.SEE_CONTINUITY).filter(ends_at__gt=now)
        found = gaps(now)
        return {
            "window": Shift.Window(int(window_at(now))).label,
            "now": on_duty(now),
            "coming": coming.select_related("person", "deputy").order_by("starts_at", "window")[:30],
            "gaps": found[:SHOWN],
            "more": max(0, len(found) - SHOWN),
        }


class RemoveShift(ConfirmPage):
    """Take a shift out of the roster."""

    right = rights.KEEP_ROSTER
    title = _("Remove a shift")

    @cached_property
    def shift(self) -> Shift:
        """The shift of the address."""
        return visible(self.request, Shift, rights.KEEP_ROSTER, self.kwargs["pk"], "person")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the shift."""
        return (OVERVIEW, CRUMB, Crumb(str(self.shift), reverse("oversight:shift", args=[self.shift.pk])))

    def consequences(self) -> Sequence[Text]:
        """What happens then."""
        return (_("Nobody is on duty in this window at that time, until another shift is planned."),)

    def do(self, reason: str) -> str:  # noqa: ARG002 - none is asked
        """Remove it."""
        remove(actor_of(self.request), shift=self.shift)
        return "oversight:roster"
