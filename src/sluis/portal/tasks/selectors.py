"""Which tasks are somebody's."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.recognising import day_of

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor
    from sluis.portal.tasks.models import Task


def roles_of(actor: "Actor") -> Any:
    """The roles in which somebody works now, as a query; under a mandate only those that it names."""
    if actor.person is None:
        return ()
    today = day_of(actor.at)
    current = Grant.everything.filter(person=actor.person, withdrawn_at=None)
    current = current.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    if actor.mandate:
        current = current.filter(role__in=actor.mandate.roles)
    return current.values("role")


def is_own(actor: "Actor") -> Q:
    """Tasks of this person, and of this person's roles in the organisation for which the work is done."""
    if actor.person is None or actor.closed is not None or actor.organisation is None:
        return Q(pk__in=())
    by_role = Q(organisation=actor.organisation, person=None, role__in=roles_of(actor))
    return by_role | Q(person=actor.person, organisation=actor.organisation)


def mine(actor: "Actor") -> "QuerySet[Task]":
    """The open tasks of an actor."""
    from sluis.portal.tasks.models import Task

    return Task.everything.filter(is_own(actor), state=Task.State.OPEN)


def titled(word: str) -> Q:
    """Tasks in whose title a word occurs, as the reader sees it: in their language, with the facts filled in."""
    from sluis.portal.tasks.models import OWN, Task

    titles = Task.everything.exclude(kind=OWN).values_list("title", flat=True).distinct().order_by()
    found = [title for title in titles if word.lower() in gettext(title).lower()]
    return Q(title__in=found) | Q(kind=OWN, title__icontains=word) | Q(words__icontains=word)


def people_for(task: "Task", at: datetime) -> list[Person]:
    """Who can do a task: its person, or who has its role in the organisation now."""
    today = day_of(at)
    people = Person.everything.filter(is_active=True).exclude(left_on__lte=today).select_related("organisation")
    if task.person_id:
        return list(people.filter(pk=task.person_id))
    current = Grant.everything.filter(organisation=task.organisation_id, role=task.role, withdrawn_at=None)
    current = current.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return list(people.filter(organisation=task.organisation_id, pk__in=current.values("person")))


def colleagues(organisation: Organisation, at: datetime) -> "QuerySet[Person]":
    """Who is at work in an organisation now."""
    people = Person.everything.filter(organisation=organisation, is_active=True)
    found: QuerySet[Person] = people.exclude(left_on__lte=day_of(at))
    return found


def due_ranges(at: datetime) -> tuple[Q, Q]:
    """What is late, and what is due in the seven days from a moment."""
    late = Q(state="open", due_at__lt=at)
    return late, Q(state="open", due_at__gte=at, due_at__lt=at + timedelta(days=7))


def figures(actor: "Actor") -> dict[str, int]:
    """How many tasks an actor has: open, due this week, late; in one query."""
    late, week = due_ranges(actor.at)
    return mine(actor).aggregate(open=Count("pk"), week=Count("pk", filter=week), late=Count("pk", filter=late))
