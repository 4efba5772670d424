"""Two stages, two signed statements: what was in use, and the last backup. Anybody can verify them without us."""

import json
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import casting
import pytest
from django.conf import settings
from django.db import connection, connections
from leavers import CANARY, fill, job, leaver, ttp_home
from worlds import sluis

from sluis.custodian.proving import Prover
from sluis.deadlines import day_of
from sluis.evidence.chain import digest
from sluis.evidence.removal import Proof, read_proof, sign_proof
from sluis.home.home import Home
from sluis.portal.access.changing import keeping
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.leaving import expiring
from sluis.portal.leaving.destroying import destroy_confirmed
from sluis.portal.leaving.models import Destruction
from sluis.portal.leaving.proving import keep, statement
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.oversight import recording
from sluis.portal.oversight.models import Backup
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import holdings as codes
from sluis.signatures import exact

State = Destruction.State
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)  # after whatever a long run made before
"""When the certificate of the home below is valid."""


@pytest.fixture(scope="module")
def ttp(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home: Home = ttp_home(tmp_path_factory.mktemp("ttp") / "home")
    return home


def prover(home: Home) -> Prover:
    return Prover(home.signer(), home.shelf.trust)


def backup(name: str, at: datetime) -> Backup:
    return recording.backup(job(at), name=name, sha256="a" * 64, size=1)


def destroyed(ttp: Home) -> tuple[Any, Destruction]:
    who = leaver()
    made = who.confirmed()
    destroy_confirmed(job())
    assert list(prover(ttp).round(SOON)) == ["destruction.first-proven"]
    return who, Destruction.everything.get(pk=made.pk)


@pytest.mark.usefixtures("database")
@pytest.mark.covers("Z-104", "Z-17", "P-99")
def test_first_proof_says_what_where_when_how_and_by_whom(ttp: Home) -> None:
    who, found = destroyed(ttp)
    assert found.first_proof is not None
    proof = read_proof(bytes(found.first_proof))
    assert proof.verify(ttp.shelf.trust).party == "sluis"
    said = proof.value()
    assert (said["stage"], said["request"], said["organisation"]) == (1, str(found.pk), str(who.home.pk))
    assert said["records"] == found.counts and said["files"] == 2 and said["chosen"] == {}
    assert said["places"] == {"backups": "not yet", "database": "destroyed", "files": "destroyed"}
    assert said["requested"]["by"] == f"person:{who.asks.pk}" and said["confirmed"]["by"] == f"person:{who.confirms.pk}"
    assert said["destroyed"]["by"] == "program:leaving.destroying" and said["how"] and said["backups_until"]
    assert said["remaining"]["access.person"]["records"] == 2 and said["remaining"]["access.person"]["reason"]
    head, done = Entry.objects.get(n=said["evidence"]["n"]), Entry.objects.get(kind="destruction.destroyed")
    assert done.n <= head.n and digest(bytes(head.line)) == said["evidence"]["head"]
    assert CANARY not in proof.statement.decode() and "Zorggroep" not in proof.statement.decode()
    told = Message.everything.filter(template="leaving/proven", organisation=who.home)
    assert told.count() == 2 and list(prover(ttp).round(SOON)) == []


@pytest.mark.usefixtures("database")
@pytest.mark.covers("Z-104", "I-73")
def test_second_proof_comes_when_the_last_backup_is_gone_and_names_the_first(ttp: Home) -> None:
    before = backup("sluis-20260101T000000Z.backup", casting.now() - timedelta(days=1)) if leaver_operator() else None
    who, found = destroyed_in_place(ttp)
    backup(
        "sluis-20990101T000000Z.backup", casting.now() + timedelta(days=1)
    )  # made afterwards: it holds nothing of it
    days = settings.INSTALLATION.backup_retention_days
    assert found.backups_until == day_of(found.destroyed_at) + timedelta(days=days)  # type: ignore[arg-type]
    task = Task.everything.get(kind=expiring.TASK, state="open")
    assert task.organisation == who.operator and task.due_at and day_of(task.due_at) == found.backups_until
    on_the_day, after = SOON + timedelta(days=days), SOON + timedelta(days=days + 1)
    assert expiring.expire_due(job(on_the_day)) == 0
    assert expiring.expire_due(job(after)) == 0  # the day is there, but a backup still is too
    assert before
    recording.backup_removed(job(after), name=before.name)
    assert expiring.expire_due(job(after)) == 1 and expiring.expire_due(job(after)) == 0
    assert list(prover(ttp).round(after)) == ["destruction.proven"]
    found = Destruction.everything.get(pk=found.pk)
    assert found.state == State.PROVEN and not Task.everything.filter(kind=expiring.TASK, state="open").exists()
    first, second = (read_proof(bytes(one)) for one in (found.first_proof, found.second_proof))  # type: ignore[arg-type]
    second.verify(ttp.shelf.trust, first)
    said = second.value()
    assert said["first"] == first.digest and said["places"]["backups"] == "destroyed"
    assert said["last_backup"] and said["expired"]["by"].startswith("program:")


def leaver_operator() -> bool:
    casting.organisation("De Sluis Beheer", operator=True)
    return True


def destroyed_in_place(ttp: Home) -> tuple[Any, Destruction]:
    """With the operator that is there already."""
    from leavers import Leaver

    from sluis.portal.access.models import Organisation

    home = casting.organisation("Zorggroep Weg")
    fill(home, 3, 2)
    operator = Organisation.everything.get(is_operator=True)
    who = Leaver(home, casting.person(home, Role.BOARD), casting.person(home, Role.ADMINISTRATOR), operator)
    made = who.confirmed()
    destroy_confirmed(job())
    assert list(prover(ttp).round(SOON)) == ["destruction.first-proven"]
    return who, Destruction.everything.get(pk=made.pk)


@pytest.mark.usefixtures("sqlite")
def test_operator_records_another_day_and_that_backups_elsewhere_are_gone(ttp: Home) -> None:
    who, found = destroyed(ttp)
    operator = casting.actor(casting.person(who.operator, Role.ADMINISTRATOR, Role.MANAGEMENT), SOON)
    for stranger in (who.asks, casting.person(who.operator, Role.AUDITOR)):
        with pytest.raises(Refused) as refusal:
            expiring.gone(casting.actor(stranger), destruction=found)
        assert refusal.value.code is access.NOT_ALLOWED
    later = day_of(SOON) + timedelta(days=400)
    assert expiring.set_day(operator, destruction=found, until=later).backups_until == later
    due_at = Task.everything.get(kind=expiring.TASK).due_at
    assert due_at and day_of(due_at) == later
    with pytest.raises(Refused) as refusal:
        expiring.set_day(operator, destruction=found, until=day_of(SOON) - timedelta(days=2))
    assert refusal.value.code is codes.DAY_PASSED
    held = backup("elsewhere.backup", SOON - timedelta(hours=3))
    inside = settings.INSTALLATION.folder / "backups" / held.name
    inside.parent.mkdir(exist_ok=True)
    inside.write_bytes(b"x")
    try:
        with pytest.raises(Refused) as refusal:
            expiring.gone(operator, destruction=found)
        assert refusal.value.code is codes.BACKUPS_KEPT and refusal.value.facts == {"count": 1}
        assert Destruction.everything.get(pk=found.pk).state == State.DESTROYED
    finally:
        inside.unlink()
    expiring.gone(operator, destruction=found)
    assert Backup.everything.get(pk=held.pk).removed_at
    with pytest.raises(Refused) as refusal:
        expiring.gone(operator, destruction=found)
    assert refusal.value.code is access.GONE_ALREADY
    assert list(prover(ttp).round(SOON)) == ["destruction.proven"]


@pytest.mark.usefixtures("sqlite")
def test_custodian_counts_itself_and_signs_nothing_while_something_is_left(ttp: Home) -> None:
    who = leaver()
    who.confirmed()
    assert list(prover(ttp).round(SOON)) == []  # nothing is destroyed yet
    destroy_confirmed(job())
    fill(who.home, 1, 0)
    assert list(prover(ttp).round(SOON)) == []
    destroy_confirmed(job())
    assert list(prover(ttp).round(SOON)) == ["destruction.first-proven"]


@pytest.mark.usefixtures("sqlite")
def test_wrong_proofs_are_not_kept(ttp: Home, tmp_path: Path) -> None:
    who = leaver()
    made = who.confirmed()
    other = ttp_home(tmp_path / "other")
    destroy_confirmed(job())
    found = Destruction.everything.select_related("organisation").get(pk=made.pk)
    real, trust = statement(found, 1, SOON), ttp.shelf.trust
    value = json.loads(real)
    wrong = [
        sign_proof(real, other.signer()),
        sign_proof(exact.dump(value | {"request": str(who.home.pk)}), ttp.signer()),
        sign_proof(exact.dump(value | {"stage": 2}), ttp.signer()),
        Proof(exact.dump(value | {"files": 99}), sign_proof(real, ttp.signer()).signature),
        Proof(real, b"x..y"),
    ]
    for proof in wrong:
        with pytest.raises(Refused):
            keep(job(SOON), destruction=found, stage=1, proof=proof, trust=trust)
    assert Destruction.everything.get().first_proof is None
    keep(job(SOON), destruction=found, stage=1, proof=sign_proof(real, ttp.signer()), trust=trust)
    with pytest.raises(Refused) as refusal:  # once is enough
        keep(job(SOON), destruction=found, stage=1, proof=sign_proof(real, ttp.signer()), trust=trust)
    assert refusal.value.code is access.GONE_ALREADY
    with pytest.raises(Refused) as refusal:  # the second stage has not come
        keep(job(SOON), destruction=found, stage=2, proof=sign_proof(real, ttp.signer()), trust=trust)
    assert refusal.value.code is access.GONE_ALREADY


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-104")
def test_proofs_are_verified_offline_by_whoever_knows_the_authority(ttp: Home, tmp_path: Path) -> None:
    who, found = destroyed(ttp)
    operator = casting.actor(casting.person(who.operator, *roles_for(operator=True)), SOON)
    expiring.gone(operator, destruction=found)
    list(prover(ttp).round(SOON))
    found = Destruction.everything.get(pk=found.pk)
    root, first, second = tmp_path / "root.pem", tmp_path / "first.json", tmp_path / "second.json"
    root.write_bytes(b"".join(path.read_bytes() for path in sorted((ttp.path / "trust").glob("*.pem"))))
    first.write_bytes(bytes(found.first_proof or b""))
    second.write_bytes(bytes(found.second_proof or b""))
    answer = sluis("--json", "holdings", "verify", first, "--trust", root)
    assert answer.code == 0 and answer.data["signed_by"] == "sluis"
    assert answer.data["statement"]["records"] == found.counts
    assert sluis("holdings", "verify", second, "--trust", root, "--first", first).code == 0
    assert sluis("holdings", "verify", first, "--trust", root, "--first", second).code == 3
    stranger = ttp_home(tmp_path / "stranger")
    theirs = tmp_path / "theirs.pem"
    theirs.write_bytes(next((stranger.path / "trust").glob("*.pem")).read_bytes())
    assert sluis("holdings", "verify", first, "--trust", theirs).code == 3
    for data in (b"", b"{}", first.read_bytes().replace(b'\\"files\\":2', b'\\"files\\":3'), first.read_bytes()[:-9]):
        bad = tmp_path / "bad.json"
        bad.write_bytes(data)
        assert sluis("holdings", "verify", bad, "--trust", root).code == 3


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ttp: Home) -> Path:
    """An installation's folder with the authorities that the custodian put there."""
    folder = tmp_path / "portal"
    folder.mkdir()
    roots = b"".join(path.read_bytes() for path in sorted((ttp.path / "trust").glob("*.pem")))
    (folder / "trust.pem").write_bytes(roots)
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, folder=folder))
    return folder


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-104")
def test_what_came_back_with_an_older_backup_is_destroyed_again(ttp: Home, own_folder: Path, tmp_path: Path) -> None:
    name, copy = connection.settings_dict["NAME"], tmp_path / "backup.sqlite3"
    who = leaver()
    with sqlite3.connect(copy) as target, sqlite3.connect(name) as source:
        source.backup(target)  # from before it was even asked for
    target.close()
    source.close()
    made = who.confirmed()
    destroy_confirmed(job())
    list(prover(ttp).round(SOON))
    first = Destruction.everything.get(pk=made.pk)
    connections.close_all()
    for path in Path(name).parent.glob(f"{Path(name).name}-*"):
        path.unlink()
    shutil.copy(copy, name)
    assert not Destruction.everything.exists() and Task.everything.filter(organisation=who.home).count() == 6
    assert destroy_confirmed(job()) == 1
    found = Destruction.everything.get()
    assert (found.pk, found.state, found.asked_by) == (made.pk, State.DESTROYED, first.asked_by)
    assert not Task.everything.filter(organisation=who.home).exists()
    assert list(prover(ttp).round(SOON)) == ["destruction.first-proven"]
    assert Entry.objects.filter(kind="destruction.renewed").count() == 1 and destroy_confirmed(job()) == 0


