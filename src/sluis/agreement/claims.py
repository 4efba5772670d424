"""The question that every program asks before it touches personal data: may this happen, now, under this agreement?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sluis.agreement.processings import Verb
from sluis.agreement.terms import Agreement
from sluis.deadlines import day_of
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.refusals.catalogue import policies
from sluis.specification.model import Scheme, Specification


@dataclass(frozen=True, slots=True)
class Claim:
    """What a package says that it keeps to."""

    agreement: str
    agreement_version: int
    agreement_sha256: str
    specification_sha256: str
    scheme: str
    domain: str
    domain_version: int
    source: str
    source_key: str
    recipient: str
    recipient_content: str
    recipient_point: str
    ttp: str


def claim(agreement: Agreement, *, test: bool) -> Claim:
    """What a package under this agreement must say, and all that it may say."""
    return Claim(
        agreement=agreement.id,
        agreement_version=agreement.version,
        agreement_sha256=agreement.sha256,
        specification_sha256=agreement.specification_sha256,
        scheme=agreement.scheme.value,
        domain=agreement.domain.name,
        domain_version=agreement.domain.version,
        source=agreement.source.id,
        source_key=agreement.source.signing,
        recipient=agreement.recipient.id,
        recipient_content=agreement.recipient.content_key(test=test),
        recipient_point=agreement.recipient.share(test=test),
        ttp=agreement.ttp.id,
    )


def require_in_force(agreement: Agreement, at: datetime) -> None:
    """Refuse before the first and after the last day.

    Raises:
        Refused: NOT_IN_FORCE.
    """
    if not agreement.in_force(at):
        raise Refused(
            codes.NOT_IN_FORCE,
            agreement=agreement.id,
            starts=agreement.starts.isoformat(),
            ends=agreement.ends.isoformat(),
        )


def require_domain_key(agreement: Agreement, others: Iterable[Agreement]) -> None:
    """Refuse an agreement by which one domain would have two keys, or two domains one.

    With two keys the pseudonyms of two sources would not join; with one, those of two recipients would.

    Args:
        others: agreements that this party has accepted, of any version.
    Raises:
        Refused: DOMAIN_KEY.
    """
    mine = agreement.domain
    for domain in (one.domain for one in others if one.ttp.id == agreement.ttp.id):
        same = (domain.name, domain.version) == (mine.name, mine.version)
        shared = {domain.check, domain.check_test} & {mine.check, mine.check_test}
        if (domain != mine) if same else shared:
            raise Refused(codes.DOMAIN_KEY, domain=mine.name, version=mine.version)


def require_claim(agreement: Agreement, made: Claim, *, test: bool) -> None:
    """Refuse a package that does not keep to the agreement in force, and name the part.

    Raises:
        Refused: SUPERSEDED for an older version of this agreement, OTHER_AGREEMENT for any other difference.
    """
    if made.agreement == agreement.id and made.agreement_version < agreement.version:
        raise Refused(codes.SUPERSEDED, agreement=agreement.id, version=made.agreement_version)
    wanted = claim(agreement, test=test)
    for part in Claim.__dataclass_fields__:
        if getattr(made, part) != getattr(wanted, part):
            raise Refused(codes.OTHER_AGREEMENT, agreement=agreement.id, part=part)


def require_scheme(agreement: Agreement, allowed: tuple[Scheme, ...]) -> None:
    """Refuse a scheme that a party's own settings do not allow.

    Raises:
        Refused: SCHEME_NOT_ALLOWED.
    """
    if agreement.scheme not in allowed:
        raise Refused(codes.SCHEME_NOT_ALLOWED, scheme=agreement.scheme.value)


def require_row(agreement: Agreement, verb: Verb, country: str = "") -> None:
    """Refuse what no row of annex 1 allows, or not in this country; a processor has no purposes of its own (Z-07).

    Args:
        country: where it happens; empty when it is not the processor that does it.
    Raises:
        Refused: ROW_MISSING, ROW_ELSEWHERE.
    """
    rows = [row for row in agreement.processings if verb in row.verbs]
    if not rows:
        raise Refused(policies.ROW_MISSING, agreement=agreement.id, verb=verb.value)
    if country and not any(country in row.countries and country in agreement.countries for row in rows):
        raise Refused(policies.ROW_ELSEWHERE, agreement=agreement.id, verb=verb.value, country=country)


def require_specification(agreement: Agreement, specification: Specification, at: datetime) -> None:
    """Refuse another specification than the agreed one, or one that is not valid today.

    Raises:
        Refused: OTHER_SPECIFICATION, OUTSIDE_VALIDITY.
    """
    if specification.sha256 != agreement.specification_sha256 or specification.scheme is not agreement.scheme:
        raise Refused(codes.OTHER_SPECIFICATION)
    day = day_of(at)
    first, last = specification.valid_from or day, specification.valid_until or day
    if not first <= day <= last:
        raise Refused(codes.OUTSIDE_VALIDITY)


def require_delivery(
    agreement: Agreement, made: Claim, allowed: tuple[Scheme, ...], at: datetime, *, test: bool
) -> None:
    """What TTP and recipient ask before they touch a delivery.

    Args:
        made: what the delivery claims.
        allowed: the schemes that this party's settings allow.
    Raises:
        Refused: NOT_IN_FORCE, SCHEME_NOT_ALLOWED, SUPERSEDED, OTHER_AGREEMENT.
    """
    require_in_force(agreement, at)
    require_scheme(agreement, allowed)
    require_claim(agreement, made, test=test)
