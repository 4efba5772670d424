"""What people fill in about organisations."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations import choices
from sluis.portal.organisations.codes import KEPT_BY_HAND, OF_AN_ESTABLISHMENT, CodeKind
from sluis.portal.organisations.mandating import ROLES
from sluis.portal.organisations.models import (
    Absence,
    Assignment,
    Contact,
    Enrolment,
    Establishment,
    ExchangeRole,
    Membership,
    Party,
    Representative,
    Succession,
)
from sluis.portal.ui.forms import Form, Groups, ModelForm

_VISITING = ("visiting_street", "visiting_number", "visiting_postcode", "visiting_city", "visiting_country")
_POSTAL = ("postal_street", "postal_number", "postal_postcode", "postal_city", "postal_country")
_NAMES = ("statutory_name", "trade_name", "legal_form", "chamber_of_commerce_number", "vat_number")
_REACH = ("email", "phone", "website", "language")
_PROFILE = ("sector", "in_care_sector", "size_fte", "supervised_by_ap", "supervised_by_igj", "dpo_required")


def date_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput())


class PartyForm(ModelForm):
    """The data of a party."""

    groups: ClassVar[Groups] = (
        (_("Name and registration"), _NAMES),
        (_("Visiting address"), _VISITING),
        (_("Postal address, when it is another"), _POSTAL),
        (_("How to reach it"), _REACH),
        (_("What it does, and who supervises it"), _PROFILE),
        (_("Note"), ("note",)),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Party
        fields = (*_NAMES, *_VISITING, *_POSTAL, *_REACH, *_PROFILE, "note")
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 4})}


class NewPartyForm(PartyForm):
    """The data of a new organisation."""

    groups: ClassVar[Groups] = ((_("What it is"), ("roles", "since", "second_factor_required")), *PartyForm.groups)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=choices.party_roles, required=False, widget=forms.CheckboxSelectMultiple
    )
    since = date_field(_("Since"))
    second_factor_required = forms.BooleanField(
        label=_("Its people sign in with two factors"), required=False, initial=True
    )


class FactorForm(Form):
    """Whether the people of an organisation sign in with two factors."""

    required = forms.BooleanField(
        label=_("Its people sign in with two factors"),
        required=False,
        help_text=_("Whoever has none yet is asked to set one up at the next sign-in."),
    )


class RoleForm(Form):
    """Something that a party is as well."""

    kind = forms.ChoiceField(label=_("Role"), choices=choices.party_roles)
    starts_on = date_field(_("From"))


class RepresentativeForm(ModelForm):
    """Who may sign."""

    class Meta:
        model = Representative
        fields = ("name", "position", "authority", "basis", "email", "starts_on", "ends_on")


class EstablishmentForm(ModelForm):
    """An establishment."""

    groups: ClassVar[Groups] = (
        (_("Address"), ("street", "number", "postcode", "city", "country")),
        (_("When"), ("starts_on", "ends_on")),
    )

    class Meta:
        model = Establishment
        fields = ("name", "street", "number", "postcode", "city", "country", "starts_on", "ends_on")


class NewEstablishmentForm(EstablishmentForm):
    """A new establishment, with its codes."""

    groups: ClassVar[Groups] = (
        *EstablishmentForm.groups,
        (_("Codes"), tuple(kind.value for kind in OF_AN_ESTABLISHMENT)),
    )
    branch = forms.CharField(label=_("Branch number"), required=False, max_length=20, help_text=_("Twelve digits."))
    agb = forms.CharField(label=_("AGB code"), required=False, max_length=12, help_text=_("Eight digits."))
    ura = forms.CharField(label=_("URA number"), required=False, max_length=12, help_text=_("Eight digits."))

    def codes(self) -> dict[CodeKind, str]:
        """The codes that were filled in."""
        return {kind: text for kind in OF_AN_ESTABLISHMENT if (text := self.cleaned_data.pop(kind.value, ""))}


class CodeForm(Form):
    """A code."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: choices.options(KEPT_BY_HAND))
    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("With all its digits, also the zeros in front."))
    establishment: "forms.ModelChoiceField[Establishment]" = forms.ModelChoiceField(
        label=_("Establishment"), queryset=None, required=False, empty_label=_("The organisation as a whole")
    )
    starts_on = date_field(_("From"))
    ends_on = date_field(_("Until and including"), required=False)

    def __init__(self, *args: Any, establishments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["establishment"].queryset = establishments  # type: ignore[attr-defined]


class ContactForm(ModelForm):
    """A contact."""

    groups: ClassVar[Groups] = (
        (_("For what"), ("role", "rank", "deputy")),
        (_("Who"), ("name", "position")),
        (_("How to reach"), ("email", "phone", "mobile", "out_of_hours")),
        (_("When"), ("starts_on", "ends_on")),
    )

    class Meta:
        model = Contact
        fields = (
            "role", "rank", "deputy", "name", "position", "email", "phone", "mobile", "out_of_hours", "starts_on", "ends_on",
        )  # fmt: skip

    def __init__(self, *args: Any, deputies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]
        self.fields["deputy"].label_from_instance = _contact_name  # type: ignore[attr-defined]


def _contact_name(contact: Contact) -> str:
    return f"{contact.name} – {contact.get_role_display()}"


class AbsenceForm(ModelForm):
    """Days on which somebody is away."""

    ends_on = date_field(_("Until and including"))

    class Meta:
        model = Absence
        fields = ("starts_on", "ends_on")


class AssignmentForm(ModelForm):
    """A data protection officer of the operator."""

    class Meta:
        model = Assignment
        fields = ("person", "starts_on", "ends_on", "registration_number")

    def __init__(self, *args: Any, persons: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons  # type: ignore[attr-defined]


class RegistrationForm(ModelForm):
    """The number that the authority gave."""

    class Meta:
        model = Assignment
        fields = ("registration_number",)


class MandateForm(Form):
    """Who may act, for what, how long."""

    holder = forms.CharField(
        label=_("Organisation that will act"),
        max_length=40,
        help_text=_("Its number, such as ORG-2026-0012, or its Chamber of Commerce number, AGB code or OIN."),
    )
    flow = forms.CharField(
        label=_("Flow"), max_length=80, required=False, help_text=_("The data flow that it is for; empty for all.")
    )
    roles = forms.MultipleChoiceField(
        label=_("What its people may do"), choices=lambda: choices.options(ROLES), widget=forms.CheckboxSelectMultiple
    )
    starts_on = date_field(_("From"))
    ends_on = date_field(_("Until and including"), required=False)


class MembershipForm(Form):
    """Of which group, from when."""

    group = forms.CharField(
        label=_("Care group or co-operative"),
        max_length=40,
        help_text=_("Its number, such as ORG-2026-0012, or a code."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Membership.Kind.choices)
    starts_on = date_field(_("From"))
    ends_on = date_field(_("Until and including"), required=False)


class SuccessionForm(Form):
    """Who goes on, from when."""

    kind = forms.ChoiceField(label=_("What happens"), choices=Succession.Kind.choices, widget=forms.RadioSelect)
    successor = forms.CharField(
        label=_("Organisation that goes on"),
        max_length=40,
        help_text=_("Its number, such as ORG-2026-0012, or a code. Register a new organisation first."),
    )
    others = forms.CharField(
        label=_("Other organisations that merge into it"),
        max_length=400,
        required=False,
        help_text=_("Their numbers, with commas between them."),
    )
    happens_on = date_field(_("As of"), help_text=_("The first day on which it is so."))
    ends = forms.BooleanField(
        label=_("This organisation ends then"), required=False, initial=True, help_text=_("With a split it may go on.")
    )
    leads = forms.BooleanField(label=_("Its codes lead to the organisation that goes on"), required=False, initial=True)


class EnrolmentForm(ModelForm):
    """For which role and name."""

    role = forms.ChoiceField(label=_("Role"), choices=ExchangeRole.choices, widget=forms.RadioSelect)

    class Meta:
        model = Enrolment
        fields = ("role", "party_id")


class CardForm(Form):
    """The code, and the card."""

    code = forms.CharField(
        label=_("Activation code"),
        max_length=40,
        help_text=_("Sixteen letters and digits, as they were read out over the telephone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    card = forms.FileField(label=_("Card"), help_text=_("The file card.json from the folder of the program."))

    def clean_card(self) -> bytes:
        """A card is small."""
        from sluis.agreement.card import LIMIT_BYTES

        upload = self.cleaned_data["card"]
        if upload.size > LIMIT_BYTES:
            raise forms.ValidationError(_("This file is too large for a card."), code="size")
        data: bytes = upload.read()
        return data
