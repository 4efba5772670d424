"""Delivery terms: documents of the operator that everybody reads; an organisation accepts the version that counts (P-01)."""

from datetime import date

from django.db.models import QuerySet

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.models import Acceptance, Agreement
from sluis.portal.agreements.rights import REPLY
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.selectors import current
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import agreeing as codes

KIND = "terms"


def accept(actor: Actor, *, terms: Version) -> Acceptance:
    """Accept a version for one's organisation; who did it and when is on record.

    Raises:
        Refused: TERMS_DO_NOT_COUNT; GONE_ALREADY when that was done; NOT_ALLOWED by mandate, as for all that binds.
    """
    home = actor.organisation
    if home is None:
        raise Refused(access.NOT_YOURS)
    with changing(actor, REPLY, on=home) as change:
        if actor.mandate is not None:
            raise Refused(access.NOT_ALLOWED)
        if terms.pk not in {each.pk for each in counting(day_of(actor.at))}:
            raise Refused(codes.TERMS_DO_NOT_COUNT)
        if Acceptance.everything.filter(organisation=home, terms=terms).exists():
            raise Refused(access.GONE_ALREADY)
        made = Acceptance(organisation=home, terms=terms, accepted_at=actor.at, accepted_by=actor.name)
        made.full_clean()
        made.save(force_insert=True)
        about = {"document": str(terms.document_id), "digest": terms.sha256}
        change.record("terms.accepted", made, objects=about)
    return made


def published() -> "QuerySet[Document]":
    """The delivery terms; one document may be for several products (A32)."""
    found: QuerySet[Document] = Document.everything.filter(kind=KIND, public=True, organisation__is_operator=True)
    return found.order_by("title", "pk")


def counting(on: date) -> list[Version]:
    """Of each document the version that counts on a day."""
    return [found for each in published() if (found := current(each, on))]


def to_accept(organisation: Organisation, on: date) -> list[Version]:
    """What an organisation has not accepted yet."""
    done = set(Acceptance.everything.filter(organisation=organisation).values_list("terms_id", flat=True))
    return [each for each in counting(on) if each.pk not in done]


def subscribes(organisation: Organisation) -> bool:
    """Whether it has an agreement about a product; to others delivery terms do not apply."""
    held = Agreement.everything.filter(
        organisation=organisation, state__in=["offered", "signed", "in_force", "suspended"]
    ).select_related("current")
    return any(each.current.contract.regime.costs.product for each in held if each.current)
