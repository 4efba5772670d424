"""Changing somebody's data; ending sessions or factors of somebody who lost a device. The person is told each time."""

from allauth.mfa.models import Authenticator

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Person
from sluis.portal.access.recognising import day_of
from sluis.portal.notifications.sending import send
from sluis.portal.people import granting, sessions
from sluis.portal.people.rights import CHANGE
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes


def change_person(
    actor: Actor, *, person: Person, name: str, email: str, position: str, phone: str, language: str
) -> Person:
    """Change somebody's data. A new e-mail address, to which a new password can be sent, is told to the old one.

    Raises:
        Refused: CANNOT_INVITE when the address is somebody's, PERSON_LEFT, OWN_RECORD for one's own address,
            HAS_ADMINISTRATOR for an address elsewhere, or no right.
    """
    with changing(actor, CHANGE, on=person) as change:
        found = _at_work(person)
        before, address = found.email, email.lower()
        if address != before:
            _require_address(actor, found, address)
            send(change, to=before, template="people/address-changed", facts={"name": found.name},
                 language=found.language, organisation=found.organisation)  # fmt: skip
            sessions.end_all(found)
        found.name, found.email, found.position, found.phone = name, address, position, phone
        found.language = language
        found.full_clean()
        found.save()
        change.record("person.changed", found, objects={"code": "address"} if address != before else None)
    return found


def end_sessions(actor: Actor, *, person: Person) -> int:
    """Sign somebody out everywhere.

    Raises:
        Refused: PERSON_LEFT, or no right.
    """
    with changing(actor, CHANGE, on=person) as change:
        ended = sessions.end_all(_at_work(person))
        change.record("person.sessions-ended", person, counts={"done": ended})
    return ended


def reset_factors(actor: Actor, *, person: Person) -> Person:
    """Take away the second factor of somebody who lost it; at the next sign-in a new one is set up.

    Raises:
        Refused: PERSON_LEFT, OWN_RECORD, HAS_ADMINISTRATOR elsewhere, or no right.
    """
    with changing(actor, CHANGE, on=person) as change:
        found = _at_work(person)
        if actor.person and actor.person.pk == found.pk:
            raise Refused(access_codes.OWN_RECORD)
        _require_needed(actor, found)
        removed, _ = Authenticator.objects.filter(user=found).delete()
        sessions.end_all(found)
        _tell(change, found, "people/factors-reset")
        change.record("person.factors-reset", found, counts={"done": removed})
    return found


def _at_work(person: Person) -> Person:
    found = granting.locked(person)
    if not found.is_active or found.left_on:
        raise Refused(codes.PERSON_LEFT)
    return found


def _require_needed(actor: Actor, person: Person) -> None:
    """Keep the operator out where an administrator can help: whoever sets an address and takes away the second factor
    can sign in as that person, with all that person's roles."""
    elsewhere = actor.organisation is not None and actor.organisation.pk != person.organisation_id
    helpers = granting.administrators(person.organisation, day_of(actor.at)).exclude(person=person)
    if elsewhere and helpers.exists():
        raise Refused(codes.HAS_ADMINISTRATOR)


def _require_address(actor: Actor, person: Person, address: str) -> None:
    if actor.person and actor.person.pk == person.pk:
        raise Refused(access_codes.OWN_RECORD)
    _require_needed(actor, person)
    if Person.everything.filter(email=address).exclude(pk=person.pk).exists():
        raise Refused(codes.CANNOT_INVITE)


def _tell(change: Change, person: Person, template: str) -> None:
    send(change, to=person, template=template, facts={"name": person.name})
