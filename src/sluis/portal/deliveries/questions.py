"""What is asked of a manifest before anything of it is taken in; the custodian asks all of it again, from its own home."""

from datetime import datetime

from django.db.models import Q

from sluis.agreement.asking import of_delivery, require_all, retention
from sluis.agreement.claims import require_delivery
from sluis.agreement.policy import Policy
from sluis.agreement.signing import read_signed_policy
from sluis.agreement.terms import Agreement as Terms
from sluis.agreement.terms import Retention
from sluis.package.agreed import require_agreed
from sluis.package.manifest import Manifest
from sluis.portal.access.recognising import day_of
from sluis.portal.agreements.models import Flow
from sluis.portal.deliveries.models import Account, Delivery, Route
from sluis.portal.organisations.models import Certificate
from sluis.portal.oversight.trusting import trust
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as agreement_codes
from sluis.refusals.catalogue import deliverynet as codes
from sluis.specification.model import Scheme


def require_registered(party: str, role: str, key_id: str, at: datetime) -> Certificate:
    """Refuse a key whose certificate was revoked, has expired or was never registered here, or whose organisation ended.

    Raises:
        Refused: CERTIFICATE_REVOKED.
    """
    there = Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=day_of(at))
    found = Certificate.everything.filter(
        there, party_id=party, role=role, key_id=key_id, revoked_at=None, valid_from__lte=at, valid_until__gt=at
    )
    certificate = found.select_related("organisation").first()
    if certificate is None:
        raise Refused(codes.CERTIFICATE_REVOKED, party=party)
    return certificate


def route_of(account: Account, manifest: Manifest) -> Route:
    """The agreement that a manifest names, when this account delivers under it.

    Raises:
        Refused: NO_ROUTE, OTHER_AGREEMENT when somebody else's program made it.
    """
    name = manifest.claim.agreement
    if manifest.claim.source != account.party_id:
        raise Refused(agreement_codes.OTHER_AGREEMENT, agreement=name, part="source")
    route = Route.everything.filter(
        exchange=name, organisation=account.organisation, source_party=account.party_id
    ).first()
    if route is None:
        raise Refused(codes.NO_ROUTE, agreement=name)
    return route


def require_allowed(route: Route, manifest: Manifest, at: datetime) -> None:
    """Refuse what agreement, specification or policy do not allow at this moment.

    Raises:
        Refused: as `require_delivery`, `require_agreed` and `require_all`; TEST_FIRST, CORRECTS_UNKNOWN.
    """
    terms = route.terms
    require_delivery(terms, manifest.claim, tuple(Scheme), at, test=manifest.test)
    require_agreed(manifest, route.agreed)
    require_all(terms, policy_of(route, at), of_delivery(terms), at)
    if not manifest.test and not route.production_is_open:
        raise Refused(codes.TEST_FIRST, agreement=route.exchange)
    if manifest.corrects and not Delivery.everything.filter(route=route, delivery=manifest.corrects).exists():
        raise Refused(codes.CORRECTS_UNKNOWN)


def policy_of(route: Route, at: datetime) -> Policy | None:
    """The policy that the TTP signed about a route; none when there is none."""
    flow = Flow.everything.filter(exchange=route.exchange, serial__gt=0).first()
    known = trust()
    if flow is None or known is None:
        return None

    def find(_identifier: str) -> Terms:
        return route.terms

    return read_signed_policy(bytes(flow.policy), find, known, flow.issued_at or at)


def kept_for(route: Route, at: datetime) -> Retention:
    """How long results under a route stay: the stricter of agreement and policy."""
    return retention(route.terms, policy_of(route, at))


def policy_document(route: Route) -> str:
    """The signed policy as programs take it; empty when there is none."""
    flow = Flow.everything.filter(exchange=route.exchange, serial__gt=0).first()
    return bytes(flow.policy).decode() if flow else ""
