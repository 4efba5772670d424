"""Invented organisations and persons for tests, made as programs make them; actors and browsers for them."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Grant, Mandate, Organisation, Person, Statement
from sluis.portal.access.recognising import day_of, recognise
from sluis.portal.access.roles import Role

_numbers = itertools.count(1)


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def today() -> date:
    """This day, in the Netherlands, which is not always that of UTC."""
    return day_of(now())


def tester(at: datetime | None = None) -> Actor:
    """A program, which may do everything."""
    return program("test", at or now(), "test")


def make(record: Any) -> Any:
    """Store a record of an organisation."""
    with keeping(tester()) as change:
        record.save(force_insert=True)
        change.record("test.made", record if not isinstance(record, Authenticator) else None)
    return record


def organisation(name: str = "", *, operator: bool = False, **fields: Any) -> Organisation:
    """An organisation."""
    made = make(Organisation(name=name or f"Zorggroep Verzonnen {next(_numbers)}", is_operator=operator, **fields))
    assert isinstance(made, Organisation)
    return made


def person(home: Organisation, *roles: Role, factor: bool = True, statement: bool = True, **fields: Any) -> Person:
    """A person of an organisation who has what access needs, unless a test leaves it out."""
    number = next(_numbers)
    fields = {"name": f"Proef Persoon {number:04}", "email": f"proef{number}@voorbeeld.example"} | fields
    made = Person(organisation=home, **fields)
    made.set_unusable_password()
    make(made)
    for role in roles:
        make(Grant(organisation=home, person=made, role=role.value, granted_at=now(), granted_by="program:test"))
    if statement:
        signed = date.today() - timedelta(days=30)
        make(Statement(organisation=home, person=made, signed_on=signed, recorded_by="program:test"))
    if factor:
        TOTP.activate(made, generate_totp_secret())
    return made


def actor(who: Person, at: datetime | None = None, mandate: Mandate | None = None) -> Actor:
    """Who somebody is at a moment."""
    fresh = Person.everything.select_related("organisation").get(pk=who.pk)
    return recognise(fresh, at or now(), mandate=mandate.pk if mandate else None)


class Browser(Client):
    """Django's test client, over TLS as far as the portal can see."""

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        """Every request."""
        return super().generic(*args, **kwargs | {"secure": True})


def browser(who: Person | None = None) -> Client:
    """A browser in which somebody is signed in."""
    made = Browser(headers={"host": "localhost"})
    if who is not None:
        made.force_login(who)
    return made
