"""Forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.wording import VERBS
from sluis.portal.documents.fields import UploadField
from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.oversight.models import Arrangement
from sluis.portal.oversight.rights import SEE_ARRANGEMENTS
from sluis.portal.ui.forms import Form, ModelForm


def _verbs() -> list[tuple[str, Any]]:
    return [(verb.value, label) for verb, label in VERBS.items()]


class BeginForm(Form):
    """Under which agreement."""

    agreement: Any = forms.ModelChoiceField(queryset=None, label=_("Agreement"))

    def __init__(self, *args: Any, agreements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined] # a choice of records


class GiveForm(ModelForm):
    """An instruction.

    Args:
        agreement: under which it is given; its annex 1 is the choice of rows.
    """

    rows = forms.MultipleChoiceField(
        label=_("About these processings of annex 1"), required=False, widget=forms.CheckboxSelectMultiple
    )
    verbs = forms.MultipleChoiceField(
        label=_("What may be done"), required=False, choices=_verbs, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for an instruction about processing: when accepted, it is a ground for exactly this."),
    )  # fmt: skip
    file = UploadField(label=_("Document, when it was written in one"), required=False)
    groups = (
        (_("Scope"), ("rows", "verbs", "starts_on", "ends_on")),
        (_("By when"), ("react_on", "carry_out_by")),
        (_("Document"), ("file",)),
    )

    class Meta:
        model = Instruction
        fields = ("kind", "text", "starts_on", "ends_on", "react_on", "carry_out_by")

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [  # type: ignore[attr-defined] # a field with choices
            (row.activity, row.activity) for row in agreement.contract.processings
        ]

    def data_of_it(self) -> dict[str, Any]:
        """Fields of the instruction."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class AssessForm(Form):
    """Lawful or not, and why."""

    lawful = forms.ChoiceField(
        label=_("Is the instruction lawful?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, it is accepted")), ("no", _("No, it seems to be at odds with the law"))],
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when it seems unlawful: the controller reads this. Name the provision."),
    )  # fmt: skip


class CarryOutForm(Form):
    """What was done.

    Args:
        actor: whose choice of arrangements it is.
        continuity: whether the instruction is about continuity.
    """

    outcome = forms.CharField(label=_("What was done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    arrangement: Any = forms.ModelChoiceField(
        queryset=None, label=_("What was arranged"), help_text=_("From the exit arrangements under Oversight.")
    )

    def __init__(self, *args: Any, actor: Actor, instruction: Instruction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if instruction.kind != "continuity":
            del self.fields["arrangement"]
            return
        concerns = Arrangement.objects.visible_to(actor, SEE_ARRANGEMENTS)
        for_it = concerns.filter(party=instruction.organisation_id) | concerns.filter(party=None)
        self.fields["arrangement"].queryset = for_it  # type: ignore[attr-defined] # a choice of records


class CompelledForm(ModelForm):
    """What is compelled.

    Args:
        instructions: from which it can deviate.
    """

    verbs = forms.MultipleChoiceField(
        label=_("What is done"), required=False, choices=_verbs, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Compelled
        fields = ("way", "instruction", "provision", "intended", "necessity")

    def __init__(self, *args: Any, instructions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instruction"].queryset = instructions  # type: ignore[attr-defined] # a choice of records


class ReasonForm(Form):
    """Words about a decision; kept with the record, never in the evidence."""

    reason = forms.CharField(
        label=_("Explanation"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept with this record, and read by the other party."),
    )  # fmt: skip
