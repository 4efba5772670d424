"""Forms about people."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import LANGUAGES, Organisation, Person, Statement
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.documents.fields import UploadField
from sluis.portal.people.models import DEFAULT_MONTHS, Screening
from sluis.portal.ui.forms import Form, ModelForm


class NewPassword(Form):
    """Whoever joins: a name, a language, and a password that is typed twice."""

    autocomplete: ClassVar[dict[str, str]] = {
        "name": "name", "password": "new-password", "again": "new-password", "email": "username",
    }  # fmt: skip

    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    password = forms.CharField(label=_("Password"), max_length=256, strip=False, widget=forms.PasswordInput)
    again = forms.CharField(label=_("Password again"), max_length=256, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Both the same, and strong enough for this person."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        password = data.get("password")
        if password and "again" in data and password != data["again"]:
            self.add_error("again", _("This is not the same password."))
        if password:
            person = Person(name=data.get("name", ""), email=data.get("email", "") or self.known)
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class Beginning(NewPassword):
    """The operator and its first administrator."""

    groups = (
        (_("The operator"), ("organisation",)),
        (_("You, its first administrator"), ("name", "email", "language", "password", "again")),
    )

    organisation = forms.CharField(
        label=_("Name of the organisation"), max_length=200, help_text=_("That runs this installation.")
    )
    email = forms.EmailField(label=_("E-mail address"), help_text=_("With which you sign in."))
    field_order = ("organisation", "name", "email", "language", "password", "again")


def role_fields(organisation: Organisation) -> list[tuple[str, Any]]:
    """The roles that people of an organisation can have."""
    return [(role.value, role.label) for role in roles_for(operator=organisation.is_operator)]


class Inviting(Form):
    """Whom to invite, with which roles."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    ends_on = forms.DateField(
        label=_("Roles end on"), required=False, widget=forms.DateInput,
        help_text=_("The last day on which the roles count; empty for no end."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_fields(organisation)  # type: ignore[attr-defined]


class Giving(Form):
    """A role for somebody."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    ends_on = forms.DateField(
        label=_("Ends on"), required=False, widget=forms.DateInput, help_text=_("The last day on which the role counts; empty for no end."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_fields(organisation)  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class PersonData(ModelForm):
    """What an administrator changes of somebody."""

    class Meta:
        """Of the person."""

        model = Person
        fields = ("name", "email", "position", "phone", "language")

    def validate_unique(self) -> None:
        """The service refuses an address that is somebody's, in words that tell nothing of another organisation."""


class StatementRecord(Form):
    """How somebody is bound to secrecy."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Statement.Kind.choices, widget=forms.RadioSelect)
    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput)
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=forms.DateInput)
    file = UploadField(label=_("The signed paper, or the guarantee"), required=False)


class ScreeningRecord(ModelForm):
    """A screening; of the outcome only whether it stands in the way."""

    class Meta:
        """Of the screening."""

        model = Screening
        fields = ("kind", "requested_on", "received_on", "valid_until", "result")
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(
            ("requested_on", "received_on", "valid_until"), forms.DateInput
        )


class TrainingRecord(Form):
    """A training or a lesson in awareness."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    followed_on = forms.DateField(label=_("Followed on"), widget=forms.DateInput)
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=forms.DateInput)
    file = UploadField(label=_("Proof"), required=False)


class StartingReview(Form):
    """A review of rights."""

    reviewer: Any = forms.ModelChoiceField(label=_("Reviewer"), queryset=None)
    due_on = forms.DateField(
        label=_("Last day for decisions"),
        widget=forms.DateInput,
        help_text=_("After this day a right without a decision is withdrawn."),
    )

    def __init__(self, *args: Any, reviewers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers  # type: ignore[attr-defined]


class Cycle(Form):
    """How often rights are reviewed."""

    months = forms.IntegerField(label=_("Months between reviews"), min_value=1, max_value=12, initial=DEFAULT_MONTHS)
    reviewer: Any = forms.ModelChoiceField(
        label=_("Reviewer"),
        queryset=None,
        required=False,
        help_text=_("Empty for the administrator who is longest so."),
    )

    def __init__(self, *args: Any, reviewers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers  # type: ignore[attr-defined]


class Deciding(Form):
    """What becomes of one right."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=(("keep", _("Keep")), ("withdraw", _("Withdraw"))), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you withdraw it. No personal data."),
    )  # fmt: skip
