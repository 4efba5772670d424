"""What people do with a task: take it, finish or drop it, give it to somebody else, and make one by hand."""

from sluis.deadlines import Deadline
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.rights import WORKING
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.tasks.giving import plan
from sluis.portal.tasks.models import OWN, Task
from sluis.portal.tasks.rights import ORGANISE
from sluis.portal.tasks.selectors import colleagues, is_own
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import work as codes


def take(actor: Actor, *, task: Task) -> Task:
    """From "whoever has the role" to oneself.

    Raises:
        Refused: NOT_YOURS, TASK_ENDED, or GONE_ALREADY when somebody else was first.
    """
    with changing(actor, WORKING) as change:
        task = _mine(actor, task)
        if task.person_id and actor.person and task.person_id != actor.person.pk:
            raise Refused(access.GONE_ALREADY)
        task.person = actor.person
        task.save()
        change.record("task.taken", task)
    return task


def finish(actor: Actor, *, task: Task, note: str) -> Task:
    """It is done; the note says how."""
    return _end(actor, task, Task.State.DONE, note, "task.done")


def drop(actor: Actor, *, task: Task, note: str) -> Task:
    """It need not be done; the note says why."""
    return _end(actor, task, Task.State.DROPPED, note, "task.dropped")


def reassign(actor: Actor, *, task: Task, person: Person | None = None, role: Role | None = None) -> Task:
    """Give it to a colleague or to whoever has a role.

    Raises:
        Refused: NOT_YOURS, TASK_ENDED, NOT_A_COLLEAGUE.
    """
    with changing(actor, WORKING) as change:
        task = _mine(actor, task)
        _require_here(actor, task.organisation, person, role)
        task.person, task.role = person, role.value if role else task.role if person else ""
        task.save()
        change.record("task.reassigned", task)
    return task


def make(
    actor: Actor,
    *,
    title: str,
    person: Person | None = None,
    role: Role | None = None,
    due: Deadline | None = None,
    after: Task | None = None,
    note: str = "",
) -> Task:
    """A task by hand; for oneself, a colleague or a role, whether or not it follows from another.

    Raises:
        Refused: NOT_A_COLLEAGUE, NOT_YOURS for one that follows from a task that one may not see.
    """
    organisation = after.organisation if after else actor.organisation
    with changing(actor, WORKING) as change:
        if after is not None:
            _require_mine(actor, after)
        if organisation is None:
            raise Refused(access.NOT_YOURS)
        person = person if person or role else actor.person
        _require_here(actor, organisation, person, role)
        task = Task(
            organisation=organisation, kind=OWN, title=title.strip(), person=person, role=role.value if role else "",
            about=after.subject if after else "", given_at=actor.at, note=note,
        )  # fmt: skip
        plan(task, due, actor.at)
        task.full_clean()
        task.save(force_insert=True)
        change.record("task.made", task)
    return task


def _end(actor: Actor, task: Task, state: Task.State, note: str, kind: str) -> Task:
    with changing(actor, WORKING) as change:
        task = _mine(actor, task)
        task.state, task.note, task.next_warning_at = state, note, None
        task.ended_at, task.ended_by = actor.at, actor.name
        task.full_clean(validate_constraints=False)
        task.save()
        change.record(kind, task)
    return task


def _mine(actor: Actor, task: Task) -> Task:
    """The task, locked, as it is now."""
    fresh: Task = Task.everything.select_for_update(of=("self",)).select_related("organisation").get(pk=task.pk)
    _require_mine(actor, fresh)
    if fresh.state != Task.State.OPEN:
        raise Refused(codes.TASK_ENDED)
    return fresh


def _require_mine(actor: Actor, task: Task) -> None:
    """One's own, or one that this actor organises; having a place to work is not enough."""
    own = Task.everything.filter(is_own(actor), pk=task.pk).exists()
    if not own and not actor.reaches(ORGANISE, task.organisation_id):
        raise Refused(access.NOT_YOURS)


def _require_here(actor: Actor, organisation: Organisation, person: Person | None, role: Role | None) -> None:
    there = role is None or role in roles_for(operator=organisation.is_operator)
    if person is not None:
        there = there and colleagues(organisation, actor.at).filter(pk=person.pk).exists()
    if not there or (person is None and role is None):
        raise Refused(codes.NOT_A_COLLEAGUE)
