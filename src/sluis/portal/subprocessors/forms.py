"""What people fill in about subprocessors."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.documents.fields import UploadField
from sluis.portal.subprocessors.models import (
    Subcondition,
    Subeffort,
    Subfinding,
    Subnotice,
    Subobjection,
    Subprocessor,
)
from sluis.portal.subprocessors.registering import FIELDS
from sluis.portal.ui.forms import Form, ModelForm


class SubprocessorForm(ModelForm):
    """A subprocessor; its parties are given by the page."""

    groups = (
        (_("Who"), ("name", "address", "city", "country", "trade_register_number", "party")),
        (_("What it does"), ("service", "data", "transfer_outside_eea", "agreement_description", "in_use")),
    )

    class Meta:
        model = Subprocessor
        fields = FIELDS
        widgets = {"service": forms.Textarea(attrs={"rows": 2}), "data": forms.Textarea(attrs={"rows": 2})}  # noqa: RUF012

    def __init__(self, *args: Any, parties: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = others
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One record for each; annexes are matched by name."""
        name: str = self.cleaned_data["name"]
        if self._others.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("A subprocessor with this name stands in the register already."))
        return name


class CertificateForm(Form):
    """A certificate of a subprocessor."""

    standard: Any = forms.ModelChoiceField(
        queryset=None, label=_("Standard and edition"), help_text=_("Editions are kept under Oversight.")
    )
    valid_until = forms.DateField(label=_("Valid until and including"), widget=forms.DateInput())
    file = UploadField(label=_("Copy"), required=False)

    def __init__(self, *args: Any, standards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = standards  # type: ignore[attr-defined]


class ContractForm(Form):
    """The agreement with a subprocessor."""

    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput())
    ends_on = forms.DateField(label=_("Until and including"), required=False, widget=forms.DateInput())
    same_obligations = forms.BooleanField(
        label=_("It imposes at least the same obligations, and I compared them"),
        required=False,
        help_text=_("Without this, the subprocessor starts nowhere."),
    )
    file = UploadField(label=_("Signed agreement"))

    def clean(self) -> dict[str, Any] | None:
        """It ends after it was signed."""
        found = super().clean() or {}
        signed, ends = found.get("signed_on"), found.get("ends_on")
        if signed and ends and ends < signed:
            self.add_error("ends_on", _("The end lies before the beginning."))
        return found


class FindingForm(ModelForm):
    """How compliance was supervised."""

    class Meta:
        model = Subfinding
        fields = ("on", "complies", "finding")


class ObjectForm(ModelForm):
    """An objection."""

    class Meta:
        model = Subobjection
        fields = ("text",)
        help_texts = {"text": _("Why this subprocessor is not acceptable. The processor reads it.")}  # noqa: RUF012


class EffortForm(ModelForm):
    """What was done about an objection."""

    class Meta:
        model = Subeffort
        fields = ("text",)


class AvoidForm(ModelForm):
    """How the service does without a subprocessor."""

    class Meta:
        model = Subnotice
        fields = ("adapted",)
        help_texts = {"adapted": _("How the service is given without this subprocessor. The controller reads it.")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adapted"].required = True


class ConditionForm(ModelForm):
    """A condition."""

    class Meta:
        model = Subcondition
        fields = ("text",)
        help_texts = {"text": _("For example about secrecy, or a norm to comply with. It is put in the annex.")}  # noqa: RUF012


class ConsentForm(Form):
    """Written consent to another place."""

    until = forms.DateField(
        label=_("Until and including"), required=False, widget=forms.DateInput(),
        help_text=_("Empty: until you take it back on the page of the agreement."),
    )  # fmt: skip


class StartForm(Form):
    """Under which agreements it starts today."""

    notices = forms.MultipleChoiceField(label=_("Start under"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notices"].choices = offered  # type: ignore[attr-defined]
