"""“What happens if…”: a step, what would follow from it, and the form that takes it."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.standing import Standing
from sluis.portal.agreements import picturing, stepping
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.offered import Offered, grounds, offered
from sluis.portal.agreements.rights import STEP
from sluis.portal.agreements.views.base import OfAgreement
from sluis.portal.agreements.wording import GROUNDS, STATES, TONES
from sluis.portal.ui.forms import Form
from sluis.portal.ui.pages import FormPage
from sluis.portal.ui.refusing import worded
from sluis.refusals import Refused


def _parameters(agreement: Agreement, standing: Standing, side: Side, step: Offered) -> type[Form]:
    """A form for what a step needs, beside the reason: nothing about people, so that it may stand in an address."""
    contract = agreement.contract
    known: dict[str, forms.Field] = {
        "ground": forms.ChoiceField(
            label=_("Ground"),
            required=step.name == "end",
            choices=[("", _("By agreement")) if step.name == "suspend" else ("", _("Choose"))]
            + [(kind.value, GROUNDS[kind]) for kind in grounds(contract, side)],
        ),
        "months": forms.IntegerField(
            label=_("It has lasted for so many months"), required=False, min_value=0, max_value=1200
        ),
        "days": forms.IntegerField(
            label=_("Term for repair, in days"),
            required=False,
            min_value=1,
            max_value=3650,
            help_text=_("Empty: the term of the agreement; a shorter one counts as that."),
        ),
        "at_once": forms.BooleanField(
            label=_("No term is needed"),
            required=False,
            help_text=_(
                "The term was fatal, performance is impossible for good, or the other party said it will fail."
            ),
        ),
        "ref": forms.ChoiceField(
            label=_("Notice of default"),
            choices=[(one.ref, one.ref) for one in standing.notices if one.by is side and not one.repaired],
        ),
        "on": forms.DateField(label=_("Last day"), required=False, help_text=_("Empty: today.")),
    }
    left_out = () if contract.regime.default.at_once else ("at_once",)
    names = [name for name in step.fields if name in known and name not in left_out]
    return type("Parameters", (Form,), {name: known[name] for name in names})


class _Reason(Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Both parties read it on the page of the agreement; the evidence does not hold it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _ReasonByLetter(_Reason):
    letter = forms.CharField(
        label=_("Number of the registered letter"), required=False, max_length=60,
        help_text=_("Where the agreement asks for one."),
    )  # fmt: skip


class WhatIf:
    """The steps that fit, and the consequences of the chosen one."""

    def __init__(self, request: HttpRequest, agreement: Agreement, standing: Standing, side: Side) -> None:
        self._request, self.agreement, self.standing, self._side = request, agreement, standing, side
        self.options = offered(agreement.contract, standing, side)

    @cached_property
    def chosen(self) -> Offered | None:
        """The step in the address, else the first."""
        name = self._request.GET.get("step", "")
        return next((each for each in self.options if each.name == name), self.options[0] if self.options else None)

    @cached_property
    def parameters(self) -> Form | None:
        """What the chosen step needs; filled in from the address."""
        if self.chosen is None:
            return None
        kind = _parameters(self.agreement, self.standing, self._side, self.chosen)
        if not kind.base_fields:
            return None
        asked = self._request.GET.get("step") == self.chosen.name and len(self._request.GET) > 1
        return kind(self._request.GET if asked else None)

    @property
    def filled(self) -> list[tuple[str, Any]]:
        """What was filled in, to be sent along with the reason."""
        form = self.parameters
        return [(each.html_name, "" if each.value() is None else each.value()) for each in form] if form else []

    @cached_property
    def step(self) -> steps.Step | None:
        """The chosen step, when enough was filled in."""
        if self.chosen is None:
            return None
        form = self.parameters
        if form is None:
            return self.chosen.build(self._side, {})
        if form.is_bound:
            return self.chosen.build(self._side, form.cleaned_data) if form.is_valid() else None
        wants = [name for name, field in form.fields.items() if field.required]
        return None if wants else self.chosen.build(self._side, {})

    @cached_property
    def refusal(self) -> dict[str, str] | None:
        """Why it is not possible, when it is not."""
        return dict(self._foreseen) if isinstance(self._foreseen, dict) else None

    @cached_property
    def _foreseen(self) -> Any:
        if self.step is None:
            return None
        try:
            return stepping.foresee(self.agreement, self.step, self._at)
        except Refused as refusal:
            return worded(refusal)

    @property
    def _at(self) -> Any:
        from sluis.portal.access.pages import actor_of

        return actor_of(self._request).at

    @cached_property
    def foreseen(self) -> stepping.Foreseen | None:
        """What would follow."""
        return self._foreseen if isinstance(self._foreseen, stepping.Foreseen) else None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The consequences."""
        return picturing.rows(self.foreseen.differences, self.agreement.contract) if self.foreseen else []

    @property
    def duties(self) -> list[str]:
        """What has to be done because of it."""
        return [picturing.duty(each) for each in self.foreseen.duties] if self.foreseen else []

    @property
    def states(self) -> list[tuple[Any, Any]]:
        """Before and after, with a colour; once when it stays the same."""
        if self.foreseen is None:
            return []
        states = dict.fromkeys((self.foreseen.before.state, self.foreseen.after.state))
        return [(STATES[state], TONES[state]) for state in states]

    @property
    def reason(self) -> Form:
        """The form that takes the step."""
        return reason_form(self.chosen)()


def reason_form(chosen: Offered | None) -> type[Form]:
    """With the number of a letter where a step may need one."""
    return _ReasonByLetter if chosen and "letter" in chosen.fields else _Reason


class Take(OfAgreement, FormPage):
    """Take a step; what it needs stands in hidden fields, as it was considered."""

    right = STEP
    template_name = "agreements/take.html"
    message = _("The step was taken. Both parties are told.")
    submit = _("Confirm")
    dangerous = True

    @cached_property
    def chosen(self) -> Offered:
        """The step in the address.

        Raises:
            Http404: it does not fit this moment.
        """
        from django.http import Http404

        for each in offered(self.agreement.contract, self.standing, self.side):
            if each.name == self.kwargs["step"]:
                return each
        raise Http404

    @property
    def title(self) -> Any:
        """The step."""
        return self.chosen.label

    @property
    def success_url(self) -> str:
        """Back to the agreement."""
        return self.address

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """Consequences are shown on the agreement's own page."""
        return redirect(f"{self.address}?step={self.chosen.name}#if")

    def form(self) -> Any:
        """The reason, with what the step needs."""
        kind = _parameters(self.agreement, self.standing, self.side, self.chosen)
        self.form_class = type("Step", (reason_form(self.chosen), kind), {})
        return super().form()

    def context(self) -> dict[str, Any]:
        """The consequences again, when the form was not complete."""
        return {"agreement": self.agreement}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        if self.chosen.name == "default":
            typed["ref"] = stepping.next_reference(self.agreement)
        step = self.chosen.build(self.side, typed)
        return stepping.take(
            self.actor, agreement=self.agreement, step=step, reason=typed["reason"], letter=typed.get("letter", "")
        )
