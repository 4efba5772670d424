"""People are reminded once at each warning and once when it is late; the operator hears what nobody else would."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import casting
import pytest
from django.core import mail
from django.test import override_settings

from sluis.deadlines import Deadline
from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Statement
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.delivering import deliver
from sluis.portal.notifications.models import Message
from sluis.portal.notifications.sending import send
from sluis.portal.tasks.giving import give
from sluis.portal.tasks.models import Task
from sluis.portal.tasks.reminding import remind
from sluis.portal.tasks.watching import watch_messages, watch_terms

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = Deadline(AT + 4 * DAY, (AT + DAY, AT + 3 * DAY))
pytestmark = pytest.mark.usefixtures("database")


def at(moment: datetime) -> Actor:
    return program("tasks.reminding", moment)


@pytest.fixture
def home() -> Organisation:
    return casting.organisation(operator=True)


@pytest.fixture
def sent() -> Iterator[list[Any]]:
    """What leaves; Django's own box in memory."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        yield mail.outbox


def given(home: Organisation, **more: Any) -> Task:
    with keeping(program("test", AT, "test")) as change:
        return give(
            change,
            organisation=home,
            kind="x",
            title="Stuur %(what)s",
            facts={"what": "Naam van iemand"},
            due=DUE,
            **more,
        )


def test_each_moment_reminds_once(home: Organisation, sent: list[Any]) -> None:
    given(home, person=casting.person(home))
    counts = [remind(at(AT + hours * timedelta(hours=1))) for hours in range(0, 120, 6)]
    assert sum(counts) == 3
    assert [hours * 6 for hours, count in enumerate(counts) if count] == [24, 72, 96]
    assert Message.everything.count() == Entry.objects.filter(kind="task.reminded").count() == 3


def test_after_a_long_silence_one_reminder_is_enough(home: Organisation) -> None:
    given(home, person=casting.person(home))
    assert (remind(at(AT + 30 * DAY)), remind(at(AT + 31 * DAY))) == (1, 0)
    assert Message.everything.count() == 1


def test_reminder_says_what_and_when_but_nothing_that_somebody_wrote(home: Organisation, sent: list[Any]) -> None:
    given(home, person=casting.person(home, language="nl"))
    remind(at(AT + DAY)), deliver(at(AT + DAY))
    remind(at(AT + 4 * DAY)), deliver(at(AT + 4 * DAY))
    near, late = sent
    assert near.subject == "Een taak moet bijna klaar zijn" and late.subject == "Een taak is over de termijn"
    assert "Stuur …" in near.body and "6 mrt 2026, 10:00" in near.body
    assert "Naam van iemand" not in near.body + late.body


def test_everybody_with_the_role_now_is_reminded_and_nobody_else(home: Organisation) -> None:
    now = [casting.person(home, Role.DPO) for _ in range(2)]
    casting.person(home, Role.BOARD)
    casting.person(home, Role.DPO, left_on=date(2026, 3, 1))
    casting.person(home, Role.DPO, is_active=False)
    casting.person(casting.organisation(), Role.DPO)
    given(home, role=Role.DPO)
    remind(at(AT + DAY))
    assert {one.person for one in Message.everything.all()} == set(now)


def test_done_tasks_remind_nobody(home: Organisation) -> None:
    task = given(home, person=casting.person(home))
    with keeping(casting.tester()) as change:
        task.state = Task.State.DONE
        task.save()
        change.record("test.done", task)
    assert remind(at(AT + 9 * DAY)) == 0


def test_operator_has_a_task_as_long_as_messages_were_given_up(home: Organisation) -> None:
    with keeping(program("test", AT, "test")) as change:
        message = send(change, to="x@voorbeeld.example", template="tasks/reminder")
        change.record("test.made", message)
    assert watch_messages(at(AT)) == 0
    _set(message, Message.State.GIVEN_UP)
    assert (watch_messages(at(AT)), watch_messages(at(AT))) == (1, 0)
    task = Task.everything.get()
    assert (task.organisation, task.role, task.state) == (home, "administrator", "open")
    _set(message, Message.State.SENT)
    assert watch_messages(at(AT)) == 1
    task.refresh_from_db()
    assert task.state == "done"


@pytest.mark.covers("P-101")
def test_operator_has_a_task_as_long_as_records_are_past_their_term(home: Organisation) -> None:
    who = casting.person(home)
    assert watch_terms(at(AT)) == 0
    statement = Statement.everything.get(person=who)
    with keeping(casting.tester()) as change:
        statement.withdrawn_on = date(2021, 3, 1)
        statement.save()
        change.record("test.changed", statement)
    assert watch_terms(at(AT)) == 1
    assert Task.everything.get().url_name == "holdings:past"


def test_without_an_operator_the_watching_waits() -> None:
    assert watch_messages(at(AT)) == watch_terms(at(AT)) == 0


def _set(message: Message, state: Message.State) -> None:
    with keeping(casting.tester()) as change:
        message.state = state
        message.save()
        change.record("test.changed", message)
