"""The job that reminds people by mail, once at each moment at which a task's deadline warns, and once when it is late."""

from uuid import UUID

from django.db import transaction
from django.utils import translation

from sluis.deadlines import Deadline
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Person
from sluis.portal.notifications.sending import send
from sluis.portal.tasks.models import Task
from sluis.portal.tasks.selectors import people_for
from sluis.portal.tasks.titles import plain_title
from sluis.portal.ui.moments import moment

MOST = 500


def remind(actor: Actor) -> int:
    """Remind of all tasks whose next warning has come; how many there were."""
    due = Task.everything.filter(state=Task.State.OPEN, next_warning_at__lte=actor.at)
    return sum(_remind(actor, pk) for pk in list(due.values_list("pk", flat=True)[:MOST]))


def _remind(actor: Actor, pk: UUID) -> bool:
    with transaction.atomic():
        tasks = Task.everything.select_for_update(of=("self",)).select_related("organisation")
        task: Task | None = tasks.filter(pk=pk, state=Task.State.OPEN, next_warning_at__lte=actor.at).first()
        if task is None or task.deadline is None:
            return False  # another process was first, or somebody finished it
        with keeping(actor) as change:
            people = people_for(task, actor.at)
            for person in people:
                send(change, to=person, template="tasks/reminder", facts=_facts(task, person, task.deadline, actor))
            moments = (*task.deadline.warns_at, task.deadline.due_at)
            task.next_warning_at = next((each for each in moments if each > actor.at), None)
            task.save(update_fields=["next_warning_at"])
            change.record("task.reminded", task, counts={"persons": len(people)})
    return True


def _facts(task: Task, person: Person, deadline: Deadline, actor: Actor) -> dict[str, str | int]:
    """In the person's language; nothing that somebody wrote, since mail is read by others on its way."""
    with translation.override(person.language):
        due = moment(deadline.due_at)
        return {"task": plain_title(task), "due": due, "late": int(actor.at >= deadline.due_at), "id": str(task.pk)}
