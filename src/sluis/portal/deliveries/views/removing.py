"""The source takes a delivery back, or has its result removed; and the proof that it is gone."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import Considered
from sluis.portal.deliveries import removing
from sluis.portal.deliveries.forms import RemoveForm
from sluis.portal.deliveries.models import State
from sluis.portal.deliveries.rights import REMOVE, WITHDRAW
from sluis.portal.deliveries.views.base import OfDelivery, OfSource
from sluis.portal.ui.forms import Form
from sluis.portal.ui.navigation import Text


class Withdraw(OfSource, Considered):
    """Take it back before it was relayed."""

    right = WITHDRAW
    title = _("Take back delivery")
    submit = _("Take back")
    dangerous = True
    form_class = Form
    message = _("The delivery was taken back.")

    def follows(self) -> Sequence[Text]:
        """What is lost."""
        return [
            gettext("It is not relayed, and its file is removed at the TTP."),
            gettext("The same package cannot be delivered again: prepare a new one."),
        ]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return removing.withdraw(self.actor, delivery=self.delivery)


class Remove(OfSource, Considered):
    """Have the result removed before its term."""

    right = REMOVE
    title = _("Have the result removed")
    submit = _("Have it removed")
    dangerous = True
    form_class = RemoveForm
    message = _("The removal was asked; the result is gone within seconds, and the proof is on this page.")

    def follows(self) -> Sequence[Text]:
        """What is lost, and what is not."""
        found = [
            gettext("The TTP removes the result at once and for good, and signs a proof that names you."),
            gettext("Backups can hold it for some weeks more; the proof says until when."),
        ]
        if self.delivery.state == State.AVAILABLE:
            found.append(gettext("The recipient did not download it yet, and can no longer do so."))
        else:
            found.append(gettext("The recipient has downloaded it; what it has there is not removed by this."))
        return found

    def save(self, form: Any) -> object:
        """Call the service."""
        return removing.ask(self.actor, delivery=self.delivery, reason=form.cleaned_data["reason"])


class ProofFile(OfDelivery):
    """The signed proof of removal, exact bytes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """As an attachment."""
        found = self.delivery
        if not found.proof:
            raise Http404
        headers = {
            "Content-Disposition": f'attachment; filename="{found.number}-removal.json"',
            "Cache-Control": "no-store",
        }
        return HttpResponse(bytes(found.proof), content_type="application/json", headers=headers)
