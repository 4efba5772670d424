"""What is handed over when the service stops for good: written down, tried in time, and read by whom it concerns (Z-110)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import casting
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from organising import events, refuses

from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.oversight import rights
from sluis.portal.oversight.keeping import keep
from sluis.portal.oversight.models import Arrangement
from sluis.portal.oversight.reminding import remind
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access

pytestmark = pytest.mark.usefixtures("sqlite")
LIST = "/oversight/arrangements/"
TRY_BY = date(2027, 3, 1)
TYPED = {
    "what": "keys", "description": "Sleutelaandelen van de dienst", "receiver": "Notaris Proefdorp",
    "condition": "Bij faillissement", "held_at": "Kluis in Proefdorp", "obtained_by": "De curator vraagt erom",
    "agreed_on": "2026-01-15", "agreed_in": "Overeenkomst, artikel 9.5", "tried_on": "2026-03-01", "try_by": "2027-03-01",
    "shared": "on",
}  # fmt: skip


@pytest.fixture
def operator() -> Organisation:
    """The operator."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


def arrangement(operator: Organisation, **more: Any) -> Arrangement:
    fields: dict[str, Any] = {
        "what": "keys", "description": "Sleutels", "receiver": "Notaris Proefdorp", "condition": "Bij faillissement",
        "held_at": "Kluis", "agreed_on": date(2026, 1, 15), "agreed_in": "Artikel 9.5", "try_by": TRY_BY,
    }  # fmt: skip
    made = casting.make(Arrangement(organisation=operator, **(fields | more)))
    assert isinstance(made, Arrangement)
    return made


def reader(home: Organisation, role: Role = Role.DPO) -> Client:
    return casting.browser(casting.person(home, role))


@pytest.mark.covers("Z-110")
def test_keys_specifications_and_algorithms_are_arranged_and_read_by_controllers(operator: Organisation) -> None:
    keeper = reader(operator, Role.SECURITY_OFFICER)
    file = SimpleUploadedFile("Overdracht.txt", b"Zo wordt overgedragen.\n", "text/plain")
    for what in ("keys", "specifications", "algorithms", "data"):
        more = {"new_document": file} if what == "keys" else {}
        assert keeper.post(f"{LIST}new/", TYPED | {"what": what} | more).status_code == 302
    assert len(events("arrangement.made")) == 4
    controller = reader(casting.organisation())
    lines = b"".join(controller.get(f"{LIST}?download=csv")).decode()
    for name in ("Sleutels", "Specificaties", "Omschrijvingen van algoritmen", "Gegevens"):
        assert f"{name};Notaris Proefdorp" in lines, name
    assert "Overdrachtsafspraken" in controller.get("/oversight/").content.decode()
    held = Arrangement.everything.get(what="keys")
    body = controller.get(f"{LIST}{held.pk}/").content.decode()
    for key in ("description", "receiver", "condition", "held_at", "obtained_by", "agreed_in"):
        assert TYPED[key] in body, key
    assert "1 mrt 2026" in body and "1 mrt 2027" in body and "Van kracht" in body
    taken = controller.get(f"{LIST}{held.pk}/files/document/")
    assert taken.content == b"Zo wordt overgedragen.\n"
    assert controller.get(f"{LIST}{held.pk}/change/").status_code in (403, 404)


@pytest.mark.covers("Z-110")
def test_a_controller_reads_only_what_concerns_it(operator: Organisation) -> None:
    mine, other = casting.organisation(), casting.organisation()
    common = arrangement(operator, receiver="Notaris Allen")
    own = arrangement(operator, receiver="Notaris Eigen", party=mine)
    theirs = arrangement(operator, receiver="Notaris Ander", party=other)
    inner = arrangement(operator, receiver="Notaris Binnen", shared=False)
    hidden = arrangement(operator, receiver="Notaris Later", party=mine, shared=False)
    client = reader(mine, Role.CONTRACT_MANAGER)
    page = client.get(LIST).content.decode()
    for each, seen in ((common, True), (own, True), (theirs, False), (inner, False), (hidden, False)):
        assert (each.receiver in page) is seen, each.receiver
        assert client.get(f"{LIST}{each.pk}/").status_code == (200 if seen else 404), each.receiver
    all_of_them = reader(operator, Role.AUDITOR).get(LIST).content.decode()
    assert all(each.receiver in all_of_them for each in (common, own, theirs, inner, hidden))
    assert reader(mine, Role.DELIVERER).get(LIST).status_code in (403, 404)


