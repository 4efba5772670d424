"""From a person to an actor: the grants, statement, second factor and mandate that count at this moment."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.db.models import Q

from sluis.portal.access.actor import Actor, nobody
from sluis.portal.access.models import Grant, Mandate, Person, Statement
from sluis.portal.access.rights import DECLARED
from sluis.portal.access.roles import Role
from sluis.refusals import Code
from sluis.refusals.catalogue import access as codes

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def day_of(at: datetime) -> date:
    """The day on which a moment falls here."""
    return at.astimezone(AMSTERDAM).date()


def recognise(person: Person | None, at: datetime, *, mandate: UUID | None = None) -> Actor:
    """The actor that a person is now.

    Args:
        person: who is signed in; none for nobody.
        at: now.
        mandate: under which the person chose to work, if any; one that no longer counts is left out.
    """
    if person is None or not person.is_active:
        return nobody(at)
    today = day_of(at)
    home = person.organisation
    chosen = _mandate(person, mandate, today) if mandate else None
    roles = _roles(person, today)
    operator = home.is_operator
    if chosen:
        roles, operator = roles & {Role(role) for role in chosen.roles}, False
    return Actor(
        at=at,
        access_point="portal",
        person=person,
        home=home,
        organisation=chosen.organisation if chosen else home,
        mandate=chosen,
        rights=_rights(roles, operator=operator, by_mandate=chosen is not None),
        closed=_closed(person, today),
    )


def _roles(person: Person, today: date) -> frozenset[Role]:
    current = Grant.everything.filter(person=person, withdrawn_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return frozenset(Role(role) for role in current.values_list("role", flat=True))


def _rights(roles: frozenset[Role], *, operator: bool, by_mandate: bool) -> frozenset[str]:
    possible = (right for right in DECLARED.values() if right.by_mandate or not by_mandate)
    return frozenset(right.name for right in possible if any(right.held_by(role, operator=operator) for role in roles))


def _mandate(person: Person, mandate: UUID, today: date) -> Mandate | None:
    found = Mandate.everything.filter(Mandate.in_force(today), pk=mandate, holder=person.organisation)
    there = Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=today)
    return found.select_related("organisation").filter(there).first()


def _closed(person: Person, today: date) -> Code | None:
    """Why somebody who is signed in may do nothing; the first thing that has to be put right."""
    home = person.organisation
    if (home.ended_on and home.ended_on <= today) or (person.left_on and person.left_on <= today):
        return codes.HAS_LEFT
    if home.needs_second_factor and not _has_second_factor(person):
        return codes.SECOND_FACTOR_MISSING
    if not Statement.everything.filter(Statement.in_force(today), person=person).exists():
        return codes.STATEMENT_MISSING
    return None


def _has_second_factor(person: Person) -> bool:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())
