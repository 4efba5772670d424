"""Handing a shift over, and taking one over."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to, visible
from sluis.portal.monitor import shifts
from sluis.portal.monitor.forms import HandOverForm
from sluis.portal.monitor.models import ShiftHandover
from sluis.portal.monitor.rights import HAND_OVER, WATCH
from sluis.portal.monitor.rows import Part
from sluis.portal.monitor.standing import LATE
from sluis.portal.monitor.tables import HandoverTable
from sluis.portal.monitor.views.base import MONITOR, OfMonitor, named, place
from sluis.portal.oversight.models import Shift
from sluis.portal.oversight.selectors import on_duty
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.moments import moment
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage

HANDOVERS = Crumb(_("Handovers"), "monitor:handovers")
PARTS = {"follow-up": _("Follow-up"), **{part.value: part.label for part in Part}}


class Handovers(ListPage):
    """All of them."""

    right = WATCH
    title = _("Handovers")
    subtitle = _("What each shift left to the next.")
    table_class = HandoverTable
    search_fields = ("note",)
    empty = _("No shift was handed over yet. At the end of yours, choose “Hand over”.")
    action = Action(_("Hand over"), "monitor:hand-over", "arrow-right", shown_to(HAND_OVER))

    def rows(self) -> QuerySet[Any]:
        """The last one first."""
        found: QuerySet[Any] = ShiftHandover.objects.visible_to(actor_of(self.request), WATCH)
        return found.order_by("-made_at")

    @cached_property
    def table(self) -> Any:
        """With the names of those who wrote and accepted."""
        made = super().table
        made.names = named(self.rows().only("made_by", "accepted_by"), "made_by", "accepted_by")
        return made

    def crumbs(self) -> Sequence[Crumb]:
        """Below the monitor."""
        return (MONITOR,)


def lines(page: OfMonitor, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was open, as it is shown."""
    return [
        {
            "name": item["name"],
            "part": PARTS.get(item["part"], item["part"]),
            "why": LATE.get(item["key"].partition("-")[0], ""),
            "since": datetime.fromisoformat(item["since"]) if item["since"] else None,
            "place": place(page.actor, item["kind"], item["pk"]),
        }
        for item in items
    ]


class HandOver(OfMonitor, FormPage):
    """End a shift: what is open stands there already."""

    right = HAND_OVER
    template_name = "monitor/hand_over.html"
    title = _("Hand over the shift")
    submit = _("Hand over")
    form_class = HandOverForm
    message = _("The shift was handed over. Whoever is on duty next accepts it.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the handovers."""
        return (MONITOR, HANDOVERS)

    def context(self) -> dict[str, Any]:
        """What goes along by itself, and who is on duty."""
        return {"items": lines(self, shifts.open_items(self.actor)), "duty": on_duty(self.actor.at)}

    def save(self, form: Any) -> str:
        """Call the service."""
        made = shifts.hand_over(self.actor, text=form.cleaned_data["note"])
        return reverse("monitor:handover", args=[made.pk])


class _OfHandover(OfMonitor):
    @cached_property
    def handover(self) -> ShiftHandover:
        """The handover in the address."""
        return visible(self.request, ShiftHandover, self.right, self.kwargs["pk"])


class HandoverPage(_OfHandover, DetailPage):
    """One of them."""

    template_name = "monitor/handover.html"

    @property
    def title(self) -> Text:
        """When."""
        return _("Handover of %(moment)s") % {"moment": moment(self.handover.made_at)}

    @property
    def subtitle(self) -> Text:
        """In which service window."""
        return str(Shift.Window(self.handover.window).label)

    def crumbs(self) -> Sequence[Crumb]:
        """Below the handovers."""
        return (MONITOR, HANDOVERS)

    def badges(self) -> Sequence[Badge]:
        """Whether somebody took over."""
        done = self.handover.accepted_at is not None
        return (Badge(_("Accepted"), Tone.GOOD) if done else Badge(_("Waits for the next shift"), Tone.WARNING),)

    def actions(self) -> Sequence[Action]:
        """Accept it, for somebody else."""
        mine = self.handover.made_by == self.actor.name
        open_to = self.handover.accepted_at is None and not mine and self.actor.may(HAND_OVER)
        to = reverse("monitor:accept", args=[self.handover.pk])
        return (Action(_("Take over"), to, "check", lambda _request: open_to),)

    def context(self) -> dict[str, Any]:
        """Note, items and names."""
        one = self.handover
        names = named([one], "made_by", "accepted_by")
        return {"handover": one, "names": names, "items": lines(self, one.items)}


class Accept(_OfHandover, ConfirmPage):
    """Take over."""

    right = HAND_OVER
    title = _("Take over the shift")
    submit = _("Take over")
    dangerous = False
    message = _("You took over the shift.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the handover."""
        return (MONITOR, HANDOVERS, Crumb(moment(self.handover.made_at), self._address))

    @property
    def _address(self) -> str:
        return reverse("monitor:handover", args=[self.handover.pk])

    def consequences(self) -> Sequence[Text]:
        """What it means."""
        return (_("From now on what is open is yours to follow; the evidence says since when."),)

    def do(self, reason: str) -> str:  # noqa: ARG002 - none is asked
        """Call the service."""
        shifts.accept(self.actor, handover=self.handover)
        return self._address
