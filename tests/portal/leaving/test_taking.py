"""Whoever may takes data along, at any time, and that is recorded; a gate that is shut says why."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

import casting
import pytest
from django.urls import reverse
from leavers import leaver
from listing import total

from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.holdings import gates
from sluis.portal.holdings.choosing import Period, choose
from sluis.portal.leaving.models import Handover
from sluis.portal.leaving.taking import ask, fetch
from sluis.portal.ledger.models import Entry
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import holdings as codes


@pytest.fixture
def gate() -> Iterator[None]:
    before = dict(gates._gates)
    gates.gate("subscriptions", lambda home, _at: "Er staan rekeningen open." if home.name == "Zorggroep Weg" else None)
    yield
    gates._gates.clear()
    gates._gates.update(before)


@pytest.mark.usefixtures("database")
@pytest.mark.covers("I-75", "Z-103")
def test_it_is_asked_and_fetched_at_once_and_recorded_with_its_digest() -> None:
    who = leaver()
    client = casting.browser(who.asks)
    address = reverse("leaving:take", args=[who.home.pk])
    assert client.get(address).status_code == 200
    asked = client.post(
        address, {"extent": "all", "forms": ["jsonl", "csv"], "reason": "Proef", "borne_by": "operator"}
    )
    made = Handover.everything.get()
    assert asked["Location"] == reverse("leaving:handover", args=[made.pk])
    page = client.get(asked["Location"]).content.decode()
    assert reverse("leaving:fetch", args=[made.pk]) in page
    answer = client.post(reverse("leaving:fetch", args=[made.pk]))
    assert answer["Content-Disposition"].startswith('attachment; filename="zorggroep-weg-')
    data = answer.getvalue()
    found = Handover.everything.get()
    assert (found.sha256, found.size, found.files) == (sha256(data).hexdigest(), len(data), 3)
    assert found.sha256 in client.get(asked["Location"]).content.decode()
    entry = Entry.objects.get(kind="handover.fetched")
    assert entry.organisation == who.home.pk and found.sha256 in bytes(entry.line).decode()
    assert b"Zorggroep" not in bytes(entry.line)
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert len(archive.read("access.person.jsonl").splitlines()) == 2


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("I-73")
def test_part_with_a_period_is_chosen_on_the_page() -> None:
    who = leaver()
    client = casting.browser(who.asks)
    said = {
        "extent": "part", "forms": ["jsonl"], "reason": "Proef", "borne_by": "agreed", "cost": "125.50",
        "tasks.task": "on", "tasks.task-first": "2026-01-01", "access.person": "on",
    }  # fmt: skip
    assert client.post(reverse("leaving:take", args=[who.home.pk]), said).status_code == 302
    made = Handover.everything.get()
    assert made.choice == choose({"tasks.task": Period(date(2026, 1, 1)), "access.person": Period()})
    assert str(made.cost) == "125.50" and made.borne_by == "agreed"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(fetch(casting.actor(who.asks), handover=made))))
    assert {name for name in archive.namelist() if name.endswith("l")} == {
        "access.person.jsonl", "tasks.task.jsonl", "references.jsonl",
    }  # fmt: skip
    for wrong in ({"tasks.task": ""}, {"tasks.task-last": "2025-01-01"}, {"tasks.task-first": "gisteren"}):
        refused = client.post(reverse("leaving:take", args=[who.home.pk]), said | {"access.person": ""} | wrong)
        assert refused.status_code == 422, wrong
    assert Handover.everything.count() == 1


@pytest.mark.usefixtures("sqlite", "gate")
@pytest.mark.covers("P-100")
def test_gate_that_is_shut_withholds_it_with_its_reason_and_that_is_recorded() -> None:
    who = leaver()
    with pytest.raises(Refused) as refusal:
        ask(casting.actor(who.asks), organisation=who.home, reason="Proef")
    assert refusal.value.code is codes.EXPORT_WITHHELD
    assert refusal.value.facts == {"reason": "Er staan rekeningen open."}
    page = casting.browser(who.asks).post(
        reverse("leaving:take", args=[who.home.pk]),
        {"extent": "all", "forms": ["csv"], "reason": "Proef", "borne_by": "operator"},
    )
    assert page.status_code == 422 and "Er staan rekeningen open." in page.content.decode()
    assert not Handover.everything.exists()
    entries = Entry.objects.filter(kind="handover.withheld", outcome="refused", organisation=who.home.pk)
    assert entries.count() == 2 and "subscriptions" in bytes(entries[0].line).decode()
    other = Organisation.everything.get(name="Zorggroep Blijft")
    made = ask(casting.actor(casting.person(other, Role.BOARD)), organisation=other, reason="Proef")
    assert b"".join(fetch(casting.actor(casting.person(other, Role.BOARD)), handover=made))


@pytest.mark.usefixtures("sqlite")
def test_gate_that_shuts_between_asking_and_fetching_holds_too(gate: None) -> None:
    who = leaver()
    shut = gates._gates.pop("subscriptions")
    made = ask(casting.actor(who.asks), organisation=who.home, reason="Proef")
    gates.gate("subscriptions", shut)
    with pytest.raises(Refused) as refusal:
        fetch(casting.actor(who.asks), handover=made)
    assert refusal.value.code is codes.EXPORT_WITHHELD and not Entry.objects.filter(kind="handover.begun").exists()


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", sorted(set(roles_for(operator=False)) - {Role.BOARD, Role.ADMINISTRATOR}))
def test_others_do_not_take_it_along(role: Role) -> None:
    who = leaver()
    for stranger in (casting.person(who.home, role), casting.person(who.operator, Role.MANAGEMENT)):
        with pytest.raises(Refused) as refusal:
            ask(casting.actor(stranger), organisation=who.home, reason="Proef")
        assert refusal.value.code is access.NOT_ALLOWED
    with pytest.raises(Refused) as refusal:
        ask(casting.actor(casting.person(casting.organisation(), Role.BOARD)), organisation=who.home, reason="Proef")
    assert refusal.value.code is access.NOT_YOURS
    assert not Handover.everything.exists() and not Entry.objects.filter(kind__startswith="handover").exists()


@pytest.mark.usefixtures("sqlite")
def test_what_was_broken_off_is_not_called_fetched() -> None:
    who = leaver()
    made = ask(casting.actor(who.asks), organisation=who.home, reason="Proef")
    pieces = fetch(casting.actor(who.asks), handover=made)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    found = Handover.everything.get()
    assert found.fetched_at is None and found.sha256 == ""
    assert Entry.objects.filter(kind="handover.begun").exists()
    assert not Entry.objects.filter(kind="handover.fetched").exists()


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("I-66")
def test_report_lists_the_work_with_choices_cost_dates_and_outcomes() -> None:
    who = leaver()
    made = ask(casting.actor(who.asks), organisation=who.home, reason="Proef", cost=None)
    b"".join(fetch(casting.actor(who.asks), handover=made))
    client = casting.browser(casting.person(who.home, Role.AUDITOR))
    address = reverse("leaving:handovers")
    assert total(client.get(address)) == 1
    report = b"".join(client.get(f"{address}?download=csv")).decode()
    assert (
        Handover.everything.get().sha256 in report
        and "Alles" in report
        and "De beheerorganisatie" in report
        and "Proef" in report
    )
    other = casting.browser(casting.person(Organisation.everything.get(name="Zorggroep Blijft"), Role.AUDITOR))
    assert total(other.get(address)) == 0


@pytest.mark.usefixtures("sqlite")
def test_dictionary_says_what_every_field_is(gate: None) -> None:
    gates._gates.clear()
    who = leaver()
    made = ask(casting.actor(who.asks), organisation=who.home, reason="Proef")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(fetch(casting.actor(who.asks), handover=made))))
    said = {one["record"]: one for one in json.loads(archive.read("dictionary.json"))["records"]}
    fields = {one["name"]: one for one in said["documents.version"]["fields"]}
    assert fields["document_id"]["refers_to"] == "documents.document" and fields["content"]["type"] == "File"
    assert said["tasks.feed"]["left_out"] == ["digest"] and said["access.person"]["left_out"] == ["password"]
    assert said["access.organisation"]["remains"]
