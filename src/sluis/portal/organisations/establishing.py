"""Establishments, what a party is, and who may sign for it: dated records of its data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.organisations.choices import PartyRoleKind
from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.coding import place
from sluis.portal.organisations.keeping import add, alter, finish, locked
from sluis.portal.organisations.models import Establishment, PartyCode, PartyRole, Representative
from sluis.portal.organisations.remembering import remember, values
from sluis.portal.organisations.rights import CHANGE
from sluis.refusals import Refused
from sluis.refusals.catalogue import organisations as refusals


def open_establishment(
    actor: Actor, *, organisation: Organisation, data: Mapping[str, Any], codes: Mapping[CodeKind, str]
) -> Establishment:
    """Record an establishment with the codes that it has from its first day.

    Raises:
        ValidationError: the data cannot be so.
        Refused: CODE_FORM, CODE_TAKEN.
    """
    place_of = Establishment(organisation=organisation, **data)
    with changing(actor, CHANGE, on=organisation) as change:
        place_of.full_clean()
        place_of.save(force_insert=True)
        remember(change, place_of, {}, "establishment.opened")
        for kind, code in codes.items():
            place(
                PartyCode(
                    organisation=organisation,
                    establishment=place_of,
                    kind=kind.value,
                    code=code,
                    starts_on=place_of.starts_on,
                    ends_on=place_of.ends_on,
                )
            )
        change.record("establishment.opened", place_of)
    return place_of


def change_establishment(actor: Actor, *, establishment: Establishment, data: Mapping[str, Any]) -> Establishment:
    """Change its name, address or days."""
    return alter(actor, CHANGE, establishment, "establishment.changed", data)


def close_establishment(actor: Actor, *, establishment: Establishment, last_day: date) -> Establishment:
    """Let it exist until and including a day; its codes end with it.

    Raises:
        Refused: PERIOD_CLOSED.
    """
    with changing(actor, CHANGE, on=establishment) as change:
        found = locked(Establishment, establishment.pk)
        if last_day < found.starts_on or (found.ends_on and found.ends_on <= last_day):
            raise Refused(refusals.PERIOD_CLOSED)
        before = values(found)
        found.ends_on = last_day
        found.save()
        for code in PartyCode.everything.filter(establishment=found).filter(PartyCode.overlapping(last_day, None)):
            code.ends_on = max(last_day, code.starts_on)
            code.save()
        remember(change, found, before, "establishment.closed")
        change.record("establishment.closed", found)
    return found


def take_role(actor: Actor, *, organisation: Organisation, kind: PartyRoleKind, starts_on: date) -> PartyRole:
    """A party becomes something as well."""
    made = PartyRole(organisation=organisation, kind=kind.value, starts_on=starts_on)
    return add(actor, CHANGE, made, "partyrole.taken", objects={"code": kind.value})


def end_role(actor: Actor, *, role: PartyRole, last_day: date) -> PartyRole:
    """It is so until and including a day.

    Raises:
        Refused: PERIOD_CLOSED.
    """
    return finish(actor, CHANGE, role, "partyrole.ended", last_day)


def add_representative(actor: Actor, *, organisation: Organisation, data: Mapping[str, Any]) -> Representative:
    """Somebody may sign for a party."""
    return add(actor, CHANGE, Representative(organisation=organisation, **data), "representative.added")


def change_representative(actor: Actor, *, representative: Representative, data: Mapping[str, Any]) -> Representative:
    """Change who it is, or how far it goes."""
    return alter(actor, CHANGE, representative, "representative.changed", data)


def end_representative(actor: Actor, *, representative: Representative, last_day: date) -> Representative:
    """Somebody may sign until and including a day.

    Raises:
        Refused: PERIOD_CLOSED.
    """
    return finish(actor, CHANGE, representative, "representative.ended", last_day)
