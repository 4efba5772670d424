"""The operator's pages of the outbox."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, visible
from sluis.portal.notifications import rights
from sluis.portal.notifications.deciding import drop, resend
from sluis.portal.notifications.filters import MessageFilter
from sluis.portal.notifications.models import Envelope, Message
from sluis.portal.notifications.tables import TONES, Messages
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage

CRUMB = Crumb(_("Messages"), "notifications:list")


class Outbox(ListPage):
    """All messages."""

    right = rights.SEE
    title = _("Messages")
    subtitle = _("What was sent by e-mail, and what still waits. Texts and addresses are gone once a message was sent.")
    table_class = Messages
    filter_class = MessageFilter
    search_fields = ("template", "organisation__name")
    empty = _("No message was made yet. Invitations and reminders appear here by themselves.")

    def rows(self) -> QuerySet[Message]:
        """With their organisation and the tries so far."""
        found: QuerySet[Message] = Message.objects.visible_to(actor_of(self.request), self.right)
        return found.select_related("organisation").annotate(tries=F("envelope__tries"))


class _AboutMessage:
    """What the pages about one message have in common."""

    right = rights.SEE
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def record(self) -> Message:
        """The message of the address."""
        return visible(self.request, Message, self.right, self.kwargs["pk"], "organisation", "person")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the outbox."""
        return (CRUMB,)


class MessagePage(_AboutMessage, DetailPage):
    """One message."""

    template_name = "notifications/message.html"

    @property
    def title(self) -> Text:
        """Which text."""
        return _("Message %(template)s") % {"template": self.record.template}

    def badges(self) -> Sequence[Badge]:
        """Where it is."""
        state = Message.State(self.record.state)
        return (Badge(state.label, TONES[state]),)

    def actions(self) -> Sequence[Action]:
        """What can be done while it was not sent."""
        if self.envelope is None:
            return ()
        may = actor_of(self.request).may(rights.RESEND)

        def shown(_request: HttpRequest) -> bool:
            return may

        again, gone = (reverse(f"notifications:{verb}", args=[self.record.pk]) for verb in ("resend", "drop"))
        return (
            Action(_("Try again"), again, icon="refresh", shown=shown),
            Action(_("Drop"), gone, icon="trash", shown=shown, weight=Weight.SECONDARY),
        )

    @cached_property
    def envelope(self) -> Envelope | None:
        """What is still there of it; without address and facts, which the page does not show."""
        return Envelope.objects.defer("address", "facts").filter(pk=self.record.pk).first()

    def context(self) -> dict[str, Any]:
        """What is known."""
        return {"message": self.record, "envelope": self.envelope}


class Resend(_AboutMessage, ConfirmPage):
    """Try again."""

    right = rights.RESEND
    title = _("Try to send this message again")
    submit = _("Try again")
    dangerous = False
    message = _("The message is sent with the next round, within a minute.")

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (_("The message is tried again from now on, as often as a new one."),)

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Do it."""
        resend(actor_of(self.request), message=self.record)
        return reverse("notifications:message", args=[self.record.pk])


class Drop(_AboutMessage, ConfirmPage):
    """Send it no more."""

    right = rights.RESEND
    title = _("Drop this message")
    submit = _("Drop")

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (
            _("The message is never sent; the addressee is not told in another way either."),
            _("Its address and facts are deleted. That it was dropped stays in the evidence."),
        )

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Do it."""
        drop(actor_of(self.request), message=self.record)
        return reverse("notifications:message", args=[self.record.pk])
