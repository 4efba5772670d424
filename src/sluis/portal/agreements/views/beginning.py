"""A draft is begun: from a service agreement, with a regime or with what another agreement says."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.agreement import starting
from sluis.portal.access.pages import actor_of
from sluis.portal.agreements import drafting
from sluis.portal.agreements.models import Agreement, MainAgreement
from sluis.portal.agreements.rights import OFFER, SEE
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.forms import Form
from sluis.portal.ui.pages import FormPage

REGIMES = {
    "exchange": (_("Deliveries to a quality registry"), starting.EXCHANGE),
    "outcomes": (_("Outcomes of youth care"), starting.OUTCOMES),
    "office": (_("Subscription to the privacy office"), starting.OFFICE),
}


class _New(Form):
    main = forms.ModelChoiceField(label=_("Service agreement"), queryset=MainAgreement.everything.none())
    programme = forms.CharField(label=_("Programme"), max_length=120)
    regime = forms.ChoiceField(
        label=_("Begin with"),
        choices=[(name, label) for name, (label, _regime) in REGIMES.items()],
        help_text=_("Every field of it can be changed."),
    )
    like = forms.ModelChoiceField(
        label=_("Take the annexes from"), queryset=Agreement.everything.none(), required=False,
        help_text=_("Another agreement that looks like it."),
    )  # fmt: skip


class New(FormPage):
    """Draft an agreement."""

    right = OFFER
    form_class = _New
    title = _("New agreement")
    submit = _("Make a draft")

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (Crumb(_("Agreements"), "agreements:list"),)

    def form(self) -> Any:
        """With what this person may choose."""
        made, actor = super().form(), actor_of(self.request)
        mains = MainAgreement.objects.visible_to(actor, SEE).filter(ended_on=None).select_related("organisation")
        made.fields["main"].queryset = mains
        made.fields["main"].label_from_instance = lambda one: f"{one} – {one.organisation.name}"
        made.fields["like"].queryset = Agreement.objects.visible_to(actor, SEE).order_by("-number")
        return made

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        like = typed["like"].contract if typed["like"] else None
        regime = typed["like"].contract.regime if typed["like"] else REGIMES[typed["regime"]][1]
        self.made = drafting.draft(
            actor_of(self.request), main=typed["main"], programme=typed["programme"], regime=regime, like=like
        )
        return self.made

    @property
    def success_url(self) -> str:
        """Where it is completed."""
        return reverse("agreements:edit", args=[self.made.current_id])
