"""Giving and withdrawing roles. Nobody gives one to himself or herself; the last administrator keeps that role."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.access.standing import current_grants
from sluis.portal.people.rights import GRANT
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as codes
from sluis.refusals.catalogue import people as own_codes


def give(actor: Actor, *, person: Person, role: Role, ends_on: date | None = None) -> Grant:
    """Give a role to somebody.

    Raises:
        Refused: OWN_ROLES, ROLE_NOT_HERE, HAS_ROLE, HAS_ADMINISTRATOR, ROLES_MISSING, PERSON_LEFT, or no right.
    """
    with changing(actor, GRANT, on=person) as change:
        person = locked(person)
        require_may_give(actor, person.organisation, [role], ends_on)
        if actor.person and actor.person.pk == person.pk:
            raise Refused(codes.OWN_ROLES)
        if not person.is_active or person.left_on:
            raise Refused(own_codes.PERSON_LEFT)
        _end_what_ran_out(change, person, role)
        if Grant.everything.filter(person=person, role=role.value, withdrawn_at=None).exists():
            raise Refused(codes.HAS_ROLE, role=role.value)
        return add(change, person=person, role=role, ends_on=ends_on, by=actor.name)


def add(change: Change, *, person: Person, role: Role, ends_on: date | None, by: str) -> Grant:
    """A role, as a part of somebody's change that has checked it."""
    grant = Grant(
        organisation=person.organisation, person=person, role=role.value, ends_on=ends_on,
        granted_at=change.actor.at, granted_by=by,
    )  # fmt: skip
    grant.full_clean()
    grant.save(force_insert=True)
    change.record("grant.given", grant, objects={"person": str(person.pk), "role": role.value})
    return grant


def withdraw(actor: Actor, *, grant: Grant, reason: str = "") -> Grant:
    """Withdraw a role; also one's own, when somebody else keeps it.

    Raises:
        Refused: LAST_ADMINISTRATOR, GONE_ALREADY, or no right.
    """
    with changing(actor, GRANT, on=grant) as change:
        lock(grant.organisation)
        found: Grant = Grant.everything.select_for_update().select_related("person").get(pk=grant.pk)
        if found.withdrawn_at is not None:
            raise Refused(codes.GONE_ALREADY)
        require_not_last(actor, found.person, found.role)
        end(change, found, reason=reason)
    return found


def end(change: Change, grant: Grant, *, reason: str) -> None:
    """Withdraw a role as a part of somebody's change that has checked it; invitations of a former administrator go too."""
    grant.withdrawn_at, grant.withdrawn_by, grant.reason = change.actor.at, change.actor.name, reason[:300]
    grant.save()
    change.record("grant.withdrawn", grant, objects={"person": str(grant.person_id), "role": grant.role})
    if grant.role == Role.ADMINISTRATOR.value:
        from sluis.portal.people.inviting import withdraw_of

        withdraw_of(change, grant.person)


def require_may_give(actor: Actor, organisation: Organisation, roles: Iterable[Role], ends_on: date | None) -> None:
    """Refuse roles that people of this kind of organisation cannot have, and the operator where others decide.

    Strict separation: the operator's administrator gives roles in another organisation only while that has no
    administrator of its own.
    """
    chosen = list(roles)
    if not chosen or (ends_on is not None and ends_on < day_of(actor.at)):
        raise Refused(own_codes.ROLES_MISSING)
    for role in chosen:
        if role not in roles_for(operator=organisation.is_operator):
            raise Refused(codes.ROLE_NOT_HERE, role=role.value)
    another = actor.organisation is not None and actor.organisation.pk != organisation.pk
    if another and administrators(organisation, day_of(actor.at)).exists():
        raise Refused(own_codes.HAS_ADMINISTRATOR)


def administrators(organisation: Organisation, today: date) -> "QuerySet[Grant]":
    """The grants of those who are administrators now and can sign in."""
    return Grant.everything.filter(  
        current_grants(today), organisation=organisation, role=Role.ADMINISTRATOR.value,
        person__is_active=True, person__left_on=None,
    )  # fmt: skip


def is_last_administrator(person: Person, today: date) -> bool:
    """Whether nobody else is administrator of the person's organisation."""
    found = set(administrators(person.organisation, today).values_list("person", flat=True))
    return found == {person.pk}


def require_not_last(actor: Actor, person: Person, role: str = Role.ADMINISTRATOR.value) -> None:
    """Keep the last administrator, unless the operator's administrator ends the role in another organisation."""
    if role != Role.ADMINISTRATOR.value or not is_last_administrator(person, day_of(actor.at)):
        return
    if actor.program or (actor.is_operator and actor.organisation and person.organisation_id != actor.organisation.pk):
        return
    raise Refused(codes.LAST_ADMINISTRATOR)


def lock(organisation: Organisation) -> None:
    """One decision at a time about who may do what in an organisation, so that two cannot each leave the other last."""
    Organisation.everything.select_for_update().get(pk=organisation.pk)


def locked(person: Person) -> Person:
    """The person as stored now, in an organisation that is locked."""
    lock(person.organisation)
    found: Person = Person.everything.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    return found


def _end_what_ran_out(change: Change, person: Person, role: Role) -> None:
    """A role whose end has passed makes room for the same role again."""
    past = Grant.everything.filter(
        person=person, role=role.value, withdrawn_at=None, ends_on__lt=day_of(change.actor.at)
    )
    for grant in past:
        grant.withdrawn_at, grant.withdrawn_by = change.actor.at, change.actor.name
        grant.save()
        change.record("grant.ended", grant)