@pytest.mark.usefixtures("sqlite")
def test_proof_of_a_stranger_destroys_nothing(ttp: Home, own_folder: Path, tmp_path: Path) -> None:
    who = leaver()
    made = who.confirmed()
    destroy_confirmed(job())
    stranger = ttp_home(tmp_path / "stranger")
    real = statement(Destruction.everything.select_related("organisation").get(pk=made.pk), 1, SOON)
    other = exact.dump(json.loads(real) | {"request": str(who.asks.pk)})
    (own_folder / "proofs").mkdir()
    for number, proof in enumerate((sign_proof(other, stranger.signer()), Proof(other, b"x..y"))):
        (own_folder / "proofs" / f"{who.asks.pk}.json").write_bytes(proof.write())
        fill(who.home, 1 + number, 0)
    # signed by who is trusted, but under another's name
    (own_folder / "proofs" / f"{who.confirms.pk}.json").write_bytes(sign_proof(other, ttp.signer()).write())
    (own_folder / "proofs" / "x.json").write_bytes(b"{")
    with keeping(casting.tester()) as change:
        Destruction.everything.update(state=State.WITHDRAWN)
        change.record("test.changed", who.home)
    destroy_confirmed(job())
    assert Task.everything.filter(organisation=who.home).count() == 3
