"""An organisation ends: nobody signs in, nothing holds any more, and what it was stays to be read."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Mandate, Organisation
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.models import (
    Assignment,
    Enrolment,
    Establishment,
    Membership,
    PartyCode,
    PartyRole,
    Representative,
)
from sluis.portal.organisations.models.dated import Dated
from sluis.portal.organisations.remembering import remember, values
from sluis.portal.organisations.rights import REGISTER
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

_WITH_IT: tuple[type[Dated], ...] = (PartyCode, PartyRole, Establishment, Representative, Membership, Assignment)
"""What ends with an organisation, codes before the establishments that they are of."""

OPEN = (Enrolment.State.ASKED, Enrolment.State.CODED, Enrolment.State.PRESENTED)


@dataclass(frozen=True, slots=True)
class Consequences:
    """How much an end touches."""

    persons: int
    mandates: int
    members: int
    enrolments: int
    certificates: int


def end(actor: Actor, *, organisation: Organisation, on: date, reason: Ended, words: str = "") -> Organisation:
    """End an organisation.

    Args:
        actor: the operator's staff.
        organisation: which.
        on: the first day on which it is no more.
        reason: why, as a code that the evidence holds.
        words: why, in words that the history holds.
    Raises:
        Refused: OPERATOR_STAYS, GONE_ALREADY.
    """
    with changing(actor, REGISTER, on=organisation) as change:
        held = locked(Organisation, organisation.pk)
        if held.ended_on is not None:
            raise Refused(access.GONE_ALREADY)
        close(change, held, on)
        remember_end(change, held, words or reason.value)
        change.record("organisation.ended", held, objects={"code": reason.value})
    return held


def close(change: Change, held: Organisation, on: date) -> None:
    """End an organisation within a change, and all that cannot be without it.

    Raises:
        Refused: OPERATOR_STAYS.
    """
    if held.is_operator:
        raise Refused(codes.OPERATOR_STAYS)
    held.ended_on = on
    held.save(update_fields=["ended_on"])
    last = on - timedelta(days=1)
    for model in _WITH_IT:
        which = Q(organisation=held) | (Q(group=held) if model is Membership else Q(pk__in=()))
        for record in model.everything.filter(which).filter(model.overlapping(on, None)):
            _cut(record, last)
    _end_mandates(change, held, last)
    for enrolment in Enrolment.everything.filter(organisation=held, state__in=OPEN):
        enrolment.state, enrolment.closed_at, enrolment.code_digest = Enrolment.State.WITHDRAWN, change.actor.at, ""
        enrolment.save()


def remember_end(change: Change, held: Organisation, reason: str) -> None:
    """Keep the end in the history of the party's data."""
    from sluis.portal.organisations.models import Party

    party = Party.everything.filter(organisation=held).first()
    if party is not None:
        remember(change, party, values(party), "organisation.ended", reason=reason)


def _cut(record: Dated, last: date) -> None:
    """Let it end; what had not begun never happens."""
    if record.starts_on > last:
        record.delete()
        return
    record.ends_on = last
    record.save()


def _end_mandates(change: Change, held: Organisation, last: date) -> None:
    """Those that it gave and those that it holds."""
    either = Q(organisation=held) | Q(holder=held)
    for mandate in Mandate.everything.filter(either, revoked_at=None).filter(Q(ends_on=None) | Q(ends_on__gt=last)):
        if mandate.starts_on > last:
            mandate.revoked_at, mandate.revoked_by = change.actor.at, change.actor.name
        else:
            mandate.ends_on = last
        mandate.save()
