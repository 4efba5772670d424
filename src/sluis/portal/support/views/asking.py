"""Asking for help."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement.standing import RUNNING
from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import visible
from sluis.portal.agreements.models import Agreement
from sluis.portal.deliveries.models import Delivery
from sluis.portal.support import asking, rights
from sluis.portal.support.forms import AskForm
from sluis.portal.support.models import Way
from sluis.portal.support.views.base import LIST, OfRequest
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, FormPage


class Ask(OfActor, FormPage):
    """Under an agreement."""

    right = rights.ASK
    title = _("Ask for help")
    template_name = "ui/confirm.html"
    form_class = AskForm
    submit = _("Ask for help")
    message = _("Your question went to the service desk.")

    @property
    def subtitle(self) -> Text:
        """At the desk it is about a call."""
        return gettext("Asked on the telephone") if self.actor.is_operator else ""

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST,)

    def context(self) -> dict[str, Any]:
        """What happens with it."""
        return {
            "consequences": [
                gettext("The service desk reads the question, and says what it wants to see and why."),
                gettext("No record, file or report is sent by this, now or later: you decide about each offer."),
            ]
        }

    def initial(self) -> dict[str, Any]:
        """The lightest kind; and the agreement when there is one only."""
        found = list(self._agreements()[:2])
        return {"way": Way.REPORT} | ({"agreement": found[0]} if len(found) == 1 else {})

    def form_options(self) -> dict[str, Any]:
        """Those that run."""
        return {"agreements": self._agreements()}

    def save(self, form: Any) -> str:
        """Call the service."""
        typed = form.cleaned_data
        under = typed["agreement"]
        made = asking.ask(
            self.actor, organisation=under.organisation, agreement=under, way=Way(typed["way"]),
            question=typed["question"],
        )  # fmt: skip
        return reverse("support:request", args=[made.pk])

    def _agreements(self) -> Any:
        """For helping, one needs no right to see all that is agreed: its number is enough to choose."""
        states = [state.value for state in RUNNING]
        seen = Agreement.objects.visible_to(self.actor, rights.ASK).filter(state__in=states)
        return seen.select_related("organisation").order_by("number")


class AskAbout(Ask):
    """About a delivery."""

    @cached_property
    def delivery(self) -> Delivery:
        """The one in the address; of the source itself."""
        return visible(self.request, Delivery, rights.ASK, self.kwargs["pk"], "organisation", "route")

    @property
    def subtitle(self) -> Text:
        """Which."""
        return gettext("About delivery %(number)s") % {"number": self.delivery.number}

    def initial(self) -> dict[str, Any]:
        """The lightest kind."""
        return {"way": Way.REPORT, "delivery": self.delivery.pk}

    def form_options(self) -> dict[str, Any]:
        """The delivery has its agreement."""
        return {}

    def save(self, form: Any) -> str:
        """Call the service."""
        typed, about = form.cleaned_data, self.delivery
        made = asking.ask(
            self.actor, organisation=about.organisation, delivery=about, way=Way(typed["way"]),
            question=typed["question"],
        )  # fmt: skip
        return reverse("support:request", args=[made.pk])


class Cancel(OfRequest, ConfirmPage):
    """Not needed any more."""

    right = rights.ASK
    title = _("Help is not needed any more")
    submit = _("Close the request")
    message = _("The help request was closed.")
    dangerous = False

    def consequences(self) -> Sequence[Text]:
        """It is over."""
        return (gettext("The request is closed, and an offer that waits for an answer is taken back."),)

    def do(self, reason: str) -> str:  # noqa: ARG002 - none is asked
        """Call the service."""
        asking.cancel(self.actor, request=self.found)
        return self.address
