"""Forms about webhooks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.ui.forms import Form
from sluis.portal.webhooks.addresses import LONGEST
from sluis.portal.webhooks.kinds import declared


class Changing(Form):
    """What is told, and what it is for."""

    kinds = forms.MultipleChoiceField(label=_("Tells of"), widget=forms.CheckboxSelectMultiple)
    description = forms.CharField(
        label=_("Description"), max_length=120, required=False,
        help_text=_("For your colleagues: which program it is. No personal data."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = list(declared().items())  # type: ignore[attr-defined]


class Making(Changing):
    """A new one."""

    address = forms.CharField(
        label=_("Address"), max_length=LONGEST, widget=forms.TextInput({"inputmode": "url"}),
        help_text=_("Where your program listens, on the public internet: https://…"),
    )  # fmt: skip
    field_order = ("address", "kinds", "description")
