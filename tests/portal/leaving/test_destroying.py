"""One asks, another confirms, a job destroys: all that goes, nothing of others, and what remains is named."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import casting
import organising
import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from leavers import CANARY, fill, job, leaver

from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.documents.models import Document, Version
from sluis.portal.holdings import blocking, holds
from sluis.portal.holdings.choosing import ALL, Period, choose
from sluis.portal.holdings.counting import records
from sluis.portal.holdings.going import going
from sluis.portal.holdings.register import held
from sluis.portal.holdings.residual import remaining, residue
from sluis.portal.holdings.rights import SEE_BLOCKED
from sluis.portal.holdings.sorting import keys, ordered
from sluis.portal.leaving.destroying import carry_out, destroy_confirmed, left
from sluis.portal.leaving.models import Destruction
from sluis.portal.leaving.requesting import confirm, consequences, request, withdraw
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.organisations.models import Absence
from sluis.portal.tasks.models import Task
from sluis.portal.tasks.rights import SEE as SEE_TASKS
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import holdings as codes

State = Destruction.State


def counts(home: Organisation) -> dict[str, int]:
    found = {name: records(holding, home).count() for name, holding in held().items()}
    return {name: count for name, count in found.items() if count}


@pytest.fixture
def no_holds() -> Iterator[None]:
    before = dict(holds._holds)
    yield
    holds._holds.clear()
    holds._holds.update(before)


@pytest.mark.usefixtures("database")
def test_every_kind_finds_its_place_before_what_it_refers_to() -> None:
    place = {each.record: number for number, each in enumerate(ordered())}
    assert place.keys() == held().keys()
    for name, each in held().items():
        for key in keys(each):
            other = key.related_model._meta.label_lower
            assert key.null or place[name] < place[other], (name, other)


@pytest.mark.usefixtures("database")
@pytest.mark.covers("Z-103", "I-73")
def test_what_goes_is_gone_and_nothing_of_another_organisation() -> None:
    who = leaver()
    other = Organisation.everything.get(name="Zorggroep Blijft")
    before = counts(other)
    expected = {each.record: number for each, number in consequences(who.home, ALL, casting.actor(who.asks)).going}
    made = who.confirmed()
    assert expected["tasks.task"] >= 6 and destroy_confirmed(job()) == 1
    found = Destruction.everything.get(pk=made.pk)
    assert (found.state, found.files) == (State.DESTROYED, 2) and found.counts["documents.version"] == 2
    assert {name: found.counts[name] for name in ("tasks.task", "documents.document")} == {
        "tasks.task": 7, "documents.document": 2,
    }  # the task to confirm went too  # fmt: skip
    assert residue(who.home, casting.now()) == [] and counts(other) == before
    assert Document.everything.filter(organisation=who.home).get().kind == "agreement"
    stays = {each.holding.record: str(each.reason) for each in remaining(who.home)}
    assert {"access.person", "documents.version", "leaving.destruction"} <= stays.keys() and all(stays.values())
    assert destroy_confirmed(job()) == 0


@pytest.mark.usefixtures("sqlite")
def test_events_carry_counts_and_ids_alone() -> None:
    who = leaver()
    who.confirmed()
    destroy_confirmed(job())
    lines = [bytes(one.line).decode() for one in Entry.objects.filter(kind__startswith="destruction.")]
    assert len(lines) > 4 and not any("Kanarie" in line or "Zorggroep" in line or "Stuk" in line for line in lines)
    assert any('"holding":"tasks.task"' in line and '"records":7' in line for line in lines)


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-104")
def test_no_byte_of_it_is_left_in_the_files_of_the_database() -> None:
    who = leaver(tasks=300, documents=5)
    for each in (Task, Version, Document):
        assert each.everything.filter(organisation=who.home).exists()
    others = Organisation.everything.get(name="Zorggroep Blijft")
    with keeping(casting.tester()) as change:  # the other one's canaries and the agreement's would sing too
        Task.everything.filter(organisation=others).delete()
        Version.everything.filter(organisation=others).delete()
        Document.everything.filter(kind="agreement").update(kind="policy")
        change.record("test.changed", who.home)
    who.confirmed()
    destroy_confirmed(job())
    name = connection.settings_dict["NAME"]
    connections.close_all()
    for path in (name, f"{name}-wal"):
        if Path(path).exists():
            assert CANARY.encode() not in Path(path).read_bytes(), path


@pytest.mark.usefixtures("database")
def test_part_leaves_the_rest_and_what_it_refers_to() -> None:
    who = leaver()
    who.confirmed(choose({"documents.document": Period(), "tasks.task": Period(None, date(2026, 1, 1))}))
    destroy_confirmed(job())
    assert Task.everything.filter(organisation=who.home, state="open").exists()  # their term has not begun
    assert Document.everything.filter(organisation=who.home).count() == 3  # their versions were not chosen


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-103")
def test_who_asked_does_not_confirm_and_the_operator_never() -> None:
    who = leaver()
    made = who.asked()
    for person, code in (
        (who.asks, codes.OWN_DESTRUCTION),
        (casting.person(who.operator, *roles_for(operator=True)), access.NOT_ALLOWED),
        (casting.person(who.home, Role.DPO), access.NOT_ALLOWED),
        (casting.person(Organisation.everything.get(name="Zorggroep Blijft"), Role.BOARD), access.NOT_YOURS),
    ):
        with pytest.raises(Refused) as refusal:
            confirm(casting.actor(person), destruction=made)
        assert refusal.value.code is code
    theirs = casting.actor(casting.person(who.operator, *roles_for(operator=True)))
    with pytest.raises(Refused) as refusal:  # whose data it is chooses what goes, and says that it stays after all
        request(theirs, organisation=who.home, reason="Ruimte", due_on=date.today())
    assert refusal.value.code is access.NOT_ALLOWED
    with pytest.raises(Refused):
        withdraw(theirs, destruction=made)
    assert destroy_confirmed(job()) == 0 and Task.everything.filter(organisation=who.home).count() == 7
    assert Destruction.everything.get().state == State.REQUESTED


@pytest.mark.usefixtures("sqlite")
def test_steps_out_of_order_are_refused() -> None:
    who = leaver()
    made = who.asked()
    confirms = casting.actor(who.confirms)
    with pytest.raises(Refused) as refusal:
        who.asked()
    assert refusal.value.code is codes.DESTRUCTION_OPEN
    withdraw(confirms, destruction=made)
    for step in (confirm, withdraw):
        with pytest.raises(Refused) as refusal:
            step(confirms, destruction=made)
        assert refusal.value.code is access.GONE_ALREADY
    again = who.confirmed()
    for step in (confirm, withdraw):
        with pytest.raises(Refused) as refusal:
            step(confirms, destruction=again)
        assert refusal.value.code is access.GONE_ALREADY
    with pytest.raises(Refused) as refusal:
        request(confirms, organisation=who.home, reason="x", due_on=date.today() - timedelta(days=1))
    assert refusal.value.code is codes.DAY_PASSED


@pytest.mark.usefixtures("database")
def test_what_comes_in_meanwhile_goes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    who = leaver()
    made = who.confirmed()
    from sluis.portal.leaving import destroying

    added: list[int] = []
    real = destroying._kind

    def adding(actor: Any, destruction: Destruction, holding: Any, gone: Any) -> None:
        real(actor, destruction, holding, gone)
        if holding.record == "tasks.task" and not added:
            added.append(1)
            fill(who.home, 2, 0)

    monkeypatch.setattr(destroying, "_kind", adding)
    assert destroy_confirmed(job()) == 1 and residue(who.home, casting.now()) == []
    assert Destruction.everything.get(pk=made.pk).counts["tasks.task"] == 9
    fill(who.home, 3, 0)  # after it was finished, before it was proven
    destroy_confirmed(job())
    assert residue(who.home, casting.now()) == []
    assert Destruction.everything.get(pk=made.pk).counts["tasks.task"] == 12


@pytest.mark.usefixtures("database")
def test_two_that_destroy_at_once_count_everything_once() -> None:
    who = leaver(tasks=60)
    made = who.confirmed()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            carry_out(job(), Destruction.everything.select_related("organisation").get(pk=made.pk))
        except BaseException as fault:  # shown by the test
            failed.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found = Destruction.everything.get(pk=made.pk)
    assert failed == [] and found.state == State.DESTROYED
    assert (found.counts["tasks.task"], found.files) == (61, 2) and left(found) == 0
    assert Entry.objects.filter(kind="destruction.destroyed").count() == 1


CHILD = """
import sys
from datetime import UTC, datetime
import django
django.setup()
from sluis.portal.access.actor import program
from sluis.portal.holdings import destroying as low
from sluis.portal.leaving import destroying
real = low.destroy
def slowly(holding, found):
    count = real(holding, found)
    print(holding.record, count, flush=True)
    if holding.record == sys.argv[1]:
        sys.stdin.readline()
    return count
