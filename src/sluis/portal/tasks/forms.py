"""Forms about tasks."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.tasks.selectors import colleagues
from sluis.portal.ui.forms import Form


class Note(Form):
    """How it was done, or why not."""

    note = forms.CharField(
        label=_("Explanation"), help_text=_("In a few words. No personal data of clients."), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class Assignee(Form):
    """For whom: a colleague or a role."""

    person: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=_("Colleague"), queryset=None, required=False, empty_label=_("– nobody –")
    )
    role = forms.ChoiceField(label=_("Or whoever has the role"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(organisation, at)  # type: ignore[attr-defined]
        roles = [(role.value, role.label) for role in roles_for(operator=organisation.is_operator)]
        self.fields["role"].choices = [("", _("– no role –")), *roles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        found = super().clean() or {}
        if not self.errors and bool(found.get("person")) == bool(found.get("role")) and self.required_one:
            self.add_error("person", _("Choose a colleague or a role, not both."))
        return found

    required_one = True

    @property
    def chosen_role(self) -> Role | None:
        """The role, if one was chosen."""
        return Role(self.cleaned_data["role"]) if self.cleaned_data.get("role") else None


class Made(Assignee):
    """A task by hand."""

    required_one = False
    title = forms.CharField(
        label=_("What must be done"), help_text=_("Begin with a verb. No personal data of clients."), max_length=200
    )
    due_on = forms.DateField(label=_("Last day"), required=False)
    note = forms.CharField(
        label=_("Explanation"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("title", "due_on", "person", "role", "note")
    groups = ((_("For whom"), ("person", "role")),)

    def clean(self) -> dict[str, Any]:
        """At most one of the two; none is oneself."""
        found = super().clean()
        if found.get("person") and found.get("role"):
            self.add_error("person", _("Choose a colleague or a role, not both."))
        return found
