"""Confidentiality agreements of an organisation itself: registered, changed, ended, watched, and for nobody else (P-96)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import casting
import organising
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.documents.models import Document, Version
from sluis.portal.ledger.models import Entry
from sluis.portal.organisations import binding
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.models import Revision, SecrecyAgreement, SecrecyState
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes
from sluis.refusals.catalogue import work as work_codes

SIGNED, UNTIL = date(2026, 1, 1), date(2026, 10, 1)
TYPED = {
    "counterparty": "Bureau Zwijgplicht", "about": "Proef met de Koppeling", "kind": "mutual", "signed_on": "2026-01-01",
    "valid_until": "2030-01-01", "continues_until": "2035-01-01",
}  # fmt: skip


@pytest.fixture
def home(request: pytest.FixtureRequest) -> Organisation:
    """An organisation that keeps secrets; beside it the operator."""
    request.getfixturevalue("database" if "database" in request.fixturenames else "sqlite")
    casting.organisation("Voorbeeld-TTP", operator=True)
    return casting.organisation("Zorggroep Voorbeeld")


def text(content: bytes = b"Wij zwijgen.\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("Overeenkomst.txt", content, "text/plain")


def keeper(home: Organisation, role: Role = Role.PRIVACY_COORDINATOR) -> Person:
    return casting.person(home, role)


@pytest.mark.covers("P-96")
def test_agreement_is_registered_changed_and_ended_with_its_text_and_history(database: str, home: Organisation) -> None:
    actor = casting.actor(keeper(home))
    data: Mapping[str, Any] = organising.SECRECY | {"signed_on": SIGNED, "valid_until": UNTIL}
    made = binding.register(actor, organisation=home, data=data, file=text())
    kept = SecrecyAgreement.everything.get(pk=made.pk)
    assert (kept.organisation, kept.counterparty, kept.valid_until) == (home, "Bureau Zwijgplicht", UNTIL)
    assert kept.document == Document.everything.get(kind="secrecy", organisation=home)
    later = {**data, "continues_until": date(2031, 1, 1)}
    binding.change_agreement(actor, agreement=kept, data=later, file=text(b"Wij zwijgen langer.\n"))
    assert list(Version.everything.order_by("number").values_list("number", flat=True)) == [1, 2]
    binding.end_agreement(actor, agreement=kept, on=date(2026, 6, 1), reason=Ended.NO_LONGER_NEEDED)
    kept.refresh_from_db()
    assert kept.continues_until == date(2031, 1, 1) and kept.state_on(date(2026, 6, 1)) is SecrecyState.ENDED
    actions = Revision.everything.filter(record=kept.subject).order_by("made_at").values_list("action", "changes")
    assert [action.partition(".")[2] for action, _ in actions] == ["registered", "changed", "ended"]
    assert actions[1][1] == {"continues_until": [None, "2031-01-01"]}
    for kind in ("registered", "changed", "ended"):
        (event,) = organising.events(f"secrecyagreement.{kind}")
        assert event.objects["secrecyagreement"] == str(kept.pk) and event.objects["concerns"] == str(home.pk)
    lines = b"".join(bytes(entry.line) for entry in Entry.objects.all())
    assert b"Zwijgplicht" not in lines and b"Koppeling" not in lines


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"valid_until": date(2025, 12, 31)}, "valid_until"),
        ({"valid_until": UNTIL, "continues_until": date(2026, 9, 30)}, "continues_until"),
        ({"signed_on": date(2199, 1, 1)}, "signed_on"),
        ({"counterparty": ""}, "counterparty"),
        ({"kind": "nonsense"}, "kind"),
    ],
)
def test_what_cannot_be_is_not_saved(home: Organisation, fields: dict[str, Any], wrong: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(ValidationError) as error:
        binding.register(
            casting.tester(), organisation=home, data=organising.SECRECY | {"signed_on": SIGNED} | fields, file=text()
        )
    assert set(error.value.message_dict) == {wrong}
    assert not SecrecyAgreement.everything.exists() and not Document.everything.exists()
    assert Entry.objects.count() == before


@pytest.mark.covers("P-96")
def test_nobody_else_keeps_them_and_nothing_is_saved(database: str, home: Organisation) -> None:
    held = organising.secrecy(home, valid_until=UNTIL)
    data: Mapping[str, Any] = organising.SECRECY | {"signed_on": SIGNED}
    people = {
        access.NOT_YOURS: keeper(casting.organisation(), Role.ADMINISTRATOR),
        access.NOT_ALLOWED: keeper(home, Role.AUDITOR),
    }
    for code, who in people.items():
        actor = casting.actor(who)
        with organising.refuses(code):
            binding.register(actor, organisation=home, data=data, file=text())
        with organising.refuses(code):
            binding.change_agreement(actor, agreement=held, data={"counterparty": "Een Ander"}, file=text())
        with organising.refuses(code):
            binding.end_agreement(actor, agreement=held, on=SIGNED, reason=Ended.OTHER)


def test_end_is_refused_twice_and_outside_its_days(home: Organisation) -> None:
    held, actor = organising.secrecy(home, valid_until=UNTIL), casting.tester()
    for day in (SIGNED - timedelta(days=1), UNTIL + timedelta(days=1)):
        with organising.refuses(codes.PERIOD_CLOSED):
            binding.end_agreement(actor, agreement=held, on=day, reason=Ended.OTHER)
    binding.end_agreement(actor, agreement=held, on=UNTIL, reason=Ended.OTHER)
    with organising.refuses(access.GONE_ALREADY):
        binding.end_agreement(actor, agreement=held, on=UNTIL, reason=Ended.OTHER)


def test_file_of_another_kind_is_refused_and_nothing_is_saved(home: Organisation) -> None:
    held = organising.secrecy(home)
    with organising.refuses(work_codes.FILE_TYPE):
        binding.change_agreement(
            casting.tester(), agreement=held, data={"counterparty": "Een Ander"},
            file=SimpleUploadedFile("x.exe", b"MZ\x00\x01", "application/x-msdownload"),
        )  # fmt: skip


@pytest.mark.covers("P-96")
def test_expiry_gives_one_task_that_goes_when_it_is_renewed_or_ended(database: str, home: Organisation) -> None:
    held, forever = organising.secrecy(home, valid_until=UNTIL), organising.secrecy(home)

    def at(days: int) -> Any:
        return casting.tester(datetime.combine(UNTIL, datetime.min.time(), UTC) - timedelta(days=days))

    assert binding.warn_of_expiry(at(70)) == 0
    assert binding.warn_of_expiry(at(60)) == 1 and binding.warn_of_expiry(at(50)) == 0
    task = Task.everything.get(kind=binding.EXPIRES)
    assert (task.about, task.organisation, task.role) == (held.subject, home, Role.CONTRACT_MANAGER)
    due = task.due_at
    assert due is not None and timezone.localtime(due).date() == UNTIL
    assert [(due - datetime.fromisoformat(one)).days for one in task.warns_at] == [60, 30, 7]
    longer = UNTIL + timedelta(days=30)
    binding.change_agreement(at(50), agreement=held, data={"valid_until": longer})
    assert not Task.everything.filter(kind=binding.EXPIRES, state="open").exists()
    assert binding.warn_of_expiry(at(20)) == 1 and binding.warn_of_expiry(at(19)) == 0
    binding.end_agreement(at(10), agreement=held, on=SIGNED, reason=Ended.OTHER)
    assert not Task.everything.filter(kind=binding.EXPIRES, state="open").exists()
    assert binding.warn_of_expiry(at(9)) == 0 and binding.warn_of_expiry(at(-29)) == 0
    assert not Task.everything.filter(about=forever.subject).exists()


def test_nobody_is_warned_of_what_ended_organisations_had(home: Organisation) -> None:
    organising.secrecy(home, valid_until=timezone.localdate() + timedelta(days=5))
    gone = casting.organisation(ended_on=timezone.localdate())
    organising.secrecy(gone, valid_until=timezone.localdate() + timedelta(days=5))
    assert binding.warn_of_expiry(casting.tester()) == 1 and not Task.everything.filter(organisation=gone).exists()


@pytest.mark.covers("P-96")
def test_list_is_searched_filtered_and_taken_along(home: Organisation) -> None:
    today = timezone.localdate()
    organising.secrecy(home, counterparty="Alfa", kind="given")
    organising.secrecy(home, counterparty="Beta", valid_until=today - timedelta(days=1))
    ended = organising.secrecy(home, counterparty="Gamma", about="Onderzoek")
    binding.end_agreement(casting.tester(), agreement=ended, on=today, reason=Ended.OTHER)
    client = casting.browser(keeper(home, Role.AUDITOR))
    address = reverse("organisations:secrecy", args=[home.pk])
    page = client.get(address).content.decode()
    assert all(name in page for name in ("Alfa", "Beta", "Gamma", "Geheimhouding"))
    assert "toevoegen" not in page  # an auditor reads
    for question, name, state in (
        ("q=onderzoek", "Gamma", "Beëindigd"), ("kind=given", "Alfa", "Geldig"), ("state=in-force", "Alfa", "Geldig"),
        ("state=expired", "Beta", "Verlopen"), ("state=ended", "Gamma", "Beëindigd"),
    ):  # fmt: skip
        lines = b"".join(client.get(f"{address}?{question}&download=csv")).decode().splitlines()
        assert len(lines) == 2 and name in lines[1] and lines[1].endswith(state), question
    assert client.get(f"{address}?state=nonsense").status_code == 200


@pytest.mark.covers("P-96")
def test_pages_lead_from_a_new_agreement_to_its_end(home: Organisation) -> None:
    client = casting.browser(keeper(home, Role.DPO))
    wrong = client.post(reverse("organisations:secrecy-new", args=[home.pk]), TYPED | {"valid_until": "2020-01-01"})
    assert wrong.status_code == 422 and not SecrecyAgreement.everything.exists()
    answer = client.post(reverse("organisations:secrecy-new", args=[home.pk]), TYPED | {"file": text()})
    assert answer.status_code == 302
    made = SecrecyAgreement.everything.get()
    page = client.get(reverse("organisations:secrecy-agreement", args=[made.pk])).content.decode()
    address = reverse("documents:document", args=[made.document_id])
    assert all(part in page for part in ("Proef met de Koppeling", "Beide partijen", "1 jan 2035", address))
    assert client.get(address).status_code == 200
    changed = client.post(reverse("organisations:secrecy-change", args=[made.pk]), TYPED | {"about": "Iets anders"})
    assert changed.status_code == 302
    end = reverse("organisations:secrecy-end", args=[made.pk])
    assert client.post(end, {"on": "2025-01-01", "reason": "other"}).status_code == 422
    assert client.post(end, {"on": timezone.localdate().isoformat(), "reason": "other"}).status_code == 302
    made.refresh_from_db()
    assert (made.about, made.reason, made.ended_on) == ("Iets anders", "other", timezone.localdate())
    page = client.get(reverse("organisations:secrecy-agreement", args=[made.pk])).content.decode()
    assert "Andere reden" in page and end not in page
    history = client.get(reverse("organisations:history", args=[home.pk])).content.decode()
    assert "Geheimhoudingsovereenkomst beëindigd" in history and "Iets anders" in history


@pytest.mark.covers("P-96")
def test_who_may_not_see_them_finds_them_nowhere(home: Organisation) -> None:
    held = organising.secrecy(home)
    operator = Organisation.everything.get(is_operator=True)
    places = [
        reverse("organisations:secrecy", args=[home.pk]),
        reverse("organisations:secrecy-agreement", args=[held.pk]),
    ]
    readers = (keeper(home, Role.BOARD), keeper(operator, Role.AUDITOR))
    others = (keeper(home, Role.DELIVERER), keeper(operator, Role.SERVICE_DESK))
    stranger = keeper(casting.organisation(), Role.ADMINISTRATOR)
    history = reverse("organisations:history", args=[home.pk])
    for who in readers:
        assert all("Zwijgplicht" in casting.browser(who).get(each).content.decode() for each in (*places, history))
    organising.secrecy(stranger.organisation, counterparty="Niet van Hier")
    listed = casting.browser(readers[1]).get(places[0]).content.decode()
    assert "Niet van Hier" not in listed  # the operator's staff see each organisation's on its own page
    for who in others:
        answers = [casting.browser(who).get(each) for each in places]
        assert all(each.status_code in (403, 404) for each in answers)
        page = casting.browser(who).get(history)
        body = page.content.decode()
        assert page.status_code == 200 and "Zwijgplicht" not in body and places[0] not in body
    assert [casting.browser(stranger).get(each).status_code for each in (*places, history)] == [404] * 3
