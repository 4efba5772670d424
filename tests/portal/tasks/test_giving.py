"""Other apps give and settle tasks; one of a kind about a subject at a time."""

import threading
from datetime import timedelta

import casting
import pytest
from django.db import connections
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.tasks.giving import give, settle
from sluis.portal.tasks.models import Task
from sluis.portal.tasks.titles import plain_title, title

TITLE = _("Look at the messages that could not be sent")


@pytest.fixture
def home() -> Organisation:
    return casting.organisation()


def given(home: Organisation, kind: str = "review", **more: object) -> Task:
    with keeping(casting.tester()) as change:
        task = give(change, organisation=home, kind=kind, title=TITLE, subject=home, role=Role.BOARD, **more)  # type: ignore[arg-type]
        change.record("test.gave")
    return task


@pytest.mark.usefixtures("database")
def test_task_about_a_subject_is_given_once_until_it_is_settled(home: Organisation) -> None:
    first = given(home)
    assert given(home) == first and given(home, "another") != first
    assert Entry.objects.filter(kind="task.given").count() == 2
    with keeping(casting.tester()) as change:
        assert settle(change, kind="review", subject=home) == 1
    first.refresh_from_db()
    assert (first.state, first.ended_by) == ("done", "program:test")
    assert given(home) != first


@pytest.mark.usefixtures("database")
def test_of_many_that_give_the_same_at_the_same_time_one_does(home: Organisation) -> None:
    ready, faults, found = threading.Barrier(5), [], []

    def work() -> None:
        try:
            ready.wait(20)
            found.append(given(home).pk)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert faults == [] and len(found) == 5 and len(set(found)) == 1
    assert Task.everything.count() == 1


@pytest.mark.usefixtures("sqlite")
def test_given_again_with_another_deadline_it_moves(home: Organisation) -> None:
    now = casting.now()
    near, far = (Deadline.of(Term.read(text), now) for text in ("2 days", "9 days"))
    task = given(home, due=near)
    assert task.deadline == near and task.next_warning_at == near.warns_at[0]
    assert given(home, due=near) == task
    assert not Entry.objects.filter(kind="task.moved").exists()
    assert given(home, due=far).deadline == far
    assert Entry.objects.filter(kind="task.moved").count() == 1
    task.refresh_from_db()
    assert task.due_at == far.due_at


@pytest.mark.usefixtures("sqlite")
def test_two_organisations_each_have_their_own_task_about_one_subject(home: Organisation) -> None:
    other = casting.organisation()
    with keeping(casting.tester()) as change:
        for organisation in (home, other):
            give(change, organisation=organisation, kind="sign", title=TITLE, subject=home, role=Role.BOARD)
        assert settle(change, kind="sign", subject=home, organisation=other) == 1
    assert Task.everything.get(state="open").organisation == home


@pytest.mark.usefixtures("sqlite")
def test_title_is_read_in_the_readers_language_with_its_facts(home: Organisation) -> None:
    with translation.override("nl"), keeping(casting.tester()) as change:
        task = give(change, organisation=home, kind="a", title=_("Version %(number)s"), facts={"number": "A % B"})
    assert task.title == "Version %(number)s"
    with translation.override("nl"):
        assert title(task) == "Versie A % B"
        assert plain_title(task) == "Versie …"
    with translation.override("en"):
        assert title(task) == "Version A % B"


@pytest.mark.usefixtures("sqlite")
def test_what_somebody_wrote_is_never_translated_nor_told_outside(home: Organisation) -> None:
    task = Task(organisation=home, kind="own", title="Done")
    with translation.override("nl"):
        assert title(task) == "Done"
        assert plain_title(task) == "Een eigen taak"
        assert title(Task(organisation=home, kind="own", title="")) == ""


@pytest.mark.usefixtures("sqlite")
def test_deadline_that_has_passed_when_the_task_is_given_warns_no_more(home: Organisation) -> None:
    now = casting.now()
    task = given(home, due=Deadline(now - timedelta(days=1), (now - timedelta(days=2),)))
    assert task.next_warning_at is None
