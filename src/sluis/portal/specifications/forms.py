"""What people fill in about specifications."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.specifications.models import Dataspec
from sluis.portal.ui.forms import Form, ModelForm
from sluis.specification.yaml_lines import MAX_BYTES

_NUMBER = _("Its number, such as ORG-2026-0012, or its Chamber of Commerce number, AGB code or OIN.")


class DataspecForm(ModelForm):
    """A new specification."""

    commissioner = forms.CharField(label=_("Commissioning party"), max_length=40, help_text=_NUMBER)
    sources = forms.CharField(
        label=_("Data sources"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The numbers of the organisations that deliver under it, one per line. They can be added later."),
    )

    class Meta:
        model = Dataspec
        fields = ("title", "name", "closed")

    field_order = ("commissioner", "title", "name", "closed", "sources")

    def __init__(self, *args: Any, asks_commissioner: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_commissioner:
            del self.fields["commissioner"]

    def clean_sources(self) -> list[str]:
        """The numbers, each once."""
        lines = self.cleaned_data["sources"].replace(",", "\n").splitlines()
        return list(dict.fromkeys(each.strip() for each in lines if each.strip()))


class SourceForm(Form):
    """Who delivers under it as well."""

    source = forms.CharField(label=_("Data source"), max_length=40, help_text=_NUMBER)


class UploadForm(Form):
    """The file of a version."""

    file = forms.FileField(
        label=_("File of the specification"),
        help_text=_("YAML, at most 1 MB. The parties approve exactly these bytes."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
    note = forms.CharField(
        label=_("What changed, and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every party reads it beside the differences. No personal data."),
    )

    def clean_file(self) -> bytes:
        """Its bytes; one byte more than a specification may have shows that it is too large."""
        content: bytes = self.cleaned_data["file"].read(MAX_BYTES + 1)
        return content


class _Deciding(Form):
    """As which party; asked only when the organisation is more than one."""

    kind = forms.ChoiceField(label=_("As which party"))

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0][0]
            self.fields["kind"].widget = forms.HiddenInput()


class ApproveForm(_Deciding):
    """Of which bytes."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("I approve the file with this SHA-256 for my organisation."))


class RefuseForm(_Deciding):
    """Why not."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What has to change. Every party reads it. No personal data."),
    )


class WithdrawForm(Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every party reads it. No personal data."),
    )
