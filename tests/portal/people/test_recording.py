"""Statements, screening and training: recorded by another, dated, opening and closing access, and back as a task in time."""

from datetime import date, timedelta
from typing import Any

import casting
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.portal.access.actor import program
from sluis.portal.access.models import Grant, Person, Statement
from sluis.portal.access.roles import Role
from sluis.portal.documents.models import Document
from sluis.portal.ledger.models import Entry
from sluis.portal.people import checklist, overdue, recording
from sluis.portal.people.models import Screening, Training
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes

pytestmark = pytest.mark.usefixtures("database")

TODAY = date.today()
DAY = timedelta(days=1)


def statement(actor: Any, person: Person, **other: Any) -> Statement:
    fields: dict[str, Any] = {"kind": "contract", "signed_on": TODAY} | other
    return recording.record_statement(actor, person=person, **fields)


@pytest.mark.covers("Z-94", "I-68", "P-95")
@pytest.mark.parametrize("kind", list(Statement.Kind))
def test_recorded_statement_opens_access_and_its_withdrawal_closes_it_at_once(kind: str) -> None:
    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.BOARD, statement=False)
    assert casting.actor(who).closed is access_codes.STATEMENT_MISSING
    paper = SimpleUploadedFile("verklaring.txt", b"ik zwijg")
    made = statement(casting.actor(admin), who, kind=kind, valid_until=TODAY + 365 * DAY, file=paper)
    assert casting.actor(who).closed is None
    assert made.document is not None
    document = Document.everything.get(pk=made.document)
    assert (document.organisation, document.kind) == (home, "statement")
    kinds = list(Entry.objects.order_by("-n").values_list("kind", flat=True)[:2])
    assert "statement.recorded" in kinds and made.recorded_by == f"person:{admin.pk}"
    recording.withdraw_statement(casting.actor(admin), statement=made)
    assert casting.actor(who).closed is access_codes.STATEMENT_MISSING
    with pytest.raises(Refused) as refused:
        recording.withdraw_statement(casting.actor(admin), statement=made)
    assert refused.value.code is access_codes.GONE_ALREADY


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("own", access_codes.OWN_RECORD), ("future", codes.DATES_WRONG), ("backwards", codes.DATES_WRONG),
        ("stranger", access_codes.NOT_YOURS), ("no right", access_codes.NOT_ALLOWED), ("left", codes.PERSON_LEFT),
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", ["statement", "screening", "training"])
def test_recording_is_refused_and_nothing_is_saved(case: str, code: Any, what: str) -> None:
    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home, Role.BOARD)
    if case == "left":
        who = casting.person(home, is_active=False, left_on=TODAY)
    stranger = casting.person(casting.organisation(), Role.ADMINISTRATOR)
    actor = casting.actor({"stranger": stranger, "no right": casting.person(home, Role.BOARD)}.get(case, admin))
    person = admin if case == "own" else who
    on = TODAY + DAY if case == "future" else TODAY
    until = TODAY - DAY if case == "backwards" else None
    do: Any = {
        "statement": lambda: statement(actor, person, signed_on=on, valid_until=until),
        "screening": lambda: recording.record_screening(
            actor, person=person, kind="vog", requested_on=on, received_on=on, valid_until=until, result="no-objection"
        ),
        "training": lambda: recording.record_training(
            actor, person=person, subject="AVG", followed_on=on, valid_until=until
        ),
    }[what]
    before = [model.everything.count() for model in (Statement, Screening, Training)], Entry.objects.count()
    with pytest.raises(Refused) as refused:
        do()
    assert refused.value.code is code
    assert before == ([model.everything.count() for model in (Statement, Screening, Training)], Entry.objects.count())


def test_file_that_is_refused_leaves_no_statement() -> None:
    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home, statement=False)
    with pytest.raises(Refused):
        statement(casting.actor(admin), who, file=SimpleUploadedFile("virus.exe", b"MZ"))
    assert not Statement.everything.filter(person=who).exists() and not Document.everything.exists()


