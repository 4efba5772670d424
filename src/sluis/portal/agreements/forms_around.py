"""What people fill in about announcements, registries, terms and consents."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.agreements.models import Consent, QualityRegistry
from sluis.portal.agreements.wording import AnnouncementKind, ConsentKind, announcements, consents, replies
from sluis.portal.organisations.forms import date_field
from sluis.portal.ui.forms import Form, Groups, ModelForm

_READ_BY_ALL = _("All controllers read it. No personal data.")


def _words(label: Any, *, required: bool = True, rows: int = 3, longest: int = 4000, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget, **more)


class AnnounceForm(Form):
    """What is announced."""

    kind = forms.ChoiceField(label=_("What"), choices=announcements, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = _words(_("Explanation"), rows=6, help_text=_READ_BY_ALL)
    effective_on = date_field(_("From"), required=False, help_text=_("The first day on which it is so."))
    replies_until = date_field(
        _("Answers until and including"),
        required=False,
        help_text=_("Empty: answers are possible until it is taken back."),
    )
    consulted = forms.BooleanField(
        label=_("Those who take part were consulted about it"), required=False,
        help_text=_("For a change of the service or of the delivery terms; it can be recorded later as well."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A change has a day, and answers are possible before it."""
        typed: dict[str, Any] = super().clean() or {}
        starts, until = typed.get("effective_on"), typed.get("replies_until")
        if typed.get("kind") in (AnnouncementKind.SERVICE, AnnouncementKind.TERMS) and not starts:
            self.add_error("effective_on", _("A change has a day on which it takes effect."))
        if starts and until and until >= starts:
            self.add_error("replies_until", _("Answers come before the day on which it takes effect."))
        return typed

    def clean_replies_until(self) -> date | None:
        """Not before today."""
        from django.utils import timezone

        found: date | None = self.cleaned_data["replies_until"]
        if found and found < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return found


class ReplyForm(Form):
    """What a party answers."""

    kind = forms.ChoiceField(label=_("Answer"), choices=replies, widget=forms.RadioSelect)
    text = _words(
        _("Explanation"), required=False, rows=5,
        help_text=_("What you object to and why, or what you want to consult about. The operator reads it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """An objection says what it is about."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("kind") == "objection" and not typed.get("text", "").strip():
            self.add_error("text", _("Write down what you object to, and why."))
        return typed


class OutcomeForm(Form):
    """What came of an objection."""

    outcome = _words(_("What came of it"), rows=4, help_text=_("The party that objected reads it."))


class TakeoverEndForm(Form):
    """Ends an agreement because of a takeover."""

    letter = forms.CharField(
        label=_("Number of the registered letter"), required=False, max_length=60,
        help_text=_("Where the agreement asks for one."),
    )  # fmt: skip
    outcome = _words(_("Explanation"), rows=3, longest=500)


class RegistryForm(ModelForm):
    """A quality registry."""

    groups: ClassVar[Groups] = (
        (_("The registry"), ("name", "holder_name")),
        (_("Statutory register"), ("entry", "starts_on", "ends_on")),
    )

    class Meta:
        model = QualityRegistry
        fields = ("name", "holder_name", "entry", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        """It does not leave the register before it comes in."""
        typed: dict[str, Any] = super().clean() or {}
        starts, ends = typed.get("starts_on"), typed.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day lies before the first."))
        return typed


class ConsentForm(Form):
    """An explicit written consent."""

    kind = forms.ChoiceField(label=_("To what"), choices=consents, widget=forms.RadioSelect)
    about = forms.CharField(
        label=_("In full"), max_length=300,
        help_text=_("What for, or the full name of the party to which you consent. No personal data."),
    )  # fmt: skip
    country = forms.CharField(
        label=_("Country"), required=False, max_length=2, min_length=2,
        help_text=_("Two letters, such as DE; for processing in another country."),
    )  # fmt: skip
    until = date_field(_("Until and including"), required=False, help_text=_("Empty: until you take it back."))

    def clean(self) -> dict[str, Any]:
        """Consent to another country names it."""
        typed: dict[str, Any] = super().clean() or {}
        country = typed.get("country", "")
        if typed.get("kind") == ConsentKind.COUNTRY and not (country.isascii() and country.isalpha()):
            self.add_error("country", _("Name the country with two letters."))
        return typed


class AssignForm(Form):
    """To whom an agreement goes, and when."""

    consent = forms.ModelChoiceField(
        label=_("Consent of the controller"), queryset=Consent.objects.none(), required=False,
        help_text=_("It names the party to which the agreement goes."),
    )  # fmt: skip
    to = forms.CharField(label=_("Party to which it goes"), max_length=300, required=False)
    on = date_field(_("Last day here"))
    reason = _words(_("Explanation"), longest=500, required=False)

    def __init__(self, *args: Any, consented: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].required = True
        self.fields["consent"].required = consented.exists()  # without any the service says what is missing
        self.fields["consent"].queryset = consented  # type: ignore[attr-defined] # of a choice of records
        del self.fields["to" if needed else "consent"]
