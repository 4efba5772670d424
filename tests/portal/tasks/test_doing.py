"""People take, finish, drop and pass on tasks: their own, or everybody's with the right."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import casting
import pytest

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Mandate, Organisation
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.tasks import doing
from sluis.portal.tasks.models import Task
from sluis.portal.tasks.selectors import mine
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import work as codes

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def home() -> Organisation:
    return casting.organisation()


@pytest.fixture
def other() -> Organisation:
    return casting.organisation()


def task(home: Organisation, **fields: Any) -> Task:
    made = casting.make(
        Task(organisation=home, kind="test", about=str(fields), title="x", given_at=casting.now(), **fields)
    )
    assert isinstance(made, Task)
    return made


def refuses(code: Code, act: Callable[[], object]) -> None:
    """It is refused, and nothing was saved: no event, and every task as it was."""
    before = list(Task.everything.order_by("pk").values()), Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code is code
    assert (list(Task.everything.order_by("pk").values()), Entry.objects.count()) == before


def test_whoever_has_the_role_takes_the_task_and_finishes_it(home: Organisation) -> None:
    who, colleague = casting.person(home, Role.DPO), casting.person(home, Role.DPO)
    made = task(home, role="dpo")
    assert list(mine(casting.actor(who))) == list(mine(casting.actor(colleague))) == [made]
    doing.take(casting.actor(who), task=made)
    assert list(mine(casting.actor(colleague))) == []
    done = doing.finish(casting.actor(who), task=made, note="Done so")
    assert (done.state, done.note, done.ended_by) == ("done", "Done so", f"person:{who.pk}")
    assert [one.kind for one in Entry.objects.filter(kind__startswith="task.").order_by("n")] == [
        "task.taken",
        "task.done",
    ]
    assert b"Done so" not in b"".join(bytes(one.line) for one in Entry.objects.all())
    refuses(codes.TASK_ENDED, lambda: doing.drop(casting.actor(who), task=made, note="again"))


def test_what_somebody_else_took_first_is_gone(home: Organisation) -> None:
    who, board = casting.person(home, Role.BOARD), casting.person(home, Role.BOARD)
    made = task(home, role="board")
    doing.take(casting.actor(who), task=made)
    refuses(access.GONE_ALREADY, lambda: doing.take(casting.actor(board), task=made))


ACTS: list[Callable[[Actor, Task], object]] = [
    lambda actor, made: doing.take(actor, task=made),
    lambda actor, made: doing.finish(actor, task=made, note="n"),
    lambda actor, made: doing.drop(actor, task=made, note="n"),
    lambda actor, made: doing.reassign(actor, task=made, role=Role.DPO),
    lambda actor, made: doing.make(actor, title="t", role=Role.DPO, after=made),
]


@pytest.mark.parametrize("act", ACTS)
def test_others_do_nothing_with_a_task_that_is_not_theirs(
    home: Organisation, other: Organisation, act: Callable[[Actor, Task], object]
) -> None:
    made = task(home, role="dpo")
    operator = casting.organisation(operator=True)
    strangers = [
        casting.person(home, Role.DELIVERER),
        casting.person(other, Role.DPO, Role.ADMINISTRATOR),
        casting.person(operator, Role.SERVICE_DESK),
        casting.person(operator, Role.DPO),
    ]
    for who in strangers:
        refuses(access.NOT_YOURS, lambda who=who: act(casting.actor(who), made))  # type: ignore[misc]


@pytest.mark.parametrize("act", ACTS)
def test_whose_access_is_closed_does_nothing(home: Organisation, act: Callable[[Actor, Task], object]) -> None:
    who = casting.person(home, Role.DPO, statement=False)
    made = task(home, person=who)
    refuses(access.STATEMENT_MISSING, lambda: act(casting.actor(who), made))


@pytest.mark.parametrize(("role", "operator", "may"), [
    (Role.ADMINISTRATOR, False, True), (Role.BOARD, False, True), (Role.AUDITOR, False, False),
    (Role.DELIVERER, False, False), (Role.ADMINISTRATOR, True, True), (Role.MANAGEMENT, True, True),
    (Role.AUDITOR, True, False), (Role.SERVICE_DESK, True, False),
])  # fmt: skip
def test_who_organises_gives_tasks_to_others(home: Organisation, role: Role, operator: bool, may: bool) -> None:
    who = casting.person(casting.organisation(operator=True) if operator else home, role)
    made, worker = task(home, role="dpo"), casting.person(home, Role.DPO)
    if not may:
        refuses(access.NOT_YOURS, lambda: doing.reassign(casting.actor(who), task=made, person=worker))
        return
    doing.reassign(casting.actor(who), task=made, person=worker)
    assert list(mine(casting.actor(worker))) == [made]
    assert Entry.objects.get(kind="task.reassigned").organisation == home.pk


def test_task_goes_only_to_somebody_who_is_there(home: Organisation, other: Organisation) -> None:
    who = casting.person(home, Role.DPO)
    actor, made = casting.actor(who), task(home, person=who)
    yesterday = date.today() - timedelta(days=1)
    for wrong in (
        casting.person(other),
        casting.person(home, left_on=yesterday),
        casting.person(home, is_active=False),
    ):
        refuses(codes.NOT_A_COLLEAGUE, lambda wrong=wrong: doing.reassign(actor, task=made, person=wrong))  # type: ignore[misc]
    refuses(codes.NOT_A_COLLEAGUE, lambda: doing.reassign(actor, task=made, role=Role.SERVICE_DESK))
    refuses(codes.NOT_A_COLLEAGUE, lambda: doing.reassign(actor, task=made))


def test_task_by_hand_is_ones_own_unless_it_is_for_somebody_else(home: Organisation) -> None:
    who, colleague = casting.person(home), casting.person(home, Role.BOARD)
    own = doing.make(casting.actor(who), title="  Bel de leverancier ")
    assert (own.person, own.title) == (who, "Bel de leverancier")
    given = doing.make(casting.actor(who), title="Teken", role=Role.BOARD, after=own)
    assert list(mine(casting.actor(colleague))) == [given] and given.about == own.subject
    again = doing.make(casting.actor(who), title="Nog een", person=colleague, after=own)
    assert again != given and Entry.objects.filter(kind="task.made").count() == 3


def test_grant_that_ended_gives_no_tasks(home: Organisation) -> None:
    who = casting.person(home, Role.DPO)
    task(home, role="dpo")
    later = casting.now() + timedelta(days=1)
    assert mine(casting.actor(who, later)).count() == 1
    grant = who.grants.get()
    grant.ends_on = date.today() - timedelta(days=1)
    with_change(grant)
    assert mine(casting.actor(who)).count() == 0


def test_under_a_mandate_one_sees_the_tasks_of_its_roles_there(home: Organisation, other: Organisation) -> None:
    who = casting.person(other, Role.DPO, Role.DELIVERER)
    there, elsewhere, here = task(home, role="deliverer"), task(home, role="dpo"), task(other, role="deliverer")
    personal = task(other, person=who)
    mandate = casting.make(
        Mandate(organisation=home, holder=other, roles=["deliverer"], starts_on=date.today(), given_by="person:x")
    )
    assert set(mine(casting.actor(who, mandate=mandate))) == {there}
    assert set(mine(casting.actor(who))) == {here, personal} and elsewhere.pk


def with_change(record: Any) -> None:
    """Store a change of a record."""
    from sluis.portal.access.changing import keeping

    with keeping(casting.tester()) as change:
        record.save()
        change.record("test.changed")
