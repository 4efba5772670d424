"""What others may ask about organisations. Programs and services ask; pages limit what they ask for themselves."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Mandate, Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.codes import CodeKind, canonical, could_be
from sluis.portal.organisations.models import (
    Certificate,
    Enrolment,
    Party,
    PartyCode,
    PartyRole,
    Representative,
    Revision,
    Succession,
)
from sluis.refusals import Refused
from sluis.refusals.catalogue import organisations as codes

Z_01 = ("statutory_name", "visiting_street", "visiting_postcode", "visiting_city", "chamber_of_commerce_number")
"""What an agreement must name of a party, beside who represents it."""


def by_code(kind: CodeKind | str, code: str, on: date) -> Organisation | None:
    """The organisation that a code leads to on a day.

    A code of an organisation that was merged or taken over leads to the successor, unless somebody else has the code now.
    """
    try:
        kind = CodeKind(kind)
        text = canonical(kind, code)
    except (Refused, ValueError):
        return None
    found = PartyCode.everything.filter(kind=kind.value, code=text).select_related("organisation")
    now = found.filter(PartyCode.in_force(on)).first()
    if now is not None:
        return successor_of(now.organisation, on)
    last = found.filter(ends_on__lt=on).order_by("-ends_on").first()
    if last is None or last.ends_on is None:
        return None
    heir = successor_of(last.organisation, on)
    ended = last.organisation.ended_on
    kept_to_the_end = ended is not None and last.ends_on >= ended - timedelta(days=1)
    return heir if kept_to_the_end and heir.pk != last.organisation.pk else None


def successor_of(organisation: Organisation, on: date) -> Organisation:
    """Who stands in the place of an organisation on a day; itself, when nobody does."""
    seen = set()
    while organisation.pk not in seen:
        seen.add(organisation.pk)
        step = Succession.everything.filter(organisation=organisation, leads=True, happens_on__lte=on)
        next_one = step.select_related("successor").first()
        if next_one is not None:
            organisation = next_one.successor
    return organisation


def find(text: str, on: date) -> Organisation:
    """The organisation that somebody means by a number or a code.

    Raises:
        Refused: ORGANISATION_NOT_FOUND, CODE_AMBIGUOUS.
    """
    text = text.strip()
    party = Party.everything.filter(number__iexact=text).select_related("organisation").first()
    if party is not None:
        return party.organisation
    met = {found.pk: found for kind, code in could_be(text) if (found := by_code(kind, code, on))}
    if len(met) > 1:
        raise Refused(codes.CODE_AMBIGUOUS)
    for found in met.values():
        return found
    raise Refused(codes.ORGANISATION_NOT_FOUND)


def party_of(organisation: Organisation) -> Party | None:
    """The data of an organisation, when it has been entered."""
    found: Party | None = Party.everything.filter(organisation=organisation).first()
    return found


def roles_of(organisation: Organisation, on: date) -> frozenset[str]:
    """What an organisation is on a day."""
    return frozenset(
        PartyRole.everything.filter(PartyRole.in_force(on), organisation=organisation).values_list("kind", flat=True)
    )


def missing_data(organisation: Organisation, on: date) -> list[str]:
    """Names of what an agreement needs of a party and is not there yet."""
    party = party_of(organisation)
    missing = [name for name in Z_01 if not getattr(party, name, "")]
    signs = Representative.everything.filter(Representative.in_force(on), organisation=organisation)
    return missing if signs.exists() else [*missing, "legal_representative"]


def data_at(organisation: Organisation, at: datetime) -> dict[str, Any]:
    """The data of a party as they were at a moment: what an agreement was based on (P-09)."""
    from sluis.portal.organisations.remembering import values

    party = party_of(organisation)
    if party is None:
        return {}
    found = values(party)
    later = Revision.everything.filter(record=party.subject, made_at__gt=at).order_by("-made_at", "-pk")
    for revision in later:
        found.update({name: change[0] for name, change in revision.changes.items()})
    return found


def mandates_to_work_under(actor: Actor) -> list[Mandate]:
    """The mandates that somebody's own organisation holds and that allow one of this person's roles."""
    from sluis.portal.tasks.selectors import roles_of as roles_of_person

    if actor.person is None or actor.home is None or actor.closed is not None:
        return []
    today = day_of(actor.at)
    there = Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=today)
    held = Mandate.everything.filter(Mandate.in_force(today), there, holder=actor.home)
    found = list(held.select_related("organisation").order_by("organisation__name", "flow", "pk"))
    if not found:
        return []
    own = Actor(actor.at, actor.access_point, person=actor.person, home=actor.home, organisation=actor.home)
    roles = {row["role"] for row in roles_of_person(own)}
    return [mandate for mandate in found if roles & set(mandate.roles)]


def enrolments_to_issue() -> list[Enrolment]:
    """Enrolments whose card was shown with the right code, oldest first; for the custodian."""
    waiting = Enrolment.everything.filter(state=Enrolment.State.PRESENTED, organisation__ended_on=None)
    return list(waiting.select_related("organisation").order_by("presented_at", "pk"))


def certificates_in_force(at: datetime, organisations: Iterable[Organisation] | None = None) -> list[Certificate]:
    """Certificates that count at a moment: valid, not revoked, of organisations that are there."""
    there = Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=day_of(at))
    found = Certificate.everything.filter(there, valid_from__lte=at, valid_until__gt=at, revoked_at=None)
    if organisations is not None:
        found = found.filter(organisation__in=organisations)
    return list(found.select_related("organisation").order_by("valid_until", "pk"))
