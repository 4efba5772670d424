"""The forms: what is meant, why, and at whose cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sluis.portal.holdings.choosing import ALL, Choice, Period, choose
from sluis.portal.holdings.counting import Counted
from sluis.portal.leaving.models import Bearer
from sluis.portal.ui.forms import Form
from sluis.portal.ui.refusing import worded
from sluis.refusals import Refused

ALL_OF_IT, A_PART = "all", "part"


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of record in the form, with the fields that choose it."""

    counted: Counted
    chosen: BoundField
    first: BoundField | None
    last: BoundField | None


class PartForm(Form):
    """Everything, or a part: kinds, each of a period.

    Args:
        counted: the kinds and how many records there are of each.
    """

    extent = forms.ChoiceField(
        label=_("What is meant"),
        choices=((ALL_OF_IT, _("Everything")), (A_PART, _("Only the kinds that are chosen below"))),
        widget=forms.RadioSelect,
        initial=ALL_OF_IT,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The end of the agreement, the end of a term, a request. No personal data."),
    )  # fmt: skip
    cost = forms.DecimalField(label=_("Cost in euros"), min_value=0, max_digits=10, decimal_places=2, required=False)
    borne_by = forms.ChoiceField(label=_("Cost is borne by"), choices=Bearer.choices, initial=Bearer.OPERATOR)
    own: ClassVar[tuple[str, ...]] = ("extent", "reason", "cost", "borne_by")

    def __init__(self, *args: Any, counted: list[Counted], **kwargs: Any) -> None:
        self.counted = counted
        super().__init__(*args, **kwargs)
        for each in counted:
            self._add(each)

    def _add(self, each: Counted) -> None:
        record, label = each.holding.record, each.holding.label
        self.fields[record] = forms.BooleanField(label=str(label), required=False)
        if each.holding.since:
            for name, text in (("first", _("From")), ("last", _("Until and including"))):
                date = forms.DateInput(attrs={"type": "date"})
                self.fields[f"{record}-{name}"] = forms.DateField(label=text, required=False, widget=date)

    def fields_of_itself(self) -> Iterator[BoundField]:
        """The fields above the kinds."""
        yield from (self[name] for name in self.own)

    def rows(self) -> Iterator[Row]:
        """The kinds."""
        for each in self.counted:
            record, dated = each.holding.record, bool(each.holding.since)
            period = [self[f"{record}-{name}"] if dated else None for name in ("first", "last")]
            yield Row(each, self[record], *period)

    def clean(self) -> dict[str, Any]:
        """With the choice in `choice`."""
        found = super().clean() or {}
        try:
            found["choice"] = ALL if found.get("extent") != A_PART else self._part(found)
        except Refused as refusal:
            self.add_error("extent", worded(refusal)["sentence"])
        return found

    def _part(self, found: dict[str, Any]) -> Choice:
        names = [each.holding.record for each in self.counted if found.get(each.holding.record)]
        return choose({name: Period(found.get(f"{name}-first"), found.get(f"{name}-last")) for name in names})


class TakeForm(PartForm):
    """Taking along."""

    forms = forms.MultipleChoiceField(
        label=_("Form"),
        choices=(
            ("jsonl", _("JSON lines: nothing is lost, and another installation of Sluis can bring it in")),
            ("csv", _("CSV: opens in a spreadsheet")),
        ),
        initial=["jsonl", "csv"],
        widget=forms.CheckboxSelectMultiple,
    )
    own: ClassVar[tuple[str, ...]] = ("extent", "forms", "reason", "cost", "borne_by")


class DestroyForm(PartForm):
    """Asking for a destruction."""

    due_on = forms.DateField(
        label=_("Agreed last day"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("By then somebody else of the organisation has confirmed it, and what is in use is destroyed."),
    )  # fmt: skip
    own: ClassVar[tuple[str, ...]] = ("extent", "reason", "due_on", "cost", "borne_by")


class DayForm(Form):
    """Until when backups hold what was destroyed."""

    until = forms.DateField(label=_("In backups until"), widget=forms.DateInput(attrs={"type": "date"}))
