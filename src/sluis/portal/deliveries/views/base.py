"""What the pages have in common: who reads, the record in the address, and forms that show what follows."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import visible
from sluis.portal.access.rights import Right
from sluis.portal.deliveries.models import Delivery
from sluis.portal.deliveries.rights import SEE
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text

LIST = Crumb(_("Deliveries"), "deliveries:list")
ROUTES = Crumb(_("Agreements of the exchange"), "deliveries:routes")
PROGRAMS = Crumb(_("Programs"), "deliveries:programs")
RULES = Crumb(_("Rules that authorise"), "deliveries:rules")
RELATED = ("organisation", "recipient", "route", "round", "rule", "upload")


class OfDelivery(OfActor):
    """A page about the delivery in the address."""

    right: ClassVar[Right] = SEE

    @cached_property
    def delivery(self) -> Delivery:
        """The delivery in the address; a recipient sees none before it was relayed."""
        return visible(self.request, Delivery, self.right, self.kwargs["pk"], *RELATED)

    @property
    def is_source(self) -> bool:
        """Whether the reader works for the source."""
        return self.actor.organisation is not None and self.delivery.organisation_id == self.actor.organisation.pk

    @property
    def is_recipient(self) -> bool:
        """Whether the reader works for the recipient."""
        return self.actor.organisation is not None and self.delivery.recipient_id == self.actor.organisation.pk

    @property
    def knows_the_source(self) -> bool:
        """Whether the reader may see what is between source and TTP: findings, refusal, what the desk looked at."""
        return self.actor.reaches(SEE, self.delivery.organisation_id)

    @property
    def subtitle(self) -> Text:
        """Which one."""
        return self.delivery.number

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("deliveries:delivery", args=[self.delivery.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the delivery."""
        return (LIST, Crumb(self.delivery.number, self.address))


class OfSource(OfDelivery):
    """Only for the source; to its recipient this page is not there."""

    @cached_property
    def delivery(self) -> Delivery:
        """The delivery in the address."""
        found = visible(self.request, Delivery, self.right, self.kwargs["pk"], *RELATED)
        if not self.actor.reaches(self.right, found.organisation_id):
            raise Http404
        return found


class OfRecipient(OfDelivery):
    """Only for the recipient; to its source this page is not there."""

    @cached_property
    def delivery(self) -> Delivery:
        """The delivery in the address."""
        found = visible(self.request, Delivery, self.right, self.kwargs["pk"], *RELATED)
        if not self.actor.reaches(self.right, found.recipient_id):
            raise Http404
        return found


class Deed(OfActor):
    """A button: no page of its own, only POST. What a service refuses is shown by the middleware."""

    http_method_names: ClassVar[list[str]] = ["post"]  # type: ignore[misc]
    message: ClassVar[Text] = ""

    @property
    def address(self) -> str:
        """Where one is afterwards."""
        raise NotImplementedError

    def do(self) -> Any:
        """Call the service; it may refuse."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """Do it, say so, and go back."""
        self.do()
        messages.success(request, str(self.message))
        return HttpResponseRedirect(self.address)


def shown_if(allowed: bool) -> Callable[[HttpRequest], bool]:
    """Whether a button is shown."""
    return lambda _request: allowed
