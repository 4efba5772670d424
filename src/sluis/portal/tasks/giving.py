"""Tasks that other apps give and settle, as a part of their own change.

give(change, organisation=home, kind="review", title=_("Review the rights of %(count)d persons"), facts={"count": 3},
     subject=review, role=Role.ADMINISTRATOR, due=deadline, url_name="oversight:review", args=[review.pk])
settle(change, kind="review", subject=review)
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.functional import Promise

from sluis.deadlines import Deadline
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.tasks.models import Task

Fact = str | int


def give(
    change: Change,
    *,
    organisation: Organisation,
    kind: str,
    title: Promise | str,
    facts: Mapping[str, Fact] | None = None,
    subject: OwnedBase | None = None,
    person: Person | None = None,
    role: Role | None = None,
    due: Deadline | None = None,
    url_name: str = "",
    args: Sequence[object] = (),
) -> Task:
    """Give a task, unless one of this kind about this subject is open in the organisation; then its deadline is renewed.

    Args:
        change: of which it is a part.
        organisation: whose people do it.
        kind: what it is for, `review`; with the subject it says whether there is one already.
        title: marked for translation, `%(name)s` for facts; no personal data.
        facts: texts and counts of the title; texts are left out of mail and calendars.
        subject: the record that it is about.
        person: who does it; or
        role: any who has this role there.
        due: by when.
        url_name: the page where it is done, with
        args: its arguments.
    """
    about = subject.subject if subject is not None else ""
    key = {"organisation": organisation, "kind": kind, "about": about}
    task = Task(
        **key, title=_key(title), facts=dict(facts or {}), person=person, role=role.value if role else "",
        url_name=url_name, url_args=[str(one) for one in args], given_at=change.actor.at,
    )  # fmt: skip
    plan(task, due, change.actor.at)
    return _insert(change, task) or _renew(change, key, due)


def settle(change: Change, *, kind: str, subject: OwnedBase, organisation: Organisation | None = None) -> int:
    """Close the open tasks of this kind about a subject; how many there were."""
    found = Task.everything.select_for_update().filter(kind=kind, about=subject.subject, state=Task.State.OPEN)
    tasks = list(found.filter(organisation=organisation) if organisation else found)
    for task in tasks:
        task.state, task.next_warning_at = Task.State.DONE, None
        task.ended_at, task.ended_by = change.actor.at, change.actor.name
        task.save()
        change.record("task.settled", task)
    return len(tasks)


def _key(title: Promise | str) -> str:
    """The message as it stands in the catalogue."""
    with translation.override(None):
        return str(title)


def plan(task: Task, due: Deadline | None, at: datetime) -> None:
    """Set by when a task must be done, and when its people are reminded: at each warning and when it is late."""
    task.due_at = due.due_at if due else None
    task.warns_at = [moment.isoformat() for moment in due.warns_at] if due else []
    moments = (*due.warns_at, due.due_at) if due else ()
    task.next_warning_at = next((moment for moment in moments if moment > at), None)


def _insert(change: Change, task: Task) -> Task | None:
    """Store it; none when an open one is there."""
    task.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError:
        return None
    change.record("task.given", task)
    return task


def _renew(change: Change, key: Mapping[str, object], due: Deadline | None) -> Task:
    task: Task = Task.everything.select_for_update().get(**key, state=Task.State.OPEN)
    if due and (task.due_at, task.deadline) != (due.due_at, due):
        plan(task, due, change.actor.at)
        task.save()
        change.record("task.moved", task)
    return task
