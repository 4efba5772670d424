"""What people fill in when something ends: when, and why."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations import choices
from sluis.portal.organisations.forms import date_field
from sluis.portal.ui.forms import Form


class LastDay(Form):
    """Until when."""

    last_day = date_field(_("Last day"), help_text=_("The last day on which it holds."))


class EndForm(Form):
    """From when an organisation is no more, and why."""

    on = date_field(_("Ended on"), help_text=_("The first day on which it is no more."))
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices.options(choices.OF_AN_ORGANISATION))
    words = forms.CharField(
        label=_("Explanation"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation and the operator can read it in the history."),
    )  # fmt: skip


def reason_form(reasons: Callable[[], choices.Choices]) -> type[Form]:
    """A form that asks why."""

    class Why(Form):
        reason = forms.ChoiceField(label=_("Reason"), choices=reasons)
        words = forms.CharField(
            label=_("Explanation"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("The organisation and the operator can read it in the history."),
        )  # fmt: skip

    return Why
