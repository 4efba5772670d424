"""Remarks of the staff and what follows from them; and attempts, about which they are made."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to, visible
from sluis.portal.deliveries.models import Attempt, Delivery
from sluis.portal.deliveries.rights import SEE
from sluis.portal.monitor import noting
from sluis.portal.monitor.codes import why
from sluis.portal.monitor.filters import FollowUpFilter
from sluis.portal.monitor.forms import NoteForm, ResultForm
from sluis.portal.monitor.models import Observation
from sluis.portal.monitor.panels import remarks
from sluis.portal.monitor.rights import NOTE, WATCH
from sluis.portal.monitor.standing import times
from sluis.portal.monitor.tables import FollowUpTable, state_of
from sluis.portal.monitor.views.base import MONITOR, OfMonitor, place
from sluis.portal.oversight.selectors import operator
from sluis.portal.ui.actions import Action, Badge, Crumb
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage
from sluis.portal.ui.templatetags.ui import when

FOLLOW_UPS = Crumb(_("Follow-ups"), "monitor:follow-ups")


class FollowUps(ListPage):
    """What somebody has to look into."""

    right = WATCH
    title = _("Follow-ups")
    subtitle = _("Remarks of the staff from which something follows, by when and by whom.")
    table_class = FollowUpTable
    filter_class = FollowUpFilter
    search_fields = ("text", "result", "delivery__number")
    empty = _("Nothing has to be followed up. A remark with a moment before which it must be done appears here.")

    def rows(self) -> QuerySet[Any]:
        """Those with a moment; open ones first."""
        found = Observation.objects.visible_to(actor_of(self.request), WATCH).exclude(due_at=None)
        related: QuerySet[Any] = found.select_related("delivery", "attempt", "person")
        return related.order_by("closed_at", "due_at")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the monitor."""
        return (MONITOR,)


class AttemptPage(OfMonitor, DetailPage):
    """An attempt that was refused."""

    template_name = "monitor/attempt.html"

    @cached_property
    def attempt(self) -> Attempt:
        """The attempt in the address."""
        return visible(self.request, Attempt, self.right, self.kwargs["pk"], "organisation")

    @property
    def title(self) -> Text:
        """What was tried."""
        return str(self.attempt.get_what_display())

    @property
    def subtitle(self) -> Text:
        """What was wrong."""
        return f"{self.attempt.code} – {why(self.attempt)}"

    def crumbs(self) -> Sequence[Crumb]:
        """Below the monitor."""
        return (MONITOR, Crumb(_("Refused"), f"{reverse('monitor:board')}?part=refused"))

    def actions(self) -> Sequence[Action]:
        """Write a remark."""
        to = reverse("monitor:note-attempt", args=[self.attempt.pk])
        return (Action(_("Write a remark"), to, "pencil", shown_to(NOTE)),)

    def context(self) -> dict[str, Any]:
        """All that is known, and the remarks."""
        one = self.attempt
        pairs = [
            (_("Name in the exchange"), one.party_id or _("not known")),
            (_("Organisation"), one.organisation),
            (_("Key"), one.key_id or _("not known")),
            (_("Delivery"), one.number or "–"),
            (_("How often"), times(one)),
            (_("First"), when(one.first_at)),
            (_("Last"), when(one.last_at)),
        ]
        found = Observation.objects.visible_to(self.actor, WATCH).filter(attempt=one).select_related("person")
        return {"pairs": pairs, "attempt": one} | remarks(self.request, list(found))


class _Note(OfMonitor, FormPage):
    """Write a remark."""

    right = NOTE
    title = _("Write a remark")
    form_class = NoteForm
    message = _("The remark was kept.")

    @cached_property
    def about(self) -> Delivery | Attempt:
        """What it is about."""
        raise NotImplementedError

    @property
    def success_url(self) -> str:
        """Its page; else the monitor."""
        return place(self.actor, str(self.about._meta.model_name), self.about.pk) or reverse("monitor:board")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the monitor."""
        return (MONITOR, Crumb(str(self.about), self.success_url))

    def form_options(self) -> dict[str, Any]:
        """Colleagues."""
        return {"organisation": operator(), "at": self.actor.at}

    def save(self, form: Any) -> object:
        """Call the service."""
        return noting.note(self.actor, on=self.about, **form.said)


class NoteDelivery(_Note):
    """About a delivery."""

    @cached_property
    def about(self) -> Delivery:
        """The delivery in the address."""
        return visible(self.request, Delivery, SEE, self.kwargs["pk"])


class NoteAttempt(_Note):
    """About an attempt."""

    @cached_property
    def about(self) -> Attempt:
        """The attempt in the address."""
        return visible(self.request, Attempt, SEE, self.kwargs["pk"])


class Close(OfMonitor, FormPage):
    """The remark, and what came of it; who may only watch reads it."""

    right = WATCH
    template_name = "monitor/close.html"
    form_class = ResultForm
    submit = _("Close")
    message = _("The follow-up was closed.")
    success_url = "monitor:follow-ups"

    @cached_property
    def observation(self) -> Observation:
        """The remark in the address."""
        return visible(self.request, Observation, WATCH, self.kwargs["pk"], "delivery", "attempt", "person")

    @property
    def title(self) -> Text:
        """About what."""
        return _("Follow up: %(about)s") % {"about": self.observation}

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        return (state_of(self.observation),) if self.observation.due_at else ()

    def crumbs(self) -> Sequence[Crumb]:
        """Below the follow-ups."""
        return (MONITOR, FOLLOW_UPS)

    def context(self) -> dict[str, Any]:
        """The remark, and where what it is about stands."""
        one = self.observation
        about = one.delivery or one.attempt
        to = place(self.actor, str(about._meta.model_name), about.pk) if about else ""
        may = self.actor.may(NOTE) and one.follows
        return remarks(self.request, [one]) | {"one": one, "place": to, "may_close": may}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for who may."""
        self.actor.require(NOTE)
        return super().post(request, *args, **kwargs)

    def save(self, form: Any) -> object:
        """Call the service."""
        return noting.close(self.actor, observation=self.observation, result=form.cleaned_data["result"])
