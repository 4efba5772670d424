"""What somebody chooses about a report."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import LANGUAGES, Organisation
from sluis.portal.documents.fields import UploadField
from sluis.portal.ui.forms import Form

PDF, WORD = ("pdf", "PDF"), ("docx", _("Word (DOCX)"))
TABLES = (("xlsx", _("Excel (XLSX)")), ("csv", "CSV"), ("json", "JSON"))


class TemplateForm(Form):
    """A template made in Word."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    file = UploadField(
        label=_("Word template"),
        help_text=_("A DOCX in which names of merge fields stand between double braces, such as {{ customer_name }}."),
    )


class ReportForm(Form):
    """About whom, from when until when, in which language and form."""

    organisation: Any = forms.ModelChoiceField(queryset=None, label=_("Controller"))
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until and including"), widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    form = forms.ChoiceField(label=_("Form"), choices=(PDF, WORD))
    keep = forms.BooleanField(
        label=_("Keep it among the documents of the controller as well"),
        required=False,
        help_text=_("So that it can be shown later what was handed over; only as PDF or Word."),
    )

    def __init__(
        self, *args: Any, organisations: Any, everybody: bool = False, tables: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.queryset, chosen.required = organisations, not everybody
        if everybody:
            chosen.empty_label = _("All controllers")
        if tables:
            kinds: Any = self.fields["form"]
            kinds.choices = (PDF, WORD, *TABLES)

    def clean_last(self) -> date | None:
        """It ends after it begins."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            raise forms.ValidationError(_("The last day lies before the first."))
        return last

    @property
    def chosen(self) -> Organisation | None:
        """About whom; none for all."""
        found: Organisation | None = self.cleaned_data.get("organisation")
        return found