@pytest.mark.covers("Z-110")
def test_a_trial_is_asked_for_in_time_and_again_after_the_next(operator: Organisation) -> None:
    held = arrangement(operator)
    over = arrangement(operator, ends_on=TRY_BY - timedelta(days=60))
    asked = Task.everything.filter(kind="arrangement-trial")

    def at(days: int) -> Any:
        return casting.tester(datetime.combine(TRY_BY, datetime.min.time(), UTC) - timedelta(days=days))

    remind(at(31))
    assert not asked.exists()
    remind(at(29))
    remind(at(28))
    assert [task.about for task in asked] == [held.subject]
    held.tried_on, held.try_by = TRY_BY - timedelta(days=20), TRY_BY + timedelta(days=365)
    keep(casting.tester(), record=held, right=rights.KEEP_CONTINUITY)
    remind(at(19))
    assert asked.get().state == "done"
    assert not asked.filter(about=over.subject).exists()


def test_an_arrangement_that_ends_is_renewed(operator: Organisation) -> None:
    held = arrangement(operator, ends_on=TRY_BY + timedelta(days=400))
    soon = datetime.combine(TRY_BY, datetime.min.time(), UTC) + timedelta(days=320)
    remind(casting.tester(soon))
    assert Task.everything.get(kind="arrangement-end").about == held.subject
    remind(casting.tester(soon + timedelta(days=100)))  # it ended; nothing is left to renew
    assert Task.everything.get(kind="arrangement-end").state == "done"


def test_what_was_not_tried_is_said_on_its_page(operator: Organisation) -> None:
    client = reader(operator, Role.AUDITOR)
    late = arrangement(operator, try_by=date(2026, 2, 1))
    never = arrangement(operator, try_by=date(2199, 1, 1))
    over = arrangement(operator, try_by=date(2026, 2, 1), ends_on=date(2026, 3, 1))
    bodies = [client.get(f"{LIST}{each.pk}/").content.decode() for each in (late, never, over)]
    assert ["niet gehouden" in body for body in bodies] == [True, False, False]
    assert ["Nog nooit is beproefd" in body for body in bodies] == [False, True, False]
    assert "Beëindigd" in bodies[2] and "Van kracht" not in bodies[2]


@pytest.mark.parametrize(
    "fields", [{"tried_on": TRY_BY, "try_by": TRY_BY}, {"ends_on": date(2025, 1, 1)}, {"condition": ""}]
)
def test_what_cannot_be_is_not_saved(operator: Organisation, fields: dict[str, Any]) -> None:
    held = arrangement(operator)
    for name, value in fields.items():
        setattr(held, name, value)
    with pytest.raises(ValidationError):
        keep(casting.tester(), record=held, right=rights.KEEP_CONTINUITY)
    assert Arrangement.everything.get().try_by == TRY_BY and events("arrangement.changed") == []


@pytest.mark.covers("Z-110")
def test_whoever_only_reads_changes_nothing(operator: Organisation) -> None:
    held, party = arrangement(operator), casting.organisation()
    for who in (casting.person(party, Role.ADMINISTRATOR), casting.person(operator, Role.AUDITOR)):
        changed = Arrangement.everything.get(pk=held.pk)
        changed.receiver = "Ikzelf"
        with refuses(access.NOT_ALLOWED):
            keep(casting.actor(who), record=changed, right=rights.KEEP_CONTINUITY)
