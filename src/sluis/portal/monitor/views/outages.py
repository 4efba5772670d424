"""Outage notices; the staff tell of them, everybody reads them at the top of each page."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to, visible
from sluis.portal.monitor import outages
from sluis.portal.monitor.forms import OutageForm, UntilForm
from sluis.portal.monitor.models import Outage
from sluis.portal.monitor.rights import TELL, WATCH
from sluis.portal.monitor.tables import OutageTable, outage_state
from sluis.portal.monitor.views.base import MONITOR, OfMonitor
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.moments import moment
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage
from sluis.portal.ui.templatetags.ui import when

OUTAGES = Crumb(_("Outage notices"), "monitor:outages")


class Outages(ListPage):
    """All of them."""

    right = WATCH
    title = _("Outage notices")
    subtitle = _("Shown to everybody who signs in from a week before, told to programs at the gate, and mailed.")
    table_class = OutageTable
    search_fields = ("text_nl", "text_en")
    empty = _("Nothing was announced yet. Announce an outage as soon as it is planned or seen.")
    action = Action(_("Announce an outage"), "monitor:announce", "plus", shown_to(TELL))

    def rows(self) -> QuerySet[Any]:
        """The last one first."""
        found: QuerySet[Any] = Outage.objects.visible_to(actor_of(self.request), WATCH)
        return found.order_by("-starts_at")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the monitor."""
        return (MONITOR,)


class Announce(OfMonitor, FormPage):
    """Tell of one."""

    right = TELL
    title = _("Announce an outage")
    submit = _("Announce")
    form_class = OutageForm
    message = _("The outage was announced.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the notices."""
        return (MONITOR, OUTAGES)

    def initial(self) -> dict[str, Any]:
        """Now."""
        return {"planned": "yes", "starts_at": self.actor.at}

    def save(self, form: Any) -> str:
        """Call the service."""
        said = dict(form.cleaned_data)
        made = outages.announce(self.actor, planned=said.pop("planned") == "yes", **said)
        return reverse("monitor:outage", args=[made.pk])


class _OfOutage(OfMonitor):
    @cached_property
    def outage(self) -> Outage:
        """The notice in the address."""
        return visible(self.request, Outage, self.right, self.kwargs["pk"])

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("monitor:outage", args=[self.outage.pk])


class OutagePage(_OfOutage, DetailPage):
    """One of them."""

    template_name = "monitor/outage.html"

    @property
    def title(self) -> Text:
        """From when."""
        return _("Outage of %(moment)s") % {"moment": moment(self.outage.starts_at)}

    def crumbs(self) -> Sequence[Crumb]:
        """Below the notices."""
        return (MONITOR, OUTAGES)

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        return (outage_state(self.outage),)

    def actions(self) -> Sequence[Action]:
        """Move its end, or end it."""
        may = self.outage.over_at is None and self.actor.may(TELL)
        pk = [self.outage.pk]
        return (
            Action(_("Change the end"), reverse("monitor:move", args=pk), "clock", lambda _r: may, Weight.SECONDARY),
            Action(self.ending, reverse("monitor:end", args=pk), "check", lambda _r: may),
        )

    @property
    def ending(self) -> Text:
        """It is over, or it does not happen."""
        return _("It is over") if self.outage.is_on(self.actor.at) else _("Call it off")

    def context(self) -> dict[str, Any]:
        """All of it."""
        one = self.outage
        pairs = [
            (_("Kind"), _("Planned") if one.planned else _("Unplanned")),
            (_("From"), when(one.starts_at)),
            (_("Until"), when(one.ends_at) if one.ends_at else _("end not known yet")),
            (_("Announced"), when(one.announced_at)),
            (_("People told"), one.told),
            (_("Over"), when(one.over_at) if one.over_at else "–"),
            (_("People told that it is over"), one.told_over if one.over_at else "–"),
        ]
        return {"outage": one, "pairs": pairs}


class Move(_OfOutage, FormPage):
    """Another end."""

    right = TELL
    title = _("Change the end")
    form_class = UntilForm
    message = _("The end was changed; the notice says so at once.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the notice."""
        return (MONITOR, OUTAGES, Crumb(moment(self.outage.starts_at), self.address))

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {"ends_at": self.outage.ends_at}

    def save(self, form: Any) -> str:
        """Call the service."""
        outages.move(self.actor, outage=self.outage, ends_at=form.cleaned_data["ends_at"])
        return self.address


class End(_OfOutage, ConfirmPage):
    """It is over."""

    right = TELL
    title = _("End the outage notice")
    submit = _("It is over")
    dangerous = False
    message = _("The outage notice was ended.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the notice."""
        return (MONITOR, OUTAGES, Crumb(moment(self.outage.starts_at), self.address))

    def consequences(self) -> Sequence[Text]:
        """What happens then."""
        return (
            _("The notice goes from all pages and from the gate."),
            _("Whoever was told of it gets a mail that it is over, or does not take place."),
        )

    def do(self, reason: str) -> str:  # noqa: ARG002 - none is asked
        """Call the service."""
        outages.end(self.actor, outage=self.outage)
        return self.address
