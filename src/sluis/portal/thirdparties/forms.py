"""What people fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.documents.fields import UploadField
from sluis.portal.thirdparties.models import Compliancecheck, Dpa, Processor, dpa_kinds
from sluis.portal.thirdparties.points import POINTS, Outcome, Point
from sluis.portal.ui.forms import Form, ModelForm

LARGEST = 100


def words(label: Any, rows: int = 3, most: int = 4000, **options: Any) -> forms.CharField:
    """A piece of text."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ProcessorForm(ModelForm):
    """Who it is and what it does."""

    class Meta:
        model = Processor
        fields = ("name", "trade_register_number", "country", "service", "data", "contact", "notes")

    def _get_validation_exclusions(self) -> set[str]:
        """A name stands once in an organisation, which is no field of the form."""
        return super()._get_validation_exclusions() - {"organisation", "ended_on"}  # type: ignore[misc,no-any-return]


class EndForm(Form):
    """When and why."""

    on = forms.DateField(label=_("Ended as of"), widget=forms.DateInput)
    reason = words(_("Reason"), most=500)


class OfferForm(Form):
    """What is offered."""

    version = forms.CharField(label=_("Version of the document"), max_length=40, initial="1.0")


class SubmitForm(OfferForm):
    """What the processor submits."""

    kind = forms.ChoiceField(label=_("Kind"), choices=dpa_kinds)
    file = UploadField(label=_("Document of the processor"))


class AgainForm(Form):
    """A next version."""

    version = forms.CharField(label=_("Version of the document"), max_length=40)
    file = UploadField(label=_("Document of the processor"))

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["file"]


class RemarksForm(Form):
    """What the processor thinks of it."""

    remarks = words(_("Remarks"))


class ConcludeForm(ModelForm):
    """From when until when, with the signed copy."""

    file = UploadField(label=_("Signed copy"), required=False)

    class Meta:
        model = Dpa
        fields = ("starts_on", "expires_on", "notice")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].required = True
        self.fields["file"].required = self.instance.document_id is None


class RenewForm(ModelForm):
    """Until when."""

    class Meta:
        model = Dpa
        fields = ("expires_on", "notice")


class ReviewForm(Form):
    """Each point with its outcome and remark."""

    groups = (
        *((label, (point.value, f"{point.value}-remark")) for point, (label, _asks) in POINTS.items()),
        (_("On the whole"), ("remarks",)),
    )
    remarks = words(_("Remarks"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in Point:
            self.fields[point.value] = forms.ChoiceField(
                label=str(point.asks), choices=Outcome.choices, widget=forms.RadioSelect
            )
            self.fields[f"{point.value}-remark"] = words(_("Remark"), rows=2, most=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """What is not simply met is explained."""
        said = super().clean() or self.cleaned_data
        for point in Point:
            if said.get(point.value) not in (None, Outcome.MET) and not said.get(f"{point.value}-remark", "").strip():
                self.add_error(f"{point.value}-remark", _("Explain what is missing or could be better."))
        return said

    def points(self) -> dict[str, dict[str, str]]:
        """As `points.Review`."""
        said = self.cleaned_data
        return {point.value: {"outcome": said[point.value], "remark": said[f"{point.value}-remark"]} for point in Point}


class DrawForm(Form):
    """Among whose processors, what for, and how many."""

    organisation: Any = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("Organisation"))
    purpose = forms.CharField(
        label=_("What for"), max_length=200, help_text=_("For example: yearly research, security of access.")
    )
    size = forms.IntegerField(label=_("How many"), min_value=1, max_value=LARGEST, initial=3)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined] # a choice of records


class CheckForm(ModelForm):
    """What was checked at one of those that were drawn, and what was found."""

    class Meta:
        model = Compliancecheck
        fields = ("processor", "checked_on", "what", "severity", "finding", "follow_up", "due_on")

    def __init__(self, *args: Any, processors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["processor"].queryset = processors  # type: ignore[attr-defined] # a choice of records


class SettleForm(Form):
    """What was done."""

    outcome = words(_("What was done"), most=2000)
