"""Forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Unit
from sluis.portal.agreements.fields import TermField
from sluis.portal.rounds.models import Rhythm, Schedule, rhythms
from sluis.portal.ui.forms import Form

_UNITS = [(Unit.DAYS.value, _("days")), (Unit.OFFICE_DAYS.value, _("office days")), (Unit.MONTHS.value, _("months"))]
_LONGEST_REMINDER = 90


class AfterField(TermField):
    """How long after the period: in days, office days or months."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.fields[1].choices = _UNITS  # type: ignore[attr-defined] # the second part is a choice
        self.widget.widgets[1].choices = _UNITS

    def clean(self, value: Any) -> str:
        """As it is kept: a text, empty for none."""
        term = super().clean(value)
        return str(term) if term else ""


class DaysField(forms.CharField):
    """Numbers of days, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """A list as text."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Text as a list."""
        words = [each.strip() for each in (super().clean(value) or "").split(",") if each.strip()]
        if not all(each.isascii() and each.isdigit() and 0 < int(each[:4]) <= _LONGEST_REMINDER for each in words):
            raise forms.ValidationError(_("Fill in numbers from 1 to 90, with commas between them."), code="days")
        return sorted({int(each) for each in words}, reverse=True)


class ScheduleForm(Form):
    """The rhythm and the days of a calendar."""

    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=rhythms)
    starts_on = forms.DateField(
        label=_("First day of the first period"), help_text=_("The first of a month; for “once” any day.")
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False,
        help_text=_("Of the only period; or the day after which no period begins. Empty for without end."),
    )  # fmt: skip
    test_after = AfterField(label=_("Test delivery"), required=False)
    provisional_after = AfterField(label=_("Provisional delivery"), required=False)
    final_after = AfterField(
        label=_("Final delivery"), required=False,
        help_text=_(
            "Needed, unless the days are entered by hand. A day on which offices are closed moves to the next office day."
        ),
    )  # fmt: skip
    reminders = DaysField(
        label=_("Reminders, days before"), required=False, help_text=_("For example 14, 7, 1. Empty for none.")
    )
    sign_off = forms.BooleanField(
        label=_("Ask a sign-off"), required=False,
        help_text=_("Somebody at the source stands for it that the delivery is complete and right."),
    )  # fmt: skip
    refuses_late = forms.BooleanField(
        label=_("Refuse late deliveries"), required=False,
        help_text=_("After the last day, until there is more time or the round is opened again."),
    )  # fmt: skip
    groups = (
        (_("Last day, counted from the end of the period"), ("test_after", "provisional_after", "final_after")),
        (_("Agreements about it"), ("reminders", "sign_off", "refuses_late")),
    )

    def clean(self) -> dict[str, Any]:
        """What a rhythm needs."""
        said: dict[str, Any] = super().clean() or {}
        rhythm = said.get("rhythm")
        if rhythm == Rhythm.ONCE and not said.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("The only period has a last day."))
        if rhythm != Rhythm.BY_HAND and not said.get("final_after") and "final_after" not in self.errors:
            self.add_error("final_after", _("Say by when the final delivery is expected."))
        return said


class PlanForm(ScheduleForm):
    """The same for a flow that has none yet.

    Args:
        flows: ids and names of those that can be chosen.
    """

    flow = forms.ChoiceField(label=_("Flow"))
    field_order = ("flow",)

    def __init__(self, *args: Any, flows: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["flow"].choices = [("", _("Choose")), *flows]  # type: ignore[attr-defined] # a choice


def values(schedule: Schedule) -> dict[str, Any]:
    """What the form holds of a schedule."""
    said = {name: getattr(schedule, name) for name in ("rhythm", "starts_on", "ends_on", "reminders", "sign_off")}
    terms = {f"{name}_after": schedule.term(name) for name in ("test", "provisional", "final")}
    return said | terms | {"refuses_late": schedule.refuses_late}


class RoundForm(Form):
    """A round on days entered by hand."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=40,
        help_text=_("Empty for the name of the period, such as 2026-Q3."),
    )
    starts_on = forms.DateField(label=_("First day of the period"))
    ends_on = forms.DateField(label=_("Last day of the period"))
    opens_on = forms.DateField(label=_("Opens"))
    test_until = forms.DateField(label=_("Test until"), required=False)
    provisional_until = forms.DateField(label=_("Provisional until"), required=False)
    final_until = forms.DateField(label=_("Final until"))


def _text(label: Any, **more: Any) -> forms.CharField:
    said = {"help_text": _("Kept with the round, and read by the other party. No personal data.")} | more
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **said)


class ReasonForm(Form):
    """Why."""

    reason = _text(_("Reason"))


class UntilForm(Form):
    """Until when, and why."""

    until = forms.DateField(label=_("Until"))
    reason = _text(_("Reason"))


class DecideForm(Form):
    """More time, or not."""

    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[("grant", _("Give more time")), ("refuse", _("Give no more time"))],
    )  # fmt: skip
    until = forms.DateField(
        label=_("Until"), help_text=_("The day that was asked, or another later one."), required=False
    )
    answer = _text(_("Answer"), required=False)

    def clean(self) -> dict[str, Any]:
        """Who grants says until when; who refuses says why."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("decision") == "grant" and not said.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until when."))
        if said.get("decision") == "refuse" and not said.get("answer"):
            self.add_error("answer", _("Say why; the source reads this."))
        return said
