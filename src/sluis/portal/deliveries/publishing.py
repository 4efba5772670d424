"""Agreements of the exchange, as the custodian publishes them: who delivers to whom, by the keys in the agreement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sluis.agreement.terms import Agreement as Terms
from sluis.agreement.terms import PartyKeys, is_one
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.deliveries.models import Route
from sluis.portal.deliveries.rights import WORK
from sluis.portal.organisations.models import Certificate, ExchangeRole


@dataclass(frozen=True, slots=True)
class Published:
    """An agreement in a TTP's home.

    Attributes:
        terms: as it was read and verified there.
        document: the agreement with its three signatures.
        specification: exact bytes.
        accepted_at: when the TTP took it into use.
    """

    terms: Terms
    document: bytes
    specification: bytes
    accepted_at: datetime


def to_publish(found: Iterable[Published]) -> list[tuple[Published, Organisation, Organisation]]:
    """Those that are new here, with the organisations of source and recipient; none whose certificates nobody has."""
    known = dict(Route.everything.values_list("exchange", "sha256"))
    new = []
    for one in found:
        if known.get(one.terms.id) == one.terms.sha256:
            continue
        source = organisation_of(one.terms.source, ExchangeRole.SOURCE)
        recipient = organisation_of(one.terms.recipient, ExchangeRole.RECIPIENT)
        if source is not None and recipient is not None:
            new.append((one, source, recipient))
    return new


def organisation_of(keys: PartyKeys, role: ExchangeRole) -> Organisation | None:
    """Whose program has this key; none when its certificate is not registered."""
    found = Certificate.everything.filter(key_id=keys.signing, party_id=keys.id, role=role.value)
    certificate = found.select_related("organisation").first()
    return certificate.organisation if certificate else None


def publish(actor: Actor, published: Published, source: Organisation, recipient: Organisation) -> Route:
    """Let programs deliver under an agreement; a new version replaces the earlier one, and its test counts no more when
    the data are others."""
    terms = published.terms
    with changing(actor, WORK) as change:
        route = Route.everything.select_for_update().filter(exchange=terms.id).first()
        new = route is None
        if route is None:
            route = Route(exchange=terms.id)
        elif route.terms.specification_sha256 != terms.specification_sha256:
            route.tested_at, route.tested_by = None, ""
        route.__dict__.pop("terms", None)
        route.__dict__.pop("agreed", None)
        route.organisation = source
        route.recipient = source if not terms.transport or is_one(terms.source, terms.recipient) else recipient
        route.version, route.sha256, route.accepted_at = terms.version, terms.sha256, published.accepted_at
        route.document, route.specification = published.document, published.specification
        route.source_party, route.recipient_party = terms.source.id, terms.recipient.id
        route.starts_on, route.ends_on = terms.starts, terms.ends
        route.full_clean(exclude=["document", "specification"])
        route.save(force_insert=new)
        change.record("route.published", route, objects={"agreement": terms.id, "digest": terms.sha256})
    return route
