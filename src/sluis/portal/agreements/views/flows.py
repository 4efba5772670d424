"""A flow: its policy in words and as programs read it, and a question put to it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sluis.agreement.plain import plain, pretty
from sluis.agreement.policy import Policy, Question, require
from sluis.agreement.processings import Verb
from sluis.deadlines import ZONE
from sluis.portal.access.pages import visible
from sluis.portal.agreements import flows
from sluis.portal.agreements.models import Agreement, Flow
from sluis.portal.agreements.rights import SEE
from sluis.portal.agreements.views.base import OfAgreement
from sluis.portal.agreements.wording import STATES, VERBS
from sluis.portal.ui.actions import Action, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage
from sluis.portal.ui.refusing import worded
from sluis.refusals import Refused


class _Question(Form):
    verb = forms.ChoiceField(label=_("What"), choices=[(verb.value, label) for verb, label in VERBS.items()])
    recipient = forms.CharField(label=_("To which recipient (party name)"), required=False, max_length=40)
    country = forms.CharField(label=_("In which country"), required=False, max_length=2, min_length=2)
    specification = forms.CharField(label=_("With which specification (SHA-256)"), required=False, max_length=64)
    on = forms.DateField(label=_("On which day"), required=False, help_text=_("Empty: today."))


class OfFlow(OfAgreement):
    """A page about the flow in the address."""

    @cached_property
    def flow(self) -> Flow:
        """Of which the page is."""
        return visible(
            self.request, Flow, self.right, self.kwargs["pk"], "agreement__organisation", "agreement__current"
        )

    @cached_property
    def agreement(self) -> Agreement:
        """Under which it stands."""
        found: Agreement = self.flow.agreement
        return found


class FlowPage(OfFlow, DetailPage):
    """One flow."""

    template_name = "agreements/flow.html"

    @property
    def title(self) -> Text:
        """Which one."""
        return self.flow.exchange

    def actions(self) -> Sequence[Action]:
        """The file, when it was signed."""
        if not self.flow.serial:
            return []
        return [
            self.button(
                _("Policy file"), "policy", SEE, "download", self.flow.pk, weight=Weight.SECONDARY, download=True
            )
        ]

    @cached_property
    def policy(self) -> Policy:
        """What it says now."""
        return flows.policy(self.flow, self.actor.at)

    @cached_property
    def form(self) -> _Question:
        """The question."""
        return _Question(self.request.GET if "verb" in self.request.GET else None)

    def context(self) -> dict[str, Any]:
        """In words, as JSON, and an answer."""
        policy = self.policy
        return {
            "agreement": self.agreement,
            "flow": self.flow,
            "form": self.form,
            "pairs": [
                (_("State"), STATES[policy.state]),
                (_("From"), policy.starts or "–"),
                (_("Until and including"), policy.ends or "–"),
                (
                    _("Allowed"),
                    ", ".join(f"{VERBS[each.verb]} ({', '.join(each.countries)})" for each in policy.allowed) or "–",
                ),
                (_("Recipients"), ", ".join(policy.recipients) or "–"),
                (_("Specifications"), ", ".join(f"{one.sha256[:8]}…" for one in policy.specifications) or "–"),
                (_("Serial of the signed policy"), self.flow.serial or "–"),
            ],
            "json": pretty(plain(replace(policy, serial=self.flow.serial))),
        } | self._answer()

    def _answer(self) -> dict[str, Any]:
        if not (self.form.is_bound and self.form.is_valid()):
            return {}
        asked = self.form.cleaned_data
        at = self.actor.at
        if asked["on"]:
            at = at.astimezone(ZONE).replace(year=asked["on"].year, month=asked["on"].month, day=asked["on"].day)
        question = Question(
            Verb(asked["verb"]), asked["recipient"], asked["country"].upper(), asked["specification"].lower()
        )
        try:
            require(self.policy, question, at)
        except Refused as refusal:
            clause = refusal.facts.get("clause", "")
            about = next((one.about.value for one in self.policy.clauses if one.text == clause), str(clause))
            return {"refusal": worded(refusal), "anchor": f"clause-{about}" if about else ""}
        return {"allowed": True}


class PolicyFile(OfFlow):
    """The signed file that programs take."""

    right = SEE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """As a download."""
        if not self.flow.serial:
            raise Http404
        name = f"{self.flow.exchange}.policy.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(bytes(self.flow.policy), content_type="application/json", headers=headers)
