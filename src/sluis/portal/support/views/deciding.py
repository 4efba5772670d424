"""The source's part: to consent or not, to hand over, to withdraw."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.recognising import day_of
from sluis.portal.support import consenting, receiving, rights
from sluis.portal.support.forms import ConsentForm, HandOverForm
from sluis.portal.support.models import Way
from sluis.portal.support.views.base import Considered, OfRequest
from sluis.portal.ui.actions import Action, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage


class Consent(Considered):
    """Read the offer, and answer it."""

    right = rights.CONSENT
    title = _("Answer the offer")
    template_name = "support/offer.html"
    form_class = ConsentForm
    submit = _("Give consent")
    message = _("Your consent was recorded, and the service desk was told.")

    def actions(self) -> Sequence[Action]:
        """Saying no is as easy."""
        address = reverse("support:decline", args=[self.found.pk])
        return (Action(_("Decline"), address, "x", lambda _request: True, Weight.SECONDARY),)

    def context(self) -> dict[str, Any]:
        """The offer itself."""
        return super().context() | {"offer": self.offer}

    def initial(self) -> dict[str, Any]:
        """Two weeks, and exactly this offer."""
        until = day_of(self.actor.at) + consenting.USUAL
        return {"until_on": until, "seen": consenting.terms_of(self.offer)}

    def form_options(self) -> dict[str, Any]:
        """From today on."""
        return {"at": self.actor.at}

    def follows(self) -> Sequence[Text]:
        """What the desk may do then, and what not."""
        handed = {
            Way.REPORT: gettext("You look at the processing report together. Nothing is handed over."),
            Way.SCREEN: gettext("You share your screen and decide what is on it. Nothing is recorded or kept."),
            Way.SELECTION: gettext(
                "You select the records yourself and hand them over here; nothing is sent of itself."
            ),
        }
        return (
            gettext("You are free to decline. Deliveries go on as before, and nobody asks why."),
            handed[Way(self.offer.way)],
            gettext("Only the person who handles your request sees it. You can see each time when that was."),
            gettext("You can withdraw your consent at any time; access ends at once."),
            gettext(
                "What was handed over is deleted when the request is closed, or else by hand within the agreed term."
            ),
        )

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return consenting.consent(self.actor, offer=self.offer, until_on=typed["until_on"], seen=typed["seen"])


class Decline(OfRequest, ConfirmPage):
    """Say no."""

    right = rights.CONSENT
    title = _("Decline the offer")
    submit = _("Decline")
    message = _("The offer was declined.")
    dangerous = False

    def consequences(self) -> Sequence[Text]:
        """Nothing is seen."""
        return (
            gettext("The service desk sees nothing. It can make another offer, or close the request."),
            gettext("Deliveries go on as before."),
        )

    def do(self, reason: str) -> str:  # noqa: ARG002 - none is asked
        """Call the service."""
        consenting.decline(self.actor, offer=self.offer)
        return self.address


class Withdraw(OfRequest, ConfirmPage):
    """Withdraw it."""

    right = rights.CONSENT
    title = _("Withdraw consent")
    submit = _("Withdraw consent")
    message = _("Your consent was withdrawn. Nobody looks any more.")

    def consequences(self) -> Sequence[Text]:
        """From now on."""
        return (
            gettext("From this moment on nobody of the service desk can look."),
            gettext("What was handed over is to be deleted; the service desk gets a task with a last day for it."),
            gettext("What was looked at before stays lawful, and stays on record."),
        )

    def do(self, reason: str) -> str:  # noqa: ARG002 - none is asked
        """Call the service."""
        consenting.withdraw(self.actor, request=self.found)
        return self.address


class HandOver(Considered):
    """Hand over a file."""

    right = rights.HAND_OVER
    title = _("Hand over the selection")
    template_name = "support/offer.html"
    form_class = HandOverForm
    submit = _("Hand over")
    message = _("The selection was handed over. Only the person who handles your request can look at it.")

    def context(self) -> dict[str, Any]:
        """With what was consented to."""
        return super().context() | {"offer": self.offer}

    def follows(self) -> Sequence[Text]:
        """How it is kept."""
        return (
            gettext("At most %(most)d records are taken in, with no other columns than those that were asked for.")
            % {"most": self.offer.records},
            gettext(
                "The selection is kept encrypted, apart from everything else, with a key that is destroyed with it."
            ),
            gettext("Leave out all that is not needed to see the fault, such as names and addresses."),
        )

    def save(self, form: Any) -> object:
        """Call the service."""
        return receiving.hand_over(self.actor, request=self.found, file=form.cleaned_data["file"])
