"""The form of a term."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Term, Unit
from sluis.portal.ui.forms import Form
from sluis.portal.ui.refusing import worded
from sluis.refusals import Refused

UNITS = ((Unit.DAYS, _("days")), (Unit.MONTHS, _("months")), (Unit.YEARS, _("years")))


class TermForm(Form):
    """A number and a unit; neither for what holds otherwise."""

    count = forms.IntegerField(
        label=_("How many"), min_value=1, required=False, help_text=_("Leave it empty to follow what holds otherwise.")
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[(unit.value, label) for unit, label in UNITS])

    def clean(self) -> dict[str, Any]:
        """With the term in `term`."""
        found = super().clean() or {}
        found["term"] = None
        if found.get("count") and found.get("unit"):
            try:
                found["term"] = Term(found["count"], Unit(found["unit"]))
            except Refused as refusal:
                self.add_error("count", worded(refusal)["sentence"])
        return found
