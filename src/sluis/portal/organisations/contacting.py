"""Contacts: who, for what, from when, who stands in, and when they are away. Earlier values are kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.choices import ContactRole
from sluis.portal.organisations.keeping import add, alter, finish, locked
from sluis.portal.organisations.models import Absence, Assignment, Contact
from sluis.portal.organisations.reaching import missing_contacts
from sluis.portal.organisations.remembering import remember, values
from sluis.portal.organisations.rights import ASSIGN, CHANGE
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

MISSING = "organisations-contacts"
"""The kind of the task that asks for contacts that are missing."""


def add_contact(actor: Actor, *, organisation: Organisation, data: Mapping[str, Any]) -> Contact:
    """Record a contact.

    Raises:
        ValidationError: it cannot be so.
    """
    with changing(actor, CHANGE, on=organisation) as change:
        made = add(actor, CHANGE, Contact(organisation=organisation, **data), "contact.added")
        _settle_missing(change, organisation)
    return made


def change_contact(actor: Actor, *, contact: Contact, data: Mapping[str, Any]) -> Contact:
    """Change a contact's data; what they were stays to be seen."""
    return alter(actor, CHANGE, contact, "contact.changed", data)


def end_contact(actor: Actor, *, contact: Contact, last_day: date) -> Contact:
    """Somebody is a contact until and including a day.

    Raises:
        Refused: PERIOD_CLOSED.
    """
    return finish(actor, CHANGE, contact, "contact.ended", last_day)


def be_absent(actor: Actor, *, contact: Contact, starts_on: date, ends_on: date) -> Absence:
    """Somebody is away, both days included; the deputy is told instead."""
    made = Absence(organisation=contact.organisation, contact=contact, starts_on=starts_on, ends_on=ends_on)
    return add(actor, CHANGE, made, "contact.absent", objects={"contact": str(contact.pk)})


def be_back(actor: Actor, *, absence: Absence) -> None:
    """An absence is taken back, or ends today."""
    with changing(actor, CHANGE, on=absence) as change:
        found = locked(Absence, absence.pk)
        before, today = values(found), day_of(actor.at)
        change.record("contact.back", found, objects={"contact": str(found.contact_id)})
        if found.starts_on >= today:
            found.delete()
            return
        found.ends_on = today if found.ends_on is None else min(found.ends_on, today)
        found.save()
        remember(change, found, before, "contact.back")


def assign(
    actor: Actor,
    *,
    organisation: Organisation,
    person: Person,
    starts_on: date,
    ends_on: date | None = None,
    registration_number: str = "",
) -> Assignment:
    """An employee of the operator is an organisation's data protection officer from a day (P-12); as a contact, too.

    Raises:
        Refused: NOT_YOURS when the person is no employee of the operator, DPO_ASSIGNED, PERIOD_CLOSED.
    """
    with changing(actor, ASSIGN, on=organisation) as change:
        locked(Organisation, organisation.pk)
        if not person.organisation.is_operator or not person.is_active:
            raise Refused(access.NOT_YOURS)
        if ends_on is not None and ends_on < starts_on:
            raise Refused(codes.PERIOD_CLOSED)
        same = Assignment.everything.filter(Assignment.overlapping(starts_on, ends_on), organisation=organisation)
        if same.exists():
            raise Refused(codes.DPO_ASSIGNED)
        contact = Contact(
            organisation=organisation, role=ContactRole.DPO.value, name=person.name, position=person.position,
            email=person.email, phone=person.phone or _phone_of(person), starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        contact.full_clean()
        contact.save(force_insert=True)
        made = Assignment(
            organisation=organisation, person=person, contact=contact, starts_on=starts_on, ends_on=ends_on,
            registration_number=registration_number,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        remember(change, made, {}, "assignment.given")
        change.record("assignment.given", made, objects={"person": str(person.pk), "contact": str(contact.pk)})
        _settle_missing(change, organisation)
    return made


def register_at_authority(actor: Actor, *, assignment: Assignment, registration_number: str) -> Assignment:
    """Keep the number under which the authority registered the data protection officer."""
    new = {"registration_number": registration_number}
    return alter(actor, ASSIGN, assignment, "assignment.registered", new)


def end_assignment(actor: Actor, *, assignment: Assignment, last_day: date) -> Assignment:
    """Somebody is the data protection officer until and including a day; the contact ends with it.

    Raises:
        Refused: PERIOD_CLOSED.
    """
    with changing(actor, ASSIGN, on=assignment) as change:
        found = finish(actor, ASSIGN, assignment, "assignment.ended", last_day)
        contact = locked(Contact, found.contact_id)
        if contact.ends_on is None or contact.ends_on > last_day:
            contact.ends_on = max(last_day, contact.starts_on)
            contact.save()
        change.record("contact.ended", contact)
    return found


def _settle_missing(change: Change, organisation: Organisation) -> None:
    if not missing_contacts(organisation, day_of(change.actor.at)):
        settle(change, kind=MISSING, subject=organisation)


def _phone_of(person: Person) -> str:
    """A contact must be reachable by telephone: that of the operator, when the person has none of their own."""
    from sluis.portal.organisations.selectors import party_of

    party = party_of(person.organisation)
    return party.phone if party else ""
