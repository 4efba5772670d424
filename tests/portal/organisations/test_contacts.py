"""Contacts: who is told now, whom next, who is missing; and the operator's data protection officer."""

from datetime import UTC, date, datetime, timedelta

import casting
import organising
import pytest
from django.core.exceptions import ValidationError

from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.organisations import contacting, establishing
from sluis.portal.organisations.choices import ContactRole, PartyRoleKind
from sluis.portal.organisations.models import Assignment, Contact, Revision
from sluis.portal.organisations.reaching import missing_contacts, whom_to_tell
from sluis.portal.organisations.reminding import remind_of_contacts
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
DAY = date(2026, 6, 10)


@pytest.fixture
def home() -> Organisation:
    """A care provider."""
    return organising.party().organisation


def contact(home: Organisation, name: str, role: str = "breach-primary", **more: object) -> Contact:
    """A contact by name."""
    return organising.contact(home, name=name, role=role, **more)


def told(home: Organisation, at: datetime = NOON, role: str = "breach-primary") -> list[str]:
    """Their names, in order."""
    return [one.name for one in whom_to_tell(home, role, at)]


@pytest.mark.covers("I-17", "I-46")
def test_primary_is_told_first_and_the_deputy_in_absence(home: Organisation) -> None:
    deputy = contact(home, "Deputy", "security-officer")
    primary = contact(home, "Primary", deputy=deputy)
    contact(home, "Second", rank=2)
    assert told(home) == ["Primary", "Deputy", "Second"]
    contacting.be_absent(casting.tester(), contact=primary, starts_on=DAY, ends_on=DAY)
    assert told(home) == ["Deputy", "Second"]
    assert told(home, NOON - timedelta(days=1))[0] == told(home, NOON + timedelta(days=1))[0] == "Primary"


@pytest.mark.covers("I-46")
def test_absence_counts_by_the_day_in_the_netherlands(home: Organisation) -> None:
    primary = contact(home, "Primary", deputy=contact(home, "Deputy", "finance"))
    contacting.be_absent(casting.tester(), contact=primary, starts_on=DAY, ends_on=DAY)
    assert told(home, datetime(2026, 6, 9, 22, 30, tzinfo=UTC)) == ["Deputy"]  # half past midnight here
    assert told(home, datetime(2026, 6, 10, 22, 30, tzinfo=UTC)) == ["Primary", "Deputy"]


def test_deputies_of_deputies_and_rings(home: Organisation) -> None:
    one, two, three = contact(home, "One"), contact(home, "Two", "finance"), contact(home, "Three", "technical")
    for first, then in ((one, two), (two, three), (three, one)):
        contacting.change_contact(casting.tester(), contact=first, data={"deputy": then})
    assert told(home) == ["One", "Two", "Three"]
    for away in (one, two):
        contacting.be_absent(casting.tester(), contact=away, starts_on=DAY, ends_on=DAY)
    assert told(home) == ["Three"]


def test_somebody_is_told_also_when_nobody_fits(home: Organisation) -> None:
    assert told(home) == []
    manager = contact(home, "Manager", "contract-manager")
    assert told(home) == ["Manager"]
    contact(home, "Officer", "dpo")
    assert told(home) == ["Officer", "Manager"]
    for away in Contact.everything.all():
        contacting.be_absent(casting.tester(), contact=away, starts_on=DAY, ends_on=DAY)
    assert told(home) == ["Officer", "Manager"]  # all absent: told all the same
    contacting.end_contact(casting.tester(), contact=manager, last_day=DAY - timedelta(days=1))
    assert told(home) == ["Officer"]


def test_contact_of_another_organisation_or_oneself_does_not_stand_in(home: Organisation) -> None:
    mine, other = contact(home, "Mine"), contact(organising.party().organisation, "Other")
    for deputy in (mine, other):
        with pytest.raises(ValidationError):
            contacting.change_contact(casting.tester(), contact=mine, data={"deputy": deputy})
    assert Contact.everything.get(pk=mine.pk).deputy is None
    with pytest.raises(ValidationError):
        contact(home, "Silent", phone="")


