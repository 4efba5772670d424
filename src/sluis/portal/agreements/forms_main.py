"""What people fill in about service agreements."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.agreements.maining import MainGround
from sluis.portal.agreements.models import MainAgreement
from sluis.portal.agreements.wording import GROUNDS
from sluis.portal.organisations.forms import date_field
from sluis.portal.ui.forms import Form, Groups, ModelForm
from sluis.portal.ui.navigation import Text

_OWN = ("number", "title", "signed_on", "starts_on")
_PURPOSE = ("purpose_contract", "tender_number", "contract_parties")

MAIN_GROUNDS: dict[str, Text] = {
    MainGround.NOTICE.value: _("notice was given"),
    MainGround.TOGETHER.value: _("the parties agreed to end it"),
    MainGround.EXPIRED.value: _("its term was over"),
} | {kind.value: words for kind, words in GROUNDS.items()}


class MainForm(ModelForm):
    """What is on record about a service agreement; its last day has forms of its own."""

    groups: ClassVar[Groups] = (
        (_("The agreement"), _OWN),
        (_("Purpose binding"), _PURPOSE),
        (_("Disputes"), ("forum",)),
    )

    class Meta:
        model = MainAgreement
        fields: ClassVar[tuple[str, ...]] = (*_OWN, *_PURPOSE, "forum")
        help_texts: ClassVar = {"contract_parties": _("With semicolons between them.")}


class NewMainForm(MainForm):
    """A new one, with whom and until when."""

    groups: ClassVar[Groups] = (
        (_("The agreement"), ("party", *_OWN, "ends_on")),
        (_("Purpose binding"), _PURPOSE),
        (_("Disputes"), ("forum",)),
    )
    party = forms.CharField(
        label=_("With which organisation"), max_length=40, help_text=_("Its number, such as ORG-2026-0012, or a code.")
    )

    class Meta(MainForm.Meta):
        fields: ClassVar[tuple[str, ...]] = (*_OWN, "ends_on", *_PURPOSE, "forum")

    def clean(self) -> dict[str, Any]:
        """It does not end before it starts."""
        typed: dict[str, Any] = super().clean() or {}
        starts, ends = typed.get("starts_on"), typed.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day lies before the first."))
        return typed


class ExtendForm(Form):
    """Until when it is extended."""

    ends_on = date_field(_("New last day"))
    reason = forms.CharField(
        label=_("Explanation"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both parties can read it in the history."),
    )  # fmt: skip


class EndForm(Form):
    """When and why it ends, and what does not end with it."""

    on = date_field(_("Last day"))
    ground = forms.ChoiceField(label=_("Ground"), choices=lambda: list(MAIN_GROUNDS.items()))
    reason = forms.CharField(
        label=_("Explanation"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both parties can read it in the history."),
    )  # fmt: skip
    deviating = forms.MultipleChoiceField(
        label=_("Agreements that go on all the same"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only when both parties agreed on that deviation."),
    )  # fmt: skip
    deviation = forms.CharField(
        label=_("What was agreed about that, and where it stands"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, attached: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if attached:
            self.fields["deviating"].choices = attached  # type: ignore[attr-defined] # of a choice field
        else:
            del self.fields["deviating"], self.fields["deviation"]
