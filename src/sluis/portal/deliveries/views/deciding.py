"""The desk decides."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import Considered
from sluis.portal.deliveries import authorising
from sluis.portal.deliveries.forms import RefuseForm
from sluis.portal.deliveries.rights import AUTHORISE
from sluis.portal.deliveries.views.base import Deed, OfDelivery
from sluis.portal.ui.navigation import Text


class Authorise(OfDelivery, Deed):
    """Let it through."""

    right = AUTHORISE
    message = _("The delivery was authorised; it is relayed within seconds.")

    def do(self) -> object:
        """Call the service."""
        return authorising.authorise(self.actor, delivery=self.delivery)


class Refuse(OfDelivery, Considered):
    """Refuse it, and tell the source why."""

    right = AUTHORISE
    title = _("Refuse delivery")
    submit = _("Refuse")
    dangerous = True
    form_class = RefuseForm
    message = _("The delivery was refused, and the source was told.")

    def follows(self) -> Sequence[Text]:
        """What the source gets to see."""
        return [
            gettext("Nothing of the delivery goes to the recipient, and its file is removed."),
            gettext("The source reads your explanation by mail and on this page, and can deliver a corrected one."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        explanation = form.cleaned_data["explanation"]
        return authorising.refuse(self.actor, delivery=self.delivery, explanation=explanation)
