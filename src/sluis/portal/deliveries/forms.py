"""Forms."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from sluis.evidence.event import LONGEST_TEXT, guard
from sluis.portal.deliveries.models import Autorule
from sluis.portal.deliveries.wording import REMOVAL_REASONS, TEST_REASONS
from sluis.portal.documents.fields import UploadField
from sluis.portal.ui.forms import Form, ModelForm
from sluis.refusals import Refused


class RefuseForm(Form):
    """Why a delivery is refused; the source reads it, and so it must hold nothing about a person."""

    explanation = forms.CharField(
        label=_("Explanation for the source"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No personal data. The source reads this text."),
    )  # fmt: skip

    def clean_explanation(self) -> str:
        """Held against what evidence must not hold either: numbers like a BSN, labels, keys."""
        text: str = self.cleaned_data["explanation"]
        flat, step = " ".join(text.split()), LONGEST_TEXT // 2
        try:
            for start in range(0, max(len(flat), 1), step):
                guard("explanation", flat[start : start + LONGEST_TEXT])
        except Refused:
            words = _("There is something in it like a BSN, a pseudonym or a key. Leave it out: name rows and codes.")
            raise forms.ValidationError(words, code="personal") from None
        return text


class RemoveForm(Form):
    """Why a result goes before its term."""

    reason = forms.ChoiceField(label=_("Reason"), choices=REMOVAL_REASONS, widget=forms.RadioSelect)


class NeedsTestForm(Form):
    """Why production waits for a test, or not."""

    reason = forms.ChoiceField(label=_("Reason"), choices=TEST_REASONS, widget=forms.RadioSelect)


class AdoptForm(Form):
    """A certificate that was issued at the command line.

    Args:
        organisations: from which one is chosen.
    """

    organisation: Any = forms.ModelChoiceField(queryset=None, label=_("Organisation"))
    file = UploadField(
        label=_("Certificate"),
        help_text=_("The file certificate.pem of the program: the certificate, and what stands between it and the authority."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined] # a choice of records


class RuleForm(ModelForm):
    """A rule that authorises.

    Args:
        routes: for which it can be.
    """

    groups = (
        (_("About which deliveries"), ("route", "tests")),
        (_("What they must keep to"), ("earlier", "within_percent", "warnings_percent", "in_round")),
    )

    class Meta:
        model = Autorule
        fields = ("name", "route", "tests", "earlier", "within_percent", "warnings_percent", "in_round")
        labels = {"route": _("Agreement")}  # noqa: RUF012 - as Django declares it
        help_texts = {  # noqa: RUF012 - as Django declares it
            "route": _("None: for all agreements."),
            "within_percent": _("Against the last one that went well. Empty: no bound."),
            "warnings_percent": _("Of the source's own report; without a report it does not count. Empty: no bound."),
        }

    def __init__(self, *args: Any, routes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["route"].queryset = routes  # type: ignore[attr-defined] # a choice of records
        self.fields["earlier"].validators.append(MinValueValidator(1))  # the first of its kind is always for the desk
        self.fields["earlier"].widget.attrs["min"] = 1