@pytest.mark.covers("Z-100")
def test_who_joins_has_a_checklist_whose_tasks_are_settled_by_recording() -> None:
    from sluis.portal.access.changing import keeping

    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), casting.person(home, statement=False)
    with keeping(casting.tester()) as change:
        checklist.begin_checklist(change, who)
        change.record("test.made", who)
    assert open_tasks() == {checklist.SCREENING, checklist.TRAINING}
    assert [item.done_on for item in checklist.items(who, TODAY)] == [None, None, None]
    actor = casting.actor(admin)
    asked = recording.record_screening(actor, person=who, kind="vog", requested_on=TODAY)
    assert checklist.SCREENING in open_tasks() and checklist.items(who, TODAY)[1].waiting
    recording.record_screening(
        actor, person=who, screening=asked, kind="vog", requested_on=TODAY, received_on=TODAY, result="objection"
    )
    assert checklist.SCREENING in open_tasks() and checklist.items(who, TODAY)[1].done_on is None
    recording.record_screening(
        actor, person=who, screening=asked, kind="vog", requested_on=TODAY, received_on=TODAY, result="no-objection"
    )
    recording.record_training(actor, person=who, subject="AVG", followed_on=TODAY)
    statement(actor, who)
    assert open_tasks() == set() and all(item.done_on for item in checklist.items(who, TODAY))


def open_tasks() -> set[str]:
    return set(Task.everything.filter(state=Task.State.OPEN).values_list("kind", flat=True))


@pytest.mark.covers("Z-94", "Z-100")
@pytest.mark.parametrize("what", ["statement", "screening", "training"])
@pytest.mark.parametrize(("left", "reminds"), [(31, False), (30, True), (1, True), (-1, True)])
def test_what_ends_within_thirty_days_comes_back_as_a_task(what: str, left: int, reminds: bool) -> None:
    home = casting.organisation()
    who, end = casting.person(home, statement=False), TODAY + left * DAY
    begun = TODAY - 90 * DAY
    casting.make({
        "statement": Statement(organisation=home, person=who, signed_on=begun, valid_until=end, recorded_by="x"),
        "screening": Screening(organisation=home, person=who, requested_on=begun, received_on=begun, valid_until=end,
                               result="no-objection", recorded_by="x"),
        "training": Training(organisation=home, person=who, subject_matter="AVG", followed_on=begun, valid_until=end,
                             recorded_by="x"),
    }[what])  # fmt: skip
    actor = program("jobs", casting.now())
    assert overdue.remind_of_ends(actor) == int(reminds) and overdue.remind_of_ends(actor) == 0
    if reminds:
        task = Task.everything.get()
        assert (task.kind, task.role, task.about) == (f"people.{what}", "administrator", who.subject)
        casting.make(Statement(organisation=home, person=who, signed_on=TODAY, recorded_by="x"))


def test_later_record_or_leaving_makes_a_reminder_needless() -> None:
    home = casting.organisation()
    renewed, gone = casting.person(home, statement=False), casting.person(home, statement=False, is_active=False)
    for who, until in ((renewed, TODAY + DAY), (renewed, TODAY + 300 * DAY), (gone, TODAY + DAY)):
        casting.make(Statement(organisation=home, person=who, signed_on=TODAY, valid_until=until, recorded_by="x"))
    assert overdue.remind_of_ends(program("jobs", casting.now())) == 0


def test_role_whose_last_day_passed_is_ended_by_the_clock() -> None:
    home = casting.organisation()
    who = casting.person(home)
    made = casting.make(Grant(organisation=home, person=who, role="board", granted_at=casting.now(), granted_by="x",
                              ends_on=TODAY))  # fmt: skip
    assert overdue.end_roles(program("jobs", casting.now())) == 0
    assert overdue.end_roles(program("jobs", casting.now() + 2 * DAY)) == 1
    made.refresh_from_db()
    assert made.withdrawn_at is not None and Entry.objects.order_by("-n")[0].kind == "grant.withdrawn"
