"""Alerts, and what is done with them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of, visible
from sluis.portal.oversight import rights
from sluis.portal.oversight.alerting import close, see
from sluis.portal.oversight.models import Alert
from sluis.portal.oversight.naming import Names
from sluis.portal.oversight.views.described import OVERVIEW
from sluis.portal.oversight.views.parts import When
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage
from sluis.portal.ui.templatetags.ui import badge

SEVERITY = {"high": Tone.DANGER, "middle": Tone.WARNING, "low": Tone.INFO}
STATE = {"open": Tone.WARNING, "seen": Tone.INFO, "closed": Tone.NEUTRAL}
CRUMB = Crumb(_("Alerts"), "oversight:alerts")


class Alerts(tables.Table):
    """What rules found."""

    rule = tables.Column(_("Rule"), linkify=("oversight:alert", {"pk": tables.A("pk")}), order_by="rule__name")
    about = tables.Column(_("About"))
    raised_at = When(_("Raised"))

    class Meta:
        model = Alert
        fields = ("rule", "about", "severity", "state", "count", "raised_at")

    names: Names

    def render_about(self, value: str) -> str:
        """A person by name, where the reader may know it."""
        return self.names.who(value)

    def render_severity(self, record: Alert) -> SafeString:
        """In a colour."""
        return badge(record.get_severity_display(), SEVERITY.get(record.severity, Tone.NEUTRAL))

    def render_state(self, record: Alert) -> SafeString:
        """In a colour."""
        return badge(record.get_state_display(), STATE.get(record.state, Tone.NEUTRAL))


class AlertFilter(django_filters.FilterSet):
    """By state and severity."""

    class Meta:
        model = Alert
        fields = ("state", "severity")


class AlertList(ListPage):
    """All alerts."""

    right = rights.SEE_ALERTS
    title = _("Alerts")
    subtitle = _("What the rules found in the evidence, until somebody has looked into it.")
    table_class = Alerts
    filter_class = AlertFilter
    empty = _("No rule has found anything. The rules look every five minutes.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below oversight."""
        return (OVERVIEW,)

    def rows(self) -> QuerySet[Alert]:
        """The operator's."""
        found: QuerySet[Alert] = Alert.objects.visible_to(actor_of(self.request), rights.SEE_ALERTS)
        return found.select_related("rule")

    @cached_property
    def table(self) -> Any:
        """The table, which knows who is meant."""
        made = super().table
        made.names = Names(actor_of(self.request))
        made.names.learn(self.found().order_by().values_list("about", flat=True).distinct())
        return made

    def actions(self) -> list[Action]:
        """The rules."""
        return [Action(_("Rules"), "oversight:rules", "adjustments", weight=Weight.SECONDARY)]


class AlertPage(DetailPage):
    """One alert, and the events behind it."""

    right = rights.SEE_ALERTS
    template_name = "oversight/alert.html"

    @cached_property
    def alert(self) -> Alert:
        """The alert of the address."""
        return visible(self.request, Alert, rights.SEE_ALERTS, self.kwargs["pk"], "rule")

    @property
    def title(self) -> Text:
        """Its rule."""
        return str(self.alert.rule)

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (OVERVIEW, CRUMB)

    def badges(self) -> Sequence[Badge]:
        """How bad, and what was done."""
        alert = self.alert
        return (
            Badge(alert.get_severity_display(), SEVERITY.get(alert.severity, Tone.NEUTRAL)),
            Badge(alert.get_state_display(), STATE.get(alert.state, Tone.NEUTRAL)),
        )

    def actions(self) -> Sequence[Action]:
        """See it, close it."""
        alert, may = self.alert, actor_of(self.request).may(rights.HANDLE_ALERTS)
        to_see, to_close = (reverse(f"oversight:alert-{each}", args=[alert.pk]) for each in ("see", "close"))
        return (
            Action(_("I am looking into it"), to_see, "eye", lambda _r: may and alert.state == "open", Weight.SECONDARY, True),
            Action(_("Close"), to_close, "check", lambda _r: may and alert.state != "closed"),
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        """Who or what it is about, and the way to the events."""
        alert, names = self.alert, Names(actor_of(self.request))
        names.learn([alert.about, alert.handled_by])
        return {
            "alert": alert,
            "about": names.who(alert.about) if alert.about else "",
            "handled_by": names.who(alert.handled_by) if alert.handled_by else "",
            "kinds": ",".join(alert.rule.patterns),
            "sees_events": actor_of(self.request).may(rights.SEE_EVIDENCE),
        }


class SeeAlert(View):
    """Say that one is looking into it."""

    right: ClassVar = rights.HANDLE_ALERTS
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Do it, and go back."""
        alert = visible(request, Alert, rights.HANDLE_ALERTS, pk)
        see(actor_of(request), alert=alert)
        return HttpResponseRedirect(reverse("oversight:alert", args=[alert.pk]))


class CloseForm(Form):
    """What it was."""

    remark = forms.CharField(
        label=_("What was it, and what was done?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No personal data."),
    )


class CloseAlert(FormPage):
    """Close an alert with a remark."""

    right = rights.HANDLE_ALERTS
    title = _("Close an alert")
    form_class = CloseForm
    submit: ClassVar[Text] = _("Close")

    @cached_property
    def alert(self) -> Alert:
        """The alert of the address."""
        return visible(self.request, Alert, rights.HANDLE_ALERTS, self.kwargs["pk"], "rule")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the alert."""
        return (OVERVIEW, CRUMB, Crumb(str(self.alert.rule), reverse("oversight:alert", args=[self.alert.pk])))

    def save(self, form: Any) -> str:
        """Close it."""
        close(actor_of(self.request), alert=self.alert, remark=form.cleaned_data["remark"])
        return reverse("oversight:alert", args=[self.alert.pk])