destroying.destroy = slowly
destroying.destroy_confirmed(program("leaving.destroying", datetime.now(UTC)))
"""


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("stop_at", ["tasks.task", "documents.version", "documents.document"])
def test_killed_while_destroying_it_goes_on_where_it_was(stop_at: str, tmp_path: Path) -> None:
    who = leaver(tasks=40)
    made = who.confirmed()
    database = connection.settings_dict["NAME"]
    connections.close_all()
    (tmp_path / "portal.toml").write_text('format = 1\nenvironment = "test"\n')
    (tmp_path / "portal.sqlite3").symlink_to(database)
    source = Path(__file__).resolve().parents[3] / "src"
    environment = {**os.environ, "PYTHONPATH": str(source), "SLUIS_PORTAL": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "sluis.portal.config.django_settings"
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, stop_at],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout
        for line in child.stdout:
            if line.split()[0] == stop_at:
                break
        child.send_signal(signal.SIGKILL)  # within the transaction of this kind
        child.communicate()
    half = Destruction.everything.get(pk=made.pk)
    assert half.state == State.CONFIRMED and stop_at not in half.counts and left(half) > 0
    assert destroy_confirmed(job()) == 1
    found = Destruction.everything.get(pk=made.pk)
    assert (found.counts["tasks.task"], found.counts["documents.version"], found.files) == (41, 2, 2)
    assert residue(who.home, casting.now()) == []
    per_kind = Entry.objects.filter(kind="destruction.kind").count()
    assert per_kind == len(found.counts)  # nothing is told twice


@pytest.mark.usefixtures("database", "no_holds")
@pytest.mark.covers("Z-106")
def test_what_cannot_be_destroyed_is_blocked_and_the_organisation_is_told_at_once() -> None:
    who = leaver()
    holds.hold_back("law", lambda home, record, _at: "De wet." if record == "tasks.task" and home == who.home else None)
    actor = casting.actor(who.confirms)
    assert Task.objects.visible_to(actor, SEE_TASKS).exists()
    who.confirmed()
    destroy_confirmed(job())
    found = Destruction.everything.get()
    assert found.state == State.DESTROYED and found.blocked == {"tasks.task": "De wet."}
    assert Task.everything.filter(organisation=who.home).count() == 7 and "tasks.task" not in found.counts
    assert not Task.objects.visible_to(actor, SEE_TASKS).exists()
    other = casting.actor(casting.person(Organisation.everything.get(name="Zorggroep Blijft"), Role.BOARD))
    assert Task.objects.visible_to(other, SEE_TASKS).count() == 6
    dpo = casting.actor(casting.person(who.operator, Role.DPO))
    assert Task.objects.visible_to(dpo, SEE_BLOCKED).filter(organisation=who.home).count() == 7
    assert not Task.objects.visible_to(job(), SEE_TASKS).filter(organisation=who.home).exists()
    told = Message.everything.filter(template="leaving/blocked").values_list("person", flat=True)
    assert set(told) == {who.asks.pk, who.confirms.pk}
    (one,) = residue(who.home, casting.now())
    assert (one.holding.record, one.count, one.reason) == ("tasks.task", 7, "De wet.")


@pytest.mark.usefixtures("sqlite", "no_holds")
def test_block_is_lifted_when_what_was_blocked_is_destroyed_after_all() -> None:
    who = leaver()
    holds.hold_back("law", lambda _home, record, _at: "De wet." if record == "tasks.task" else None)
    who.confirmed()
    destroy_confirmed(job())
    assert len(blocking.blocked(who.home)) == 1
    holds.hold_back("law", lambda *_: None)
    who.confirmed()
    destroy_confirmed(job())
    assert residue(who.home, casting.now()) == [] and blocking.blocked(who.home) == []


@pytest.mark.usefixtures("sqlite", "no_holds")
def test_when_nothing_can_be_destroyed_all_of_it_is_blocked() -> None:
    who = leaver()
    holds.hold_back("law", lambda *_: "De wet.")
    who.confirmed()
    destroy_confirmed(job())
    found = Destruction.everything.get()
    assert found.state == State.BLOCKED and found.counts == {} and "tasks.task" in found.blocked
    assert Task.everything.filter(organisation=who.home).count() == 7
    assert casting.browser(who.asks).get("/").status_code == 200  # people and organisations are never blocked


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-17")
def test_residual_check_names_what_is_left_and_is_empty_only_when_all_is_gone() -> None:
    who = leaver()
    found = {one.holding.record: one.count for one in residue(who.home, casting.now())}
    assert found["tasks.task"] == 6 and "access.person" not in found
    who.confirmed(choose({name: Period() for name in found if name != "tasks.task"}))
    destroy_confirmed(job())
    assert {one.holding.record for one in residue(who.home, casting.now())} == {"tasks.task"}
    who.confirmed()
    destroy_confirmed(job())
    assert residue(who.home, casting.now()) == []


@pytest.mark.usefixtures("sqlite")
def test_record_to_which_another_organisation_refers_stays() -> None:
    """An assignment of another's would lose its ground; nothing is emptied or deleted of others."""
    who = leaver()
    document = Document.everything.filter(organisation=who.home, kind="policy").first()
    assert document
    other = Organisation.everything.get(name="Zorggroep Blijft")
    with keeping(casting.tester()) as change:
        Version.everything.filter(organisation=other, document__kind="agreement").update(document=document, number=9)
        change.record("test.changed", other)
    assert document not in list(going(held()["documents.document"], who.home))
    who.confirmed()
    destroy_confirmed(job())
    assert Document.everything.filter(pk=document.pk).exists()


