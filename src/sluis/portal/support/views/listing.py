"""The list, and one request."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to
from sluis.portal.support import life, rights
from sluis.portal.support.filters import HelpFilter
from sluis.portal.support.models import HelpLook, HelpOffer, HelpRequest
from sluis.portal.support.tables import OFFER_TONES, HelpTable, badge_of
from sluis.portal.support.views.base import LIST, OfRequest
from sluis.portal.support.views.doing import Stand, doable
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

SHOWN = 50
"""Looks on a page: the last ones."""


class Requests(ListPage):
    """Those that this person may see."""

    right = rights.SEE
    title = _("Help")
    subtitle = _("Help with deliveries that failed. Nothing is seen without the source's consent, and nothing stays.")
    table_class = HelpTable
    filter_class = HelpFilter
    search_fields = ("number", "organisation__name", "delivery__number")
    empty = _("Nobody asked for help yet. Ask for it here, or on the page of a delivery that was refused.")
    action = Action(_("Ask for help"), "support:ask", icon="plus", shown=shown_to(rights.ASK))

    def rows(self) -> QuerySet[Any]:
        """With their sources."""
        found: QuerySet[Any] = HelpRequest.objects.visible_to(actor_of(self.request), rights.SEE)
        return found.select_related("organisation", "delivery").order_by("-asked_at")


class RequestPage(OfRequest, DetailPage):
    """All about one request, but nothing of what was handed over."""

    template_name = "support/request.html"

    @property
    def title(self) -> Text:
        """Its number."""
        return self.found.number

    @property
    def subtitle(self) -> Text:
        """Whose, and what kind of help."""
        return f"{self.found.organisation} · {self.found.get_way_display()}"

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (LIST,)

    def badges(self) -> Sequence[Badge]:
        """State; how it came in; whether something is late."""
        found = [badge_of(self.found)]
        if self.found.by_phone:
            found.append(Badge(_("By telephone")))
        if self.found.is_late(self.actor.at):
            found.append(Badge(_("Deletion is late"), Tone.DANGER))
        return found

    def actions(self) -> Sequence[Action]:
        """What this person can do now."""
        return doable(Stand(self.found, self.offers[0] if self.offers else None, self.actor))

    def context(self) -> dict[str, Any]:
        """Its course, its offers, and who looked when."""
        looks = HelpLook.objects.visible_to(self.actor, rights.SEE).filter(request=self.found)
        return {
            "found": self.found,
            "life": life.of_request(self.found, self.offers[0] if self.offers else None, self.actor.at),
            "offers": [(one, _badge(one)) for one in self.offers],
            "looks": list(looks.order_by("-at", "pk")[:SHOWN]),
            "late": self.found.is_late(self.actor.at),
        }


def _badge(offer: HelpOffer) -> Badge:
    return Badge(offer.get_state_display(), OFFER_TONES.get(offer.state, Tone.NEUTRAL))
