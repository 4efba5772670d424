"""Forms."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from sluis.agreement.regime import Audit as Rule
from sluis.agreement.regime import AuditRegime
from sluis.portal.access.actor import Actor
from sluis.portal.audits.models import OWN, Adequacy, Audit, Finding, Inforequest, Kind, rhythms
from sluis.portal.audits.preconditions import Need
from sluis.portal.audits.rights import SEE
from sluis.portal.documents.fields import UploadField
from sluis.portal.oversight.models import Attestation, Measure, Standard
from sluis.portal.oversight.rights import SEE_ASSURANCE, SEE_MEASURES
from sluis.portal.ui.forms import Form, ModelForm

_NEEDED: dict[Need, tuple[str, ...]] = {
    Need.BREACH: ("breach_reference", "breach_on", "suspected"),
    Need.NOTICE: ("notice",),
    Need.CERTIFICATES_ASKED: (),
    Need.CERTIFICATES_ASSESSED: ("opinion",),
    Need.GROUNDS: ("doubt", "grounds"),
}
_OPTIONAL = ("suspected",)


class BeginForm(Form):
    """Under which agreement."""

    agreement: Any = forms.ModelChoiceField(queryset=None, label=_("Agreement"))

    def __init__(self, *args: Any, agreements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined] # a choice of records


class StepsForm(ModelForm):
    """The steps that an agreement asks for; only those that are missing.

    Args:
        needs: what is asked here.
    """

    class Meta:
        model = Audit
        fields = ("notice", "breach_reference", "breach_on", "suspected", "opinion", "doubt", "grounds")

    def __init__(self, *args: Any, needs: tuple[Need, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {name for need in needs for name in _NEEDED[need]}
        for name in StepsForm.Meta.fields:
            if name not in wanted:
                self.fields.pop(name, None)
            elif name not in _OPTIONAL:
                _require(self.fields[name])


def _require(field: Any) -> None:
    """It may not stay empty here, and says so in its list of choices."""
    field.required = True
    if choices := getattr(field, "choices", None):
        field.choices = [("", _("Choose")), *(each for each in choices if each[0])]


class AskForm(StepsForm):
    """A request for an audit: what its agreement asks for at once."""

    class Meta(StepsForm.Meta):
        fields = ("scope", "standards", *StepsForm.Meta.fields)  # type: ignore[assignment]

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, needs=at_once(rule), **kwargs)

    @property
    def data_of_it(self) -> dict[str, Any]:
        """Fields of the audit."""
        return dict(self.cleaned_data)


def at_once(rule: Rule) -> tuple[Need, ...]:
    """What can be given with the request: what comes after the certificates cannot."""
    first = [Need.BREACH] if rule.regime is AuditRegime.AFTER_BREACH else []
    first += [Need.NOTICE] if rule.written_notice else []
    return tuple(first + ([Need.GROUNDS] if rule.grounds and not rule.certificates_first else []))


class ProposeForm(Form):
    """A day and an auditor."""

    held_on = forms.DateField(label=_("Day of the audit"), widget=forms.DateInput)
    auditor = forms.CharField(
        label=_("Auditor"), max_length=200, help_text=_("Organisation or person, as both know it.")
    )
    independent = forms.BooleanField(label=_("An independent third party"), required=False)


class AgreeForm(Form):
    """What was read."""

    held_on = forms.DateField(widget=forms.HiddenInput)
    auditor = forms.CharField(widget=forms.HiddenInput, max_length=200)


class AdmitForm(Form):
    """Who comes, and for what."""

    agreement: Any = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Agreement"), help_text=_("Empty: it is about the operator as a whole.")
    )
    body = forms.CharField(label=_("Who investigates"), max_length=200)
    commissioned = forms.BooleanField(
        label=_("Another than the authority itself, which investigates in its name"), required=False
    )
    secrecy = forms.BooleanField(label=_("That body is bound to secrecy"), required=False)
    scope = forms.CharField(label=_("What is audited"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    held_on = forms.DateField(label=_("Day of the audit"), widget=forms.DateInput)

    def __init__(self, *args: Any, agreements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined] # a choice of records


class OwnForm(Form):
    """An audit of the operator by itself."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, Kind(kind).label) for kind in OWN])
    scope = forms.CharField(label=_("What is audited"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    editions: Any = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Standards"), widget=forms.CheckboxSelectMultiple
    )
    auditor = forms.CharField(label=_("Auditor"), max_length=200)
    held_on = forms.DateField(label=_("Day of the audit"), widget=forms.DateInput)
    every = forms.ChoiceField(
        label=_("Comes back"), required=False, choices=lambda: [("", _("It does not come back")), *rhythms()]
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standards = Standard.objects.visible_to(actor, SEE_ASSURANCE).filter(withdrawn_on=None)
        self.fields["editions"].queryset = standards  # type: ignore[attr-defined] # a choice of records

    @property
    def data_of_it(self) -> dict[str, Any]:
        """Fields of the audit; the editions by name, as they are on that day."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "editions"}
        return typed | {"standards": ", ".join(map(str, self.cleaned_data["editions"]))[:300]}


class CarriedOutForm(Form):
    """The conclusion, with the report."""

    summary = forms.CharField(label=_("Conclusion"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    file = UploadField(label=_("Report"), required=False)


class CostForm(Form):
    """What one's own side spent."""

    amount = forms.DecimalField(
        label=_("Costs that your organisation made, in euros"), max_digits=10, decimal_places=2,
        validators=[MinValueValidator(0)],
    )  # fmt: skip


class FindingForm(ModelForm):
    """A finding."""

    class Meta:
        model = Finding
        fields = ("text", "fails", "recommendation", "measure", "carried_by", "due_on")

    def __init__(self, *args: Any, actor: Actor, audit: Audit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = Measure.objects.visible_to(actor, SEE_MEASURES)
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined] # a choice of records
        if audit.is_own:
            del self.fields["carried_by"]


class AssessForm(Form):
    """What a party thinks of a finding."""

    view = forms.ChoiceField(
        label=_("What does your organisation think of it?"), choices=Finding.View.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why it is disputed"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class TermForm(Form):
    """Another day."""

    due_on = forms.DateField(label=_("To be carried out on or before"), widget=forms.DateInput)


class OutcomeForm(Form):
    """What was done."""

    outcome = forms.CharField(label=_("What was done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class VerifyForm(Form):
    """Enough, or again."""

    enough = forms.ChoiceField(
        label=_("Was it enough?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, the finding is closed")), ("no", _("No, it is carried out again"))],
    )  # fmt: skip
    due_on = forms.DateField(label=_("If not: on or before"), required=False, widget=forms.DateInput)
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class InfoForm(ModelForm):
    """What is asked, and by when."""

    class Meta:
        model = Inforequest
        fields = ("question", "due_on", "audit")

    def __init__(self, *args: Any, audits: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audit"].queryset = audits  # type: ignore[attr-defined] # a choice of records


class AnswerForm(Form):
    """The answer."""

    text = forms.CharField(label=_("Answer"), max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))
    file = UploadField(label=_("Attachment"), required=False)


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class EvidenceForm(ModelForm):
    """Evidence that a measure is adequate."""

    new_document = UploadField(label=_("Document"), required=False)

    class Meta:
        model = Adequacy
        fields = ("measure", "standard", "kind", "shown_on", "until", "result", "attestation", "audit", "shared")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "measure": Measure.objects.visible_to(actor, SEE_MEASURES),
            "standard": Standard.objects.visible_to(actor, SEE_ASSURANCE),
            "attestation": Attestation.objects.visible_to(actor, SEE_ASSURANCE).select_related("standard"),
            "audit": Audit.objects.visible_to(actor, SEE).filter(kind__in=[kind.value for kind in OWN]),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined] # a choice of records
