"""Rules that authorise, and the agreements of the exchange under which is delivered."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import Considered, OfActor
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.deliveries import ruling
from sluis.portal.deliveries.filters import RouteFilter, routes
from sluis.portal.deliveries.forms import NeedsTestForm, RuleForm
from sluis.portal.deliveries.models import Autorule, Delivery, Route
from sluis.portal.deliveries.panels import with_badges
from sluis.portal.deliveries.rights import RULE, SEE
from sluis.portal.deliveries.tables import RouteTable, RuleTable
from sluis.portal.deliveries.views.base import LIST, ROUTES, RULES, shown_if
from sluis.portal.oversight.naming import Names
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage


class Rules(ListPage):
    """The operator's."""

    right = RULE
    title = _("Rules that authorise")
    subtitle = _("What keeps to a rule is authorised at once; what is unusual, no rule lets through.")
    table_class = RuleTable
    search_fields = ("name", "route__exchange")
    empty = _("There is no rule yet: the desk decides about each delivery.")
    action = Action(_("New rule"), "deliveries:rule-new", "plus")

    def rows(self) -> QuerySet[Any]:
        """All of them."""
        found: QuerySet[Any] = Autorule.objects.visible_to(actor_of(self.request), RULE)
        return found.select_related("route").defer("route__document", "route__specification")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the deliveries."""
        return (LIST,)


class _Ruling(OfActor, FormPage):
    right = RULE
    form_class = RuleForm

    def form_options(self) -> dict[str, Any]:
        """For which agreements."""
        return {"routes": routes(self.request)}


class NewRule(_Ruling):
    """Make one."""

    title = _("New rule")
    message = _("The rule counts from now on.")

    def crumbs(self) -> Sequence[Crumb]:
        """The rules."""
        return (LIST, RULES)

    def save(self, form: Any) -> str:
        """Call the service."""
        made = ruling.make(self.actor, data=form.cleaned_data)
        return reverse("deliveries:rule", args=[made.pk])


class OfRule(OfActor):
    """A page about the rule in the address."""

    right = RULE

    @cached_property
    def rule(self) -> Autorule:
        """The rule in the address."""
        return visible(self.request, Autorule, RULE, self.kwargs["pk"], "route")

    @property
    def subtitle(self) -> Text:
        """Which one."""
        return self.rule.name

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("deliveries:rule", args=[self.rule.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The rules, and this one."""
        return (LIST, RULES, Crumb(self.rule.name, self.address))


class RulePage(OfRule, DetailPage):
    """One rule: what it does, and what it let through."""

    template_name = "deliveries/rule.html"

    @property
    def title(self) -> Text:
        """Its name."""
        return self.rule.name

    @property
    def subtitle(self) -> Text:
        """For which agreement."""
        return str(self.rule.route) if self.rule.route else gettext("for all agreements")

    def crumbs(self) -> Sequence[Crumb]:
        """The rules."""
        return (LIST, RULES)

    def badges(self) -> Sequence[Badge]:
        """In use or not."""
        return [Badge(_("In use"), Tone.GOOD) if self.rule.is_on else Badge(_("Switched off"))]

    def actions(self) -> Sequence[Action]:
        """Change it, switch it."""
        words = _("Switch off") if self.rule.is_on else _("Take into use")
        return [
            Action(_("Change"), reverse("deliveries:rule-change", args=[self.rule.pk]), "pencil", weight=Weight.SECONDARY),
            Action(words, reverse("deliveries:rule-switch", args=[self.rule.pk]), "power", weight=Weight.SECONDARY),
        ]  # fmt: skip

    def context(self) -> dict[str, Any]:
        """In words, and how often it authorised."""
        names = Names(self.actor)
        names.learn([self.rule.made_by])
        let = Delivery.objects.visible_to(self.actor, SEE).filter(rule=self.rule)
        counted = let.aggregate(count=Count("pk"), last=Max("authorised_at"))
        pairs = [
            (_("Authorised by this rule"), counted["count"]),
            (_("Last time"), counted["last"]),
            (_("Made"), self.rule.made_at),
            (_("Made by"), names.who(self.rule.made_by)),
        ]
        return {"rule": self.rule, "words": ruling.in_words(self.rule), "pairs": pairs}


class ChangeRule(OfRule, _Ruling):
    """Ask another thing."""

    title = _("Change rule")
    message = _("The rule was changed; what it let through before stays so.")

    def form_options(self) -> dict[str, Any]:
        """As it is now."""
        return super().form_options() | {"instance": self.rule}

    @property
    def success_url(self) -> str:
        """The rule."""
        return self.address

    def save(self, form: Any) -> object:
        """Call the service."""
        return ruling.change(self.actor, rule=self.rule, data=form.cleaned_data)


