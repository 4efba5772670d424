"""Whoever works under a mandate wants more than it says, or to stay when it is revoked."""

import casting
import organising
import pytest
from django.test import Client
from django.urls import reverse

from sluis.evidence.chain import read_line
from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.people.models import Invitation

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def home() -> Organisation:
    """Who gave the mandate."""
    return casting.organisation()


@pytest.fixture
def admin(home: Organisation) -> Person:
    """The administrator there."""
    return casting.person(home, Role.ADMINISTRATOR)


@pytest.fixture
def worker(home: Organisation) -> Client:
    """An administrator of the holder, at work under a mandate that allows the role of administrator."""
    supplier = casting.organisation()
    mandate = organising.mandate(home, supplier, Role.ADMINISTRATOR)
    client = casting.browser(casting.person(supplier, Role.ADMINISTRATOR, Role.BOARD))
    client.post(reverse("organisations:work", args=[mandate.pk]))
    assert client.get(reverse("organisations:party", args=[home.pk])).status_code == 200
    return client


@pytest.mark.covers("P-97", "I-71")
def test_no_account_and_no_role_outlives_the_mandate(worker: Client, home: Organisation, admin: Person) -> None:
    data = {"name": "Ander", "email": "strooman@voorbeeld.example", "language": "nl"}
    attempts = {
        reverse("people:invite", args=[home.pk]): data | {"roles": ["administrator", "board"]},
        reverse("people:change", args=[admin.pk]): data | {"position": "", "phone": ""},
        reverse("people:give", args=[admin.pk]): {"role": "board"},
        reverse("people:reset-factors", args=[admin.pk]): {},
        reverse("people:sign-out", args=[admin.pk]): {},
        reverse("people:leave", args=[admin.pk]): {"reason": "weg"},
        reverse("people:withdraw", args=[Grant.everything.get(person=admin).pk]): {"reason": "weg"},
    }
    events = Entry.objects.count()
    for address, sent in attempts.items():
        assert worker.post(address, sent).status_code == 403, address
    assert Entry.objects.count() == events and not Invitation.everything.exists()
    assert casting.actor(admin).closed is None
    assert (
        casting.browser(admin).post(reverse("people:invite", args=[home.pk]), data | {"roles": ["board"]}).status_code
        == 302
    )


def test_own_account_is_changed_for_ones_own_organisation(worker: Client, home: Organisation) -> None:
    sent = {"name": "Nog Steeds Dezelfde", "position": "", "phone": "", "language": "nl"}
    assert worker.post("/me/change", sent).status_code == 302
    assert worker.post(reverse("tasks:calendar")).status_code == 200
    own = Person.everything.get(name="Nog Steeds Dezelfde").organisation_id
    for kind in ("person.changed", "feed.made"):
        entry = Entry.objects.filter(kind=kind).latest("n")
        event = read_line(bytes(entry.line))[1]
        assert (entry.organisation, event.responsible) == (own, f"organisation:{own}") and own != home.pk
