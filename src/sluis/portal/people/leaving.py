"""Leaving: rights, sessions and ways to sign in are gone at once; what was to do goes to the administrators (Z-100)."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Grant, Person, Statement
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.people import granting, inviting, sessions
from sluis.portal.people.models import ReviewCycle
from sluis.portal.people.rights import CHANGE
from sluis.portal.tasks.giving import settle
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes


def leave(actor: Actor, *, person: Person, reason: str) -> Person:
    """End somebody's account.

    Raises:
        Refused: PERSON_LEFT, LAST_ADMINISTRATOR, OWN_RECORD for one's own account, REASON_MISSING, or no right.
    """
    if not reason.strip():
        raise Refused(codes.REASON_MISSING)
    with changing(actor, CHANGE, on=person) as change:
        person = granting.locked(person)
        if not person.is_active or person.left_on:
            raise Refused(codes.PERSON_LEFT)
        if actor.person and actor.person.pk == person.pk:
            raise Refused(access_codes.OWN_RECORD)
        granting.require_not_last(actor, person)
        ended = _take_away(change, person, reason)
        change.record("person.left", person, counts={"done": ended})
    return person


def _take_away(change: Change, person: Person, reason: str) -> int:
    ended = sessions.end_all(person)
    sessions.forget_credentials(person)
    person.is_active, person.left_on = False, day_of(change.actor.at)
    person.save()
    for grant in Grant.everything.select_for_update().select_related("person").filter(person=person, withdrawn_at=None):
        granting.end(change, grant, reason=reason)
    inviting.withdraw_of(change, person)
    _end_statements(change, person)
    _hand_over(change, person)
    return ended


def _end_statements(change: Change, person: Person) -> None:
    """What was signed stays in the register, as something of the past; secrecy itself does not end."""
    today = day_of(change.actor.at)
    for statement in Statement.everything.filter(Statement.in_force(today), person=person):
        statement.withdrawn_on = today
        statement.save()
        change.record("statement.ended", statement)


def _hand_over(change: Change, person: Person) -> None:
    """The person's tasks become the administrators'; tasks about the person are settled."""
    from sluis.portal.people.checklist import SCREENING, STATEMENT, TRAINING

    for kind in (SCREENING, TRAINING, STATEMENT):
        settle(change, kind=kind, subject=person)
    for task in Task.everything.select_for_update().filter(person=person, state=Task.State.OPEN):
        task.person, task.role = None, task.role or Role.ADMINISTRATOR.value
        task.save()
        change.record("task.handed-over", task)
    for cycle in ReviewCycle.everything.filter(reviewer=person):
        cycle.reviewer = None
        cycle.save()
        change.record("reviewcycle.changed", cycle)
