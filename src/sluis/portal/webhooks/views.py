"""The pages about webhooks, for whoever may see them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to, visible
from sluis.portal.access.rights import Right
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage
from sluis.portal.webhooks.kinds import TRIAL, declared
from sluis.portal.webhooks.models import Posting, Try, Webhook, WebhookNotice
from sluis.portal.webhooks.rights import KEEP, SEE, is_own
from sluis.portal.webhooks.tables import NOTICE_TONES, TONES, Webhooks

CRUMB = Crumb(_("Webhooks"), "webhooks:list")
SHOWN = 50
"""Notices and tries on a webhook's page: the last ones."""


class WebhookList(ListPage):
    """The organisation's own."""

    right = SEE
    title = _("Webhooks")
    subtitle = _("Addresses of your programs that are told what happens, with a signature.")
    table_class = Webhooks
    search_fields = ("address", "description")
    empty = _("There is no webhook yet. Make one to let a program of yours know when something happens.")
    action = Action(_("New webhook"), "webhooks:new", icon="plus", shown=shown_to(KEEP))

    def rows(self) -> QuerySet[Webhook]:
        """With what waits and when something arrived last."""
        actor = actor_of(self.request)
        seen = WebhookNotice.objects.visible_to(actor, SEE).filter(webhook=OuterRef("pk")).order_by()
        waiting = seen.filter(state=WebhookNotice.State.WAITING).values("webhook").annotate(number=Count("pk"))
        arrived = seen.filter(state=WebhookNotice.State.DELIVERED).values("webhook").annotate(last=Max("ended_at"))
        found: QuerySet[Webhook] = Webhook.objects.visible_to(actor, SEE).filter(organisation=actor.organisation)
        return found.annotate(waiting=Subquery(waiting.values("number")), arrived_at=Subquery(arrived.values("last")))


class AboutWebhook:
    """What the pages about one webhook have in common."""

    right: Right = SEE
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def webhook(self) -> Webhook:
        """The one of the address; another organisation's is none, for the operator's staff too."""
        found = visible(self.request, Webhook, self.right, self.kwargs["pk"], "organisation")
        if not is_own(actor_of(self.request), found.organisation_id):
            raise Http404
        return found

    @property
    def subtitle(self) -> Text:
        """Which."""
        return self.webhook.address

    @property
    def page(self) -> str:
        """Its own page."""
        return reverse("webhooks:webhook", args=[self.webhook.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below its page."""
        return (CRUMB, Crumb(str(self.webhook), self.page))


class WebhookPage(AboutWebhook, DetailPage):
    """One webhook: what it tells of, and what came of it."""

    template_name = "webhooks/webhook.html"

    @property
    def title(self) -> Text:
        """What it is called."""
        return str(self.webhook)

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def badges(self) -> Sequence[Badge]:
        """Whether it is on."""
        state = Webhook.State(self.webhook.state)
        return (Badge(state.label, TONES[state]),)

    def actions(self) -> Sequence[Action]:
        """What can be done."""

        def to(name: str) -> str:
            return reverse(f"webhooks:{name}", args=[self.webhook.pk])

        keeps = shown_to(KEEP)
        turn = (
            Action(_("Switch off"), to("off"), "player-pause", keeps, Weight.SECONDARY)
            if self.webhook.is_on
            else Action(_("Switch on"), to("on"), "player-play", keeps)
        )
        trial = Action(_("Send a trial notice"), to("trial"), "send", keeps, post=True)
        return (
            *([trial] if self.webhook.is_on else []),
            turn,
            Action(_("Change"), to("change"), "pencil", keeps, Weight.SECONDARY),
            Action(_("New secret"), to("rotate"), "key", keeps, Weight.SECONDARY),
            Action(_("Remove"), to("remove"), "trash", keeps, Weight.DANGER),
        )

    def context(self) -> dict[str, Any]:
        """What it asked for, and the last notices with their tries."""
        notices = WebhookNotice.objects.visible_to(actor_of(self.request), SEE).filter(webhook=self.webhook)
        last = list(notices.defer("body").order_by("-made_at", "-pk")[:SHOWN])
        ids = [each.pk for each in last]
        tries = Try.objects.filter(notice__in=ids).order_by("-at", "-pk")[:SHOWN]
        waits = dict(Posting.objects.filter(pk__in=ids).values_list("pk", "next_try_at"))
        return {
            "webhook": self.webhook,
            "kinds": [label for name, label in declared().items() if name in self.webhook.kinds],
            "notices": [(each, label_of(each.kind), _badge(each), waits.get(each.pk)) for each in last],
            "tries": [(each, label_of(kind)) for each in tries for kind in (_kind(last, each),)],
            "waiting": notices.filter(Q(state=WebhookNotice.State.WAITING)).count(),
        }


def label_of(kind: str) -> Text:
    """A kind in words; as it is named, when no app declares it any more."""
    return _("Trial notice") if kind == TRIAL else declared().get(kind, kind)


def _kind(notices: Sequence[WebhookNotice], one: Try) -> str:
    return next(each.kind for each in notices if each.pk == one.notice_id)


def _badge(notice: WebhookNotice) -> Badge:
    state = WebhookNotice.State(notice.state)
    return Badge(state.label, NOTICE_TONES[state])
