"""Forms about documents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.documents.fields import UploadField
from sluis.portal.documents.kinds import choices
from sluis.portal.ui.forms import Form


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("– choose –")), *choices()]


class NewVersion(Form):
    """A file and from when until when it holds."""

    file = UploadField()
    valid_from = forms.DateField(label=_("Valid from"), required=False)
    valid_until = forms.DateField(label=_("Valid until and including"), required=False)
    note = forms.CharField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("In a few words, for who compares versions."),
    )
    field_order: tuple[str, ...] = ("file", "valid_from", "valid_until", "note")

    def clean(self) -> dict[str, Any]:
        """The last day does not lie before the first."""
        found = super().clean() or {}
        first, last = found.get("valid_from"), found.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day of validity lies before the first."))
        return found


class NewDocument(NewVersion):
    """A document with its first version."""

    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds)
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("As people look for it. No personal data."))
    field_order = ("kind", "title", "file", "valid_from", "valid_until", "note")


class Publishing(Form):
    """For whom."""

    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            ("parties", _("All parties: everybody who signs in here")),
            ("everybody", _("Everybody, also without signing in")),
        ],
        widget=forms.RadioSelect,
    )
