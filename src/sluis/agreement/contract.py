"""What two parties agree on, as one frozen value with exact bytes: what they sign, and what the programs obey.

    parties      controller and processor
    service      the service agreement to which it is attached
    statutory    what the law says about it
    annexes      processings, measures, subprocessors, contacts
    flows        deliveries of the exchange that happen under it
    regime       everything that agreements differ in

A document in other words, such as another organisation's model, has the same value beside it: `references` then say
where in that document each clause stands.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from sluis.agreement.clauses import Clause
from sluis.agreement.plain import plain, read
from sluis.agreement.processings import Processing, Verb
from sluis.agreement.regime import Regime
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures import exact

FORMAT = "sluis-contract/1"
LIMIT_BYTES = 1 << 20
_DEPTH = 8


class Side(StrEnum):
    """A party's side."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"

    @property
    def other(self) -> "Side":
        """The counterparty."""
        return Side.PROCESSOR if self is Side.CONTROLLER else Side.CONTROLLER


class ContactKind(StrEnum):
    """What somebody is to be called for."""

    DPO = "dpo"
    CONTRACT_MANAGER = "contract_manager"
    ADVISER = "adviser"
    PRIMARY = "primary"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two.

    Attributes:
        legal_representative: who represents it, in that `position`.
    """

    statutory_name: str
    street_address: str = ""
    postcode: str = ""
    city: str = ""
    chamber_of_commerce_number: str = ""
    legal_representative: str = ""
    position: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class MainAgreement:
    """The service agreement; a processing agreement is always attached to one.

    Attributes:
        purpose_contract: title of a contract of others to which the purpose is bound, with its tender number and parties.
    """

    number: str = ""
    title: str = ""
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    purpose_contract: str = ""
    tender_number: str = ""
    contract_parties: tuple[str, ...] = ()
    forum: str = ""


@dataclass(frozen=True, slots=True)
class Statutory:
    """What the law says about the deliveries.

    Attributes:
        duty: the controller must deliver by law (Wkkgz art. 11q).
        registry: name of the quality registry, with its entry in the statutory register and its holder.
        free_of_charge: no price per delivery to the registry.
        pseudonymise_first: nothing is delivered that was not pseudonymised.
    """

    duty: bool = False
    registry: str = ""
    registry_entry: str = ""
    registry_holder: str = ""
    free_of_charge: bool = True
    pseudonymise_first: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """A security measure; `number` is that of a standard, the words are ours."""

    number: str
    text: str
    standard: str = "NEN 7510"


@dataclass(frozen=True, slots=True)
class ListedSubprocessor:
    """A subprocessor as it stands in the annex."""

    name: str
    address: str
    country: str
    service: str
    data: str = ""
    trade_register_number: str = ""
    transfer_outside_eea: bool = False
    agreement_description: str = ""
    certificates: tuple[str, ...] = ()
    conditions: str = ""
    in_use: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call about a breach."""

    side: Side
    kind: ContactKind
    name: str
    email: str
    phone: str
    position: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Deliveries of the exchange under this agreement.

    Attributes:
        agreement: id of the exchange's agreement with the keys of source, recipient and TTP.
        source: party id of the source.
        recipient: party id of the recipient; the only one to whom results go.
        recipient_name: its full name.
        country: of the recipient.
        domain: where pseudonyms are equal.
        specification: name of the data specification; which version counts follows from the day.
        transport: results go to the recipient; else they return to the source (Z-38).
    """

    agreement: str
    source: str
    recipient: str
    recipient_name: str
    country: str = "NL"
    domain: str = ""
    specification: str = ""
    transport: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a clause stands in a document in other words."""

    clause: Clause
    text: str


@dataclass(frozen=True, slots=True)
class Contract:
    """All of it.

    Attributes:
        number: of the agreement, `VO-2026-014`; the same for all versions.
        version: from 1.
        programme: for the citation title.
        starts_on: first day; none for the day on which the last party signs.
        ends_on: last day, when the parties agreed on one; none for what the regime and the service agreement say.
        data_subject_count: about how many people it concerns; 0 for not said.
        norms: what the controller sets for methods, products and documentation.
        model: whose model the document follows; empty for our own.
    """

    number: str
    version: int
    controller: Party
    processor: Party
    service: MainAgreement = MainAgreement()
    programme: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    statutory: Statutory = Statutory()
    activities: str = ""
    general_purpose: str = ""
    data_subject_count: int = 0
    processings: tuple[Processing, ...] = ()
    measures: tuple[Measure, ...] = ()
    norms: tuple[str, ...] = ()
    subprocessors: tuple[ListedSubprocessor, ...] = ()
    contacts: tuple[Contact, ...] = ()
    flows: tuple[Flow, ...] = ()
    regime: Regime = field(default_factory=Regime)
    model: str = ""
    references: tuple[Reference, ...] = ()
    sha256: str = field(default="", compare=False)

    @property
    def verbs(self) -> frozenset[Verb]:
        """What any row of annex 1 allows."""
        return frozenset(verb for row in self.processings for verb in row.verbs)

    def rows(self, verb: Verb) -> tuple[Processing, ...]:
        """The rows of annex 1 that allow something."""
        return tuple(row for row in self.processings if verb in row.verbs)

    def countries(self, verb: Verb) -> frozenset[str]:
        """Where it may be done: the most restrictive of the agreement and its rows (A1)."""
        agreed = frozenset(self.regime.place.countries)
        rows = [frozenset(row.countries) for row in self.rows(verb)]
        return agreed & frozenset.union(*rows) if rows else frozenset()

    def flow(self, agreement: str) -> Flow | None:
        """The deliveries under an agreement of the exchange, if there are."""
        return next((each for each in self.flows if each.agreement == agreement), None)

    @property
    def signed(self) -> "Contract":
        """With the digest of its exact bytes."""
        return replace(self, sha256=sha256(write_contract(self)).hexdigest())


def write_contract(contract: Contract) -> bytes:
    """The exact bytes, of which both parties sign the digest."""
    return exact.dump({"format": FORMAT, "contract": plain(contract)})


def read_contract(data: bytes) -> Contract:
    """The contract in these bytes.

    Raises:
        Refused: UNREADABLE, naming the part that is missing, unknown or of another kind.
    """
    value = exact.load(data, limit=LIMIT_BYTES, depth=_DEPTH)
    if value.get("format") != FORMAT or set(value) != {"format", "contract"}:
        raise Refused(codes.UNREADABLE, part="format")
    try:
        contract: Contract = read(Contract, value["contract"])
    except ValueError as error:
        raise Refused(codes.UNREADABLE, part=str(error)) from None
    return replace(contract, sha256=sha256(data).hexdigest())
