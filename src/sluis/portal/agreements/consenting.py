"""Explicit written consents of the controller; only the controller gives them, and takes them back."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.agreements.models import Agreement, Consent
from sluis.portal.agreements.rights import WARRANT
from sluis.portal.agreements.wording import ConsentKind
from sluis.portal.organisations.keeping import locked
from sluis.refusals import Refused
from sluis.refusals.catalogue import access


def give(
    actor: Actor,
    *,
    agreement: Agreement,
    kind: ConsentKind,
    about: str,
    country: str = "",
    until: date | None = None,
) -> Consent:
    """Consent, in writing: the words are kept, with who gave it and when."""
    with changing(actor, WARRANT, on=agreement) as change:
        made = Consent(
            organisation=agreement.organisation, agreement=agreement, kind=kind.value, about=about.strip(),
            country=country.upper(), until=until, given_on=day_of(actor.at), given_by=actor.name,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("agreement.consented", made, objects={"agreement": str(agreement.pk), "code": kind.value})
    return made


def withdraw(actor: Actor, *, consent: Consent) -> Consent:
    """Take a consent back, from today.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, WARRANT, on=consent) as change:
        found = locked(Consent, consent.pk)
        if found.withdrawn_on is not None:
            raise Refused(access.GONE_ALREADY)
        found.withdrawn_on = day_of(actor.at)
        found.save()
        change.record("agreement.consent-withdrawn", found, objects={"agreement": str(found.agreement_id)})
    return found


def standing_consents(agreement: Agreement, kind: ConsentKind, at: datetime) -> "QuerySet[Consent]":
    """The consents that count on the day of a moment."""
    today = day_of(at)
    return Consent.everything.filter(
        Q(until=None) | Q(until__gte=today), agreement=agreement, kind=kind.value, withdrawn_on=None
    )


def consented_countries(agreement: Agreement, at: datetime) -> frozenset[str]:
    """The countries to which the controller consented beyond what was agreed."""
    found = standing_consents(agreement, ConsentKind.COUNTRY, at).exclude(country="")
    return frozenset(found.values_list("country", flat=True))
