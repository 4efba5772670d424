"""The TTP drafts an agreement: cards, specification, domain and term in, the first signature on it."""

from dataclasses import dataclass, field
from datetime import date

from sluis.agreement.card import Card
from sluis.agreement.processings import STANDARD, Processing
from sluis.agreement.signing import sign
from sluis.agreement.terms import Agreement, Retention, write_terms
from sluis.home.home import Home
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures.certificates import Role
from sluis.specification.reading import read_specification
from sluis.ttp.domains import published


@dataclass(frozen=True)
class Draft:
    """What the TTP puts in front of the parties.

    Attributes:
        specification: the exact bytes of the file.
        stage_one: check values of the sources' key, real and test; empty in the polymorphic scheme.
    """

    id: str
    version: int
    source: Card
    recipient: Card
    specification: bytes
    domain: str
    domain_version: int
    starts: date
    ends: date
    stage_one: tuple[str, str] = ("", "")
    retention: Retention = field(default_factory=Retention)
    transport: bool = True
    same_organisation: bool = False
    reversible_encryption: bool = False
    countries: tuple[str, ...] = ("NL",)
    processings: tuple[Processing, ...] = STANDARD[:1]


def draft(home: Home, wanted: Draft) -> bytes:
    """The document, signed by the TTP; source and recipient sign it next.

    Raises:
        Refused: what cannot be agreed on.
    """
    home.require(Role.TTP)
    for card, role in ((wanted.source, Role.SOURCE), (wanted.recipient, Role.RECIPIENT)):
        if card.role is not role:
            raise Refused(codes.WRONG_PARTY_KIND, found=card.role.value, wanted=role.value)
    specification = read_specification(wanted.specification)
    agreement = Agreement(
        id=wanted.id,
        version=wanted.version,
        scheme=specification.scheme,
        domain=published(home, wanted.domain, wanted.domain_version, specification.scheme, wanted.stage_one),
        source=wanted.source.keys,
        recipient=wanted.recipient.keys,
        ttp=home.shelf.card.keys,
        specification_name=specification.name,
        specification_version=specification.version,
        specification_sha256=specification.sha256,
        starts=wanted.starts,
        ends=wanted.ends,
        retention=wanted.retention,
        transport=wanted.transport,
        same_organisation=wanted.same_organisation,
        reversible_encryption=wanted.reversible_encryption,
        countries=wanted.countries,
        processings=wanted.processings,
    )
    home.record("agreement.drafted", objects={"agreement": wanted.id, "source": wanted.source.keys.id})
    return sign(write_terms(agreement), home.signer())