@pytest.mark.usefixtures("sqlite")
def test_what_somebody_begins_to_refer_to_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged a moment too early, the database still keeps it; the next pass sees why, and the rest goes."""
    who = leaver()
    document = Document.everything.filter(organisation=who.home, kind="policy").first()
    assert document
    other = Organisation.everything.get(name="Zorggroep Blijft")
    who.confirmed()
    from sluis.portal.leaving import destroying

    begun: list[int] = []
    real = destroying._destroy

    def meanwhile(actor: Any, destruction: Destruction, holding: Any, gone: Any) -> None:
        if holding.record == "documents.document" and not begun:
            begun.append(1)
            with keeping(casting.tester()) as change:
                theirs = Version.everything.filter(organisation=other, document__kind="agreement")
                theirs.update(document=document, number=9)
                change.record("test.changed", other)
        real(actor, destruction, holding, gone)

    monkeypatch.setattr(destroying, "_destroy", meanwhile)
    assert destroy_confirmed(job()) == 1 and begun
    assert Document.everything.filter(organisation=who.home, kind="policy").get() == document
    assert residue(who.home, casting.now()) == []


@pytest.mark.usefixtures("sqlite")
def test_number_of_queries_does_not_follow_from_the_number_of_records() -> None:
    who, counts = leaver(), []
    for more in (1, 40):
        fill(who.home, more, 2)
        with CaptureQueriesContext(connection) as queries:
            residue(who.home, casting.now())
        counts.append(len(queries))
    assert counts[0] == counts[1] < 400


@pytest.mark.usefixtures("database")
@pytest.mark.covers("Z-103")
def test_chain_of_any_length_is_kept_by_the_one_record_that_stays() -> None:
    home, other, last = casting.organisation(), casting.organisation(), None
    for number in range(60):
        last = organising.contact(home, name=f"Schakel {number}", deputy=last)
    kind, today = held()["organisations.contact"], date.today()
    assert going(kind, home).count() == 60
    casting.make(Absence(organisation=other, contact=last, starts_on=today, ends_on=today))
    with CaptureQueriesContext(connection) as queries:
        assert not going(kind, home).exists()
    longest = max((each["sql"] for each in queries), key=len)
    assert longest.count("SELECT") < 5
