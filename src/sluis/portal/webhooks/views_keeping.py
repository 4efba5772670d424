"""Pages on which an administrator makes, changes and removes webhooks. A secret is in one answer only."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, FormPage
from sluis.portal.webhooks import keeping
from sluis.portal.webhooks.forms import Changing, Making
from sluis.portal.webhooks.models import Webhook
from sluis.portal.webhooks.rights import KEEP
from sluis.portal.webhooks.views import CRUMB, AboutWebhook


class New(FormPage):
    """Make one."""

    right = KEEP
    title = _("New webhook")
    form_class = Making
    submit = _("Make the webhook")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def save(self, form: Making) -> object:
        """Make it."""
        actor = actor_of(self.request)
        if actor.organisation is None:
            raise Http404
        return keeping.make(actor, organisation=actor.organisation, **form.cleaned_data)

    def done(self, saved: Any) -> HttpResponse:
        """Show its secret."""
        return shown_once(self.request, *saved)


class Change(AboutWebhook, FormPage):
    """Other kinds, or another description."""

    right = KEEP
    title = _("Change the webhook")
    form_class = Changing
    message = _("The webhook was changed.")

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {"kinds": self.webhook.kinds, "description": self.webhook.description}

    def save(self, form: Changing) -> object:
        """Change it."""
        keeping.change(actor_of(self.request), webhook=self.webhook, **form.cleaned_data)
        return self.page


class Rotate(AboutWebhook, ConfirmPage):
    """A new secret."""

    right = KEEP
    title = _("Make a new secret")
    submit = _("Make a new secret")
    dangerous = False

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (
            _("The new secret is shown once. Put it into the program that receives the notices."),
            _("For 24 hours notices are signed with both secrets; after that with the new one alone."),
            _("A secret that was replaced earlier stops at once, also when its 24 hours have not passed."),
        )

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Make it."""
        return keeping.rotate(actor_of(self.request), webhook=self.webhook)

    def done(self, saved: Any) -> HttpResponse:
        """Show it."""
        return shown_once(self.request, self.webhook, saved)


class SwitchOff(AboutWebhook, ConfirmPage):
    """No notices until it is on again."""

    right = KEEP
    title = _("Switch the webhook off")
    submit = _("Switch off")
    message = _("The webhook was switched off.")

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (
            _("Of what happens while it is off, this webhook is never told."),
            _("Notices that wait already are sent when it is on again, unless their term has passed by then."),
        )

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Do it."""
        keeping.switch(actor_of(self.request), webhook=self.webhook, on=False)
        return self.page


class SwitchOn(AboutWebhook, ConfirmPage):
    """Notices again."""

    right = KEEP
    title = _("Switch the webhook on")
    submit = _("Switch on")
    message = _("The webhook was switched on.")
    dangerous = False

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (_("Notices that wait are sent with the next round, within a minute."),)

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Do it."""
        keeping.switch(actor_of(self.request), webhook=self.webhook, on=True)
        return self.page


class Remove(AboutWebhook, ConfirmPage):
    """Take it away."""

    right = KEEP
    title = _("Remove the webhook")
    submit = _("Remove")
    message = _("The webhook was removed.")
    success_url = "webhooks:list"

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (
            _("Notices that wait are not sent any more, and the list of what was sent is deleted."),
            _("Its secret is deleted; a webhook that is made later for the same address has another one."),
            _("That it was there, and what was delivered to it, stays in the evidence."),
        )

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Do it."""
        keeping.remove(actor_of(self.request), webhook=self.webhook)
        return None


class Trial(AboutWebhook, View):
    """Send a trial notice."""

    right = KEEP
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it, and go back to the webhook's page."""
        keeping.try_out(actor_of(request), webhook=self.webhook)
        messages.success(request, gettext("The trial notice is sent with the next round, within a minute."))
        return HttpResponseRedirect(self.page)


def shown_once(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    """The page with a secret; it is in this answer alone, and nobody keeps it for us."""
    context = {
        "title": _("The secret of the webhook"),
        "subtitle": webhook.address,
        "crumbs": (CRUMB, Crumb(str(webhook), reverse("webhooks:webhook", args=[webhook.pk]))),
        "webhook": webhook,
        "secret": secret,
    }
    headers = {"Cache-Control": "no-store"}
    return TemplateResponse(request, "webhooks/secret.html", context, headers=headers)
