"""Contacts, absences, and the data protection officer that the operator provides."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.pages import visible
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations import contacting
from sluis.portal.organisations.choices import ContactRole
from sluis.portal.organisations.forms import AbsenceForm, AssignmentForm, ContactForm, RegistrationForm
from sluis.portal.organisations.models import Absence, Assignment, Contact
from sluis.portal.organisations.parts import Card, Section
from sluis.portal.organisations.reaching import missing_contacts, whom_to_tell
from sluis.portal.organisations.rights import ASSIGN, CHANGE, SEE
from sluis.portal.organisations.tables import AbsenceTable, AssignmentTable, ContactTable
from sluis.portal.organisations.views.base import Changing, Ending, Filing, OfRecord, Tab
from sluis.portal.ui.actions import Weight
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text


class Contacts(Tab):
    """Whom to tell."""

    def notices(self) -> Sequence[Text]:
        """Which are missing (Z-12)."""
        missing = missing_contacts(self.organisation, day_of(self.actor.at))
        names = ", ".join(str(role.label) for role in missing)
        return [_("These contacts are missing: %(names)s.") % {"names": names}] if missing else []

    def cards(self) -> Sequence[Card]:
        """Who would be told of a breach at this moment."""
        told = whom_to_tell(self.organisation, ContactRole.BREACH, self.actor.at)
        words = (_("First"), _("No answer, then"), _("And then"))
        pairs = [(word, f"{one.name}, {one.phone or one.mobile}") for word, one in zip(words, told, strict=False)]
        return [Card(_("Who is told of a breach now"), pairs, "bell-ringing")] if pairs else []

    def sections(self) -> Sequence[Section]:
        """Contacts, absences, assignments."""
        may, today = self.may(CHANGE), day_of(self.actor.at)
        absences = Absence.objects.visible_to(self.actor, SEE).filter(
            organisation=self.organisation, ends_on__gte=today
        )
        contacts = Contact.objects.visible_to(self.actor, SEE).filter(organisation=self.organisation)
        contacts = contacts.select_related("deputy").prefetch_related(
            Prefetch("absences", queryset=absences, to_attr="absences_held")
        )
        assigned = Assignment.objects.visible_to(self.actor, SEE).filter(organisation=self.organisation)
        return [
            Section(
                _("Contacts"),
                ContactTable(list(contacts), may=may),
                _(
                    "Enter a data protection officer and who is told of a breach first; they are needed when it happens."
                ),
                [self.button(_("Add contact"), "contact-new", CHANGE, weight=Weight.SECONDARY)],
            ),
            Section(
                _("Absences"),
                AbsenceTable(list(absences.select_related("contact")), may=may),
                _("Nobody is absent, today or later. Record an absence in the row of a contact."),
            ),
            Section(
                _("Data protection officer of the operator"),
                AssignmentTable(list(assigned.select_related("person")), may=self.may(ASSIGN)),
                _("No employee of the operator is data protection officer of this organisation."),
                [self.button(_("Assign"), "assignment-new", ASSIGN, weight=Weight.SECONDARY)],
            ),
        ]


class _OfContacts(Filing):
    """A form behind the tab of contacts."""

    tab = "contacts"

    def deputies(self) -> Any:
        """Who can stand in."""
        found = Contact.objects.visible_to(self.actor, self.right).filter(organisation=self.organisation)
        return found.filter(Contact.in_force(day_of(self.actor.at)))

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": timezone.localdate()}


class ContactNew(_OfContacts):
    """A new contact."""

    title = _("Add contact")
    form_class = ContactForm

    def form_options(self) -> dict[str, Any]:
        """Of this organisation."""
        return {"deputies": self.deputies(), "instance": Contact(organisation=self.organisation)}

    def save(self, form: Any) -> object:
        """Call the service."""
        return contacting.add_contact(self.actor, organisation=self.organisation, data=form.cleaned_data)


class ContactChange(Changing, _OfContacts):
    """Change a contact."""

    model: ClassVar[Any] = Contact
    title = _("Change contact")
    form_class = ContactForm
    change = staticmethod(contacting.change_contact)
    named = "contact"

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {}

    def form_options(self) -> dict[str, Any]:
        """The record, and who can stand in."""
        return {"deputies": self.deputies().exclude(pk=self.record.pk), "instance": self.record}


class ContactEnd(Ending):
    """Somebody is a contact no longer."""

    model = Contact
    title = _("End contact")
    tab = "contacts"
    end = staticmethod(contacting.end_contact)
    named = "contact"


class AbsenceNew(OfRecord, _OfContacts):
    """Somebody is away."""

    model: ClassVar[Any] = Contact
    title = _("Record absence")
    form_class = AbsenceForm

    def form_options(self) -> dict[str, Any]:
        """Of this contact."""
        return {"instance": Absence(organisation=self.organisation, contact=self.record)}

    def save(self, form: Any) -> object:
        """Call the service."""
        return contacting.be_absent(self.actor, contact=self.record, **form.cleaned_data)


class AbsenceEnd(OfRecord):
    """Somebody is back."""

    model: ClassVar[Any] = Absence
    related = ("contact",)
    title = _("Take back absence")
    submit = _("Take back")
    tab = "contacts"

    @property
    def subtitle(self) -> Text:
        """Who."""
        return f"{self.record.contact}: {day(self.record.starts_on)} – {day(self.record.ends_on)}"

    def save(self, form: Any) -> None:  # noqa: ARG002 - there is nothing to fill in
        """Call the service."""
        contacting.be_back(self.actor, absence=self.record)


class AssignmentNew(_OfContacts):
    """An employee of the operator becomes data protection officer."""

    right = ASSIGN
    title = _("Assign a data protection officer")
    form_class = AssignmentForm

    def form_options(self) -> dict[str, Any]:
        """The operator's people."""
        operator = Organisation.objects.visible_to(self.actor, ASSIGN).filter(is_operator=True)
        persons = Person.people.visible_to(self.actor, ASSIGN).filter(organisation__in=operator, is_active=True)
        return {"persons": persons, "instance": Assignment(organisation=self.organisation)}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        person = visible(self.request, Person, ASSIGN, typed.pop("person").pk, "organisation")
        return contacting.assign(self.actor, organisation=self.organisation, person=person, **typed)


class AssignmentRegister(OfRecord):
    """The number that the authority gave."""

    right = ASSIGN
    model: ClassVar[Any] = Assignment
    related = ("person",)
    title = _("Registration number at the AP")
    tab = "contacts"
    form_class = RegistrationForm

    def form_options(self) -> dict[str, Any]:
        """As it is."""
        return {"instance": self.record}

    def save(self, form: Any) -> object:
        """Call the service."""
        number = form.cleaned_data["registration_number"]
        return contacting.register_at_authority(self.actor, assignment=self.record, registration_number=number)


class AssignmentEnd(Ending):
    """Somebody is data protection officer no longer."""

    right = ASSIGN
    model: ClassVar[Any] = Assignment
    related = ("person",)
    title = _("End assignment")
    tab = "contacts"
    end = staticmethod(contacting.end_assignment)
    named = "assignment"
