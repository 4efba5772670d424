"""Deliveries as lists: all that one may see, and what a recipient still has to fetch."""

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to
from sluis.portal.deliveries.filters import DeliveryFilter
from sluis.portal.deliveries.models import Delivery, State
from sluis.portal.deliveries.rights import FETCH, RULE, SEE
from sluis.portal.deliveries.tables import DeliveryTable
from sluis.portal.deliveries.views.base import LIST
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.lists import ListPage

_BARE = re.compile(r"[0-9a-f]{2,32}")


class Deliveries(ListPage):
    """Those that this person may see, newest first."""

    right = SEE
    title = _("Deliveries")
    subtitle = _("What was delivered to whom, where it stands, and when it is removed.")
    template_name = "deliveries/list.html"
    table_class = DeliveryTable
    filter_class = DeliveryFilter
    search_fields = ("number", "organisation__name", "recipient__name", "route__exchange", "round__name")
    empty = _("Nothing was delivered yet. A source delivers with its program: `sluis source deliver`.")

    def rows(self) -> QuerySet[Any]:
        """With their parties."""
        found: QuerySet[Any] = Delivery.objects.visible_to(actor_of(self.request), SEE)
        related = found.select_related("organisation", "recipient", "route").defer(
            "prepared", "report", "proof", "route__document", "route__specification"
        )
        return related.order_by("-offered_at")

    def sought(self, word: str) -> Q:
        """A number is found with hyphens and without."""
        found = super().sought(word)
        bare = word.replace("-", "").casefold()
        return found | Q(delivery__startswith=bare) if _BARE.fullmatch(bare) else found

    def actions(self) -> list[Action]:
        """The pages around it."""
        return [
            Action(_("Rules that authorise"), "deliveries:rules", "checklist", shown_to(RULE), Weight.SECONDARY),
            Action(_("Agreements of the exchange"), "deliveries:routes", "arrows-exchange", weight=Weight.SECONDARY),
        ]

    def context(self) -> dict[str, Any]:
        """With the tabs of a recipient."""
        return super().context() | {"tabs": self.tabs()}

    def tabs(self) -> Sequence[Crumb]:
        """All, and what is to be fetched, for whoever may fetch."""
        if not actor_of(self.request).may(FETCH):
            return ()
        return (Crumb(_("All"), "deliveries:list"), Crumb(_("To fetch"), "deliveries:inbox"))


class Inbox(Deliveries):
    """A recipient's: what is available and was not downloaded yet, oldest first."""

    right = FETCH
    title = _("To fetch")
    subtitle = _("Results for your organisation that nobody downloaded yet; they go when their term has passed.")
    empty = _("There is nothing to fetch.")

    def rows(self) -> QuerySet[Any]:
        """Its own."""
        mine = super().rows().filter(recipient=actor_of(self.request).organisation, state=State.AVAILABLE)
        return mine.order_by("available_at")

    def crumbs(self) -> Sequence[Crumb]:
        """Below all of them."""
        return (LIST,)