@pytest.mark.covers("P-09")
def test_change_by_the_organisation_keeps_the_earlier_values_and_tells_only_that_it_happened(
    home: Organisation,
) -> None:
    found = contact(home, "Coba Testma")
    who = casting.person(home, Role.CONTRACT_MANAGER)
    contacting.change_contact(
        casting.actor(who), contact=found, data={"mobile": "06 00 00 00 01", "name": "Dirk Testma"}
    )
    revision = Revision.everything.get(action="contact.changed")
    assert revision.changes == {"mobile": ["", "06 00 00 00 01"], "name": ["Coba Testma", "Dirk Testma"]}
    assert revision.person == who and revision.record == found.subject
    (event,) = organising.events("contact.changed")
    assert "Testma" not in str(event) and event.objects["contact"] == str(found.pk) and len(event.objects) == 2


@pytest.mark.covers("Z-12")
def test_what_is_missing_goes_by_what_the_party_is(home: Organisation) -> None:
    today = day_of(casting.now())
    assert missing_contacts(home, today) == [ContactRole.DPO, ContactRole.BREACH, ContactRole.CONTRACT_MANAGER]
    establishing.take_role(casting.tester(), organisation=home, kind=PartyRoleKind.PROCESSOR, starts_on=today)
    assert ContactRole.ADVISER in missing_contacts(home, today)
    for role in ("dpo", "breach-primary", "contract-manager", "adviser"):
        contact(home, role, role)
    assert missing_contacts(home, today) == []


@pytest.mark.covers("Z-12")
def test_task_asks_for_missing_contacts_once_and_closes_when_they_are_there(home: Organisation) -> None:
    assert remind_of_contacts(casting.tester()) == 1 and remind_of_contacts(casting.tester()) == 0
    task = Task.everything.get(organisation=home)
    assert task.state == "open" and task.role == "contract-manager" and task.due_at is not None
    for role in ("dpo", "breach-primary", "contract-manager"):
        contact(home, role, role)
    assert Task.everything.get(organisation=home).state == "done"


@pytest.mark.covers("P-12")
def test_employee_of_the_operator_is_data_protection_officer_from_a_day(home: Organisation) -> None:
    operator = casting.organisation(operator=True)
    manager = casting.actor(casting.person(operator, Role.MANAGEMENT))
    officer = casting.person(operator, name="Femke Proef", phone="030 000 00 09")
    made = contacting.assign(manager, organisation=home, person=officer, starts_on=DAY)
    assert told(home, role="dpo") == ["Femke Proef"]
    contacting.register_at_authority(manager, assignment=made, registration_number="FG000123")
    contacting.end_assignment(manager, assignment=made, last_day=DAY)
    kept = Assignment.everything.get()
    assert (kept.registration_number, kept.ends_on, kept.contact.ends_on) == ("FG000123", DAY, DAY)
    assert told(home, NOON + timedelta(days=1), "dpo") == []
    (event,) = organising.events("assignment.given")
    assert event.objects["person"] == str(officer.pk)


@pytest.mark.covers("P-12")
def test_assignment_that_cannot_be_is_refused(home: Organisation) -> None:
    operator = casting.organisation(operator=True)
    manager = casting.actor(casting.person(operator, Role.MANAGEMENT))
    officer, own = casting.person(operator, phone="030 000 00 09"), casting.person(home, Role.ADMINISTRATOR)
    contacting.assign(manager, organisation=home, person=officer, starts_on=DAY)
    with organising.refuses(codes.DPO_ASSIGNED):
        contacting.assign(manager, organisation=home, person=officer, starts_on=DAY + timedelta(days=9))
    with organising.refuses(access.NOT_YOURS):
        contacting.assign(manager, organisation=operator, person=own, starts_on=DAY)
    with organising.refuses(access.NOT_ALLOWED):
        contacting.assign(casting.actor(own), organisation=home, person=officer, starts_on=DAY)


def test_absence_is_taken_back(home: Organisation) -> None:
    found, today = contact(home, "One"), day_of(casting.now())
    long = contacting.be_absent(
        casting.tester(), contact=found, starts_on=today - timedelta(days=3), ends_on=today + timedelta(days=3)
    )
    later = contacting.be_absent(
        casting.tester(), contact=found, starts_on=today + timedelta(days=9), ends_on=today + timedelta(days=12)
    )
    for each in (long, later):
        contacting.be_back(casting.tester(), absence=each)
    assert [one.ends_on for one in found.absences.all()] == [today]
    with organising.refuses(access.GONE_ALREADY):
        contacting.be_back(casting.tester(), absence=later)
