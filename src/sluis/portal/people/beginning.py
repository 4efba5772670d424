"""The first person: a link that the serving program prints makes the operator and its first administrator."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Grant, Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.people import tokens
from sluis.portal.people.models import Beginning
from sluis.refusals import Refused
from sluis.refusals.catalogue import people as codes

VALID = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Founder:
    """What the first person fills in."""

    organisation: str
    name: str
    email: str
    password: str
    language: str


def begin_link(at: datetime) -> str | None:
    """A new link to begin with, good for a day and for one use; earlier links are void. None when there is an operator."""
    if _has_begun():
        return None
    token, digest = tokens.new()
    with transaction.atomic():
        Beginning.objects.all().delete()
        Beginning.objects.create(digest=digest, expires_at=at + VALID)
    return tokens.link("people:begin-link", token)


def counts(digest: str, at: datetime) -> bool:
    """Whether a link can still be used."""
    return not _has_begun() and Beginning.objects.filter(digest=digest, expires_at__gt=at).exists()


def begin(at: datetime, *, digest: str, founder: Founder) -> Person:
    """Make the operator and its first administrator.

    Raises:
        Refused: LINK_SPENT, also when somebody else was just before.
    """
    actor, hashed = program("beginning", at), make_password(founder.password)
    try:
        with keeping(actor) as change:
            _use(digest, at)
            operator = Organisation(name=founder.organisation, is_operator=True)
            operator.full_clean()
            operator.save(force_insert=True)
            change.record("organisation.begun", operator)
            person = _administrator(actor, operator, founder, hashed)
            change.record("person.joined", person)
    except IntegrityError:
        raise Refused(codes.LINK_SPENT) from None
    return person


def _use(digest: str, at: datetime) -> None:
    used, _ = Beginning.objects.filter(digest=digest, expires_at__gt=at).delete()
    if not used or _has_begun():
        raise Refused(codes.LINK_SPENT)
    Beginning.objects.all().delete()


def _administrator(actor: Actor, operator: Organisation, founder: Founder, hashed: str) -> Person:
    person = Person(
        organisation=operator, name=founder.name, email=founder.email.lower(), language=founder.language,
        joined_on=day_of(actor.at), password=hashed,
    )  # fmt: skip
    person.full_clean()
    person.save(force_insert=True)
    Grant(
        organisation=operator, person=person, role=Role.ADMINISTRATOR.value, granted_at=actor.at, granted_by=actor.name
    ).save(force_insert=True)
    return person


def _has_begun() -> bool:
    return bool(Organisation.everything.filter(is_operator=True).exists())
