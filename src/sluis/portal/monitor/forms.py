"""Forms."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.monitor.noting import ROLES
from sluis.portal.tasks.selectors import colleagues
from sluis.portal.ui.forms import Form


def _text(label: Any, help_text: Any, longest: int = 2000, **more: Any) -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, widget=rows, **more)


class NoteForm(Form):
    """A remark, and what follows from it."""

    text = _text(_("Remark"), _("For colleagues. No personal data; name a delivery by its number."))
    due_at = forms.DateTimeField(
        label=_("Follow up before"), required=False, help_text=_("Empty when nothing follows from it.")
    )
    person: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=_("Colleague"), queryset=None, required=False, empty_label=_("– nobody –")
    )
    role = forms.ChoiceField(
        label=_("Or whoever has the role"), required=False,
        choices=[("", _("– no role –")), *((role.value, role.label) for role in ROLES)],
    )  # fmt: skip
    groups = ((_("Follow-up"), ("due_at", "person", "role")),)

    def __init__(self, *args: Any, organisation: Organisation, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(organisation, at)  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """For the service."""
        found = dict(self.cleaned_data)
        return found | {"role": Role(found["role"]) if found["role"] else None}


class ResultForm(Form):
    """What came of it."""

    result = _text(_("Result"), _("What was found and done. No personal data."))


class HandOverForm(Form):
    """The note."""

    note = _text(_("Note"), _("What the next one must know besides what is listed. No personal data."), 4000,
                 required=False)  # fmt: skip


class OutageForm(Form):
    """What, from when until when."""

    planned = forms.ChoiceField(
        label=_("Kind"), widget=forms.RadioSelect,
        choices=[("yes", _("Planned: it is known beforehand")), ("no", _("Unplanned: it goes on now"))],
    )  # fmt: skip
    starts_at = forms.DateTimeField(label=_("From"))
    ends_at = forms.DateTimeField(label=_("Until"), required=False, help_text=_("Empty while nobody knows."))
    text_nl = _text(_("Text in Dutch"), _("What does not work, and what one can do. Everybody reads it."), 1000)
    text_en = _text(_("Text in English"), _("The same in English."), 1000)
    groups = ((_("When"), ("planned", "starts_at", "ends_at")), (_("Text"), ("text_nl", "text_en")))


class UntilForm(Form):
    """Until when."""

    ends_at = forms.DateTimeField(label=_("Until"), required=False, help_text=_("Empty while nobody knows."))