class SwitchRule(OfRule, Considered):
    """In use or not."""

    title = _("Switch rule")
    form_class = Form
    submit = _("Confirm")
    message = _("The rule was switched.")

    def follows(self) -> Sequence[Text]:
        """What changes."""
        if self.rule.is_on:
            return [
                gettext("From now on the desk decides about what this rule let through."),
                ruling.in_words(self.rule),
            ]
        return [gettext("From now on nobody looks at what this rule lets through:"), ruling.in_words(self.rule)]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return ruling.switch(self.actor, rule=self.rule, on=not self.rule.is_on)


class Routes(ListPage):
    """Agreements of the exchange: from whom to whom."""

    right = SEE
    title = _("Agreements of the exchange")
    subtitle = _("Under which agreement who delivers to whom, and whether real data may come.")
    table_class = RouteTable
    filter_class = RouteFilter
    search_fields = ("exchange", "organisation__name", "recipient__name")
    empty = _(
        "None yet. The custodian publishes agreements that three parties signed, when the certificates are known."
    )

    def rows(self) -> QuerySet[Any]:
        """Those that this person may see."""
        found: QuerySet[Any] = Route.objects.visible_to(actor_of(self.request), SEE)
        return found.select_related("organisation", "recipient").defer("document", "specification")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the deliveries."""
        return (LIST,)


class OfRoute(OfActor):
    """A page about the route in the address."""

    right = SEE

    @cached_property
    def route(self) -> Route:
        """The route in the address."""
        return visible(self.request, Route, self.right, self.kwargs["pk"], "organisation", "recipient")

    @property
    def subtitle(self) -> Text:
        """From whom to whom."""
        return f"{self.route.organisation} → {self.route.recipient}"

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("deliveries:route", args=[self.route.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (LIST, ROUTES)


class RoutePage(OfRoute, DetailPage):
    """One agreement of the exchange."""

    template_name = "deliveries/route.html"

    @property
    def title(self) -> Text:
        """Its name."""
        return self.route.exchange

    def badges(self) -> Sequence[Badge]:
        """Whether real data may come."""
        if self.route.production_is_open:
            return [Badge(_("Production open"), Tone.GOOD)]
        return [Badge(_("Waits for a test"), Tone.WARNING)]

    def actions(self) -> Sequence[Action]:
        """Whether a test is needed, the operator can decide."""
        words = _("Open without a test") if self.route.needs_test else _("Require a test")
        place = reverse("deliveries:route-test", args=[self.route.pk])
        allowed = self.actor.reaches(RULE, self.route.organisation_id) and self.route.tested_at is None
        return [Action(words, place, "test-pipe", shown_if(allowed), Weight.SECONDARY)]

    def context(self) -> dict[str, Any]:
        """What it is, and its last deliveries."""
        found, names = self.route, Names(self.actor)
        names.learn([found.tested_by])
        pairs = [
            (_("Source"), f"{found.organisation} ({found.source_party})"),
            (_("Recipient"), f"{found.recipient} ({found.recipient_party})"),
            (_("Version"), found.version),
            (_("First day"), found.starts_on),
            (_("Last day"), found.ends_on),
            (_("Production opens after an accepted test"), _("yes") if found.needs_test else _("no")),
            (_("Test accepted"), found.tested_at),
            (_("Test accepted by"), names.who(found.tested_by) if found.tested_by else ""),
        ]
        latest = Delivery.objects.visible_to(self.actor, SEE).filter(route=found).order_by("-offered_at", "pk")
        return {"route": found, "pairs": pairs, "latest": with_badges(latest.defer("prepared", "report", "proof")[:10])}


class NeedsTest(OfRoute, Considered):
    """Whether production waits for a test."""

    right = RULE
    title = _("Test before production")
    submit = _("Confirm")
    form_class = NeedsTestForm
    message = _("It was recorded whether a test is needed.")

    def crumbs(self) -> Sequence[Crumb]:
        """The route."""
        return (LIST, ROUTES, Crumb(self.route.exchange, self.address))

    def follows(self) -> Sequence[Text]:
        """What changes."""
        if self.route.needs_test:
            return [
                gettext("Real data may come at once, although no recipient has accepted a test under this agreement.")
            ]
        return [gettext("Real data are refused until the recipient has accepted a test under this agreement.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return ruling.require_test(
            self.actor, route=self.route, needed=not self.route.needs_test, reason=form.cleaned_data["reason"]
        )
