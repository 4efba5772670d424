"""What the pages have in common: the request in the address, and forms that show what follows before the button."""

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
from sluis.portal.support.models import HelpOffer, HelpRequest
from sluis.portal.support.rights import SEE
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text

LIST = Crumb(_("Help"), "support:list")


class OfRequest(OfActor):
    """A page about a help request."""

    right: ClassVar[Right] = SEE

    @cached_property
    def found(self) -> HelpRequest:
        """The request in the address."""
        related = ("organisation", "agreement__current", "agreement__main", "delivery", "handler")
        return visible(self.request, HelpRequest, self.right, self.kwargs["pk"], *related)

    @cached_property
    def offers(self) -> Sequence[HelpOffer]:
        """All offers, the last one first."""
        seen = HelpOffer.objects.visible_to(self.actor, self.right).filter(request=self.found)
        return list(seen.order_by("-offered_at", "pk"))

    @property
    def offer(self) -> HelpOffer:
        """The last one.

        Raises:
            Http404: there is none.
        """
        if not self.offers:
            raise Http404
        return self.offers[0]

    @property
    def subtitle(self) -> Text:
        """Whose request it is."""
        return f"{self.found} · {self.found.organisation}"

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("support:request", args=[self.found.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the request."""
        return (LIST, Crumb(self.found.number, self.address))


class Considered(OfRequest, acting.Considered):
    """A form with its consequences above the button; afterwards one is on the page of the request."""

    def follows(self) -> Sequence[Text]:
        """What happens then, one sentence each."""
        return ()
