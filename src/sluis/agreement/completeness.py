"""What an agreement still lacks before it can be offered, and so can never come into force without."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import ContactKind, Contract, Party, Side
from sluis.agreement.numbering import applying, article
from sluis.agreement.processings import Processing
from sluis.agreement.regime import BreachContacts, SubprocessorRegime, TermType
from sluis.deadlines import Unit
from sluis.refusals import Refused
from sluis.refusals.catalogue import contracts as codes

EEA = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
     "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK")
)  # fmt: skip
"""The European Economic Area: the Union's 27 and Iceland, Liechtenstein and Norway."""

_OPTIONAL = frozenset(("vat_number", "chamber_of_commerce_number", "position"))
_MONTHS = (Unit.MONTHS, Unit.YEARS)
_COUNTED = {"first": _MONTHS, "renewal": _MONTHS, "notice": (Unit.DAYS, Unit.OFFICE_DAYS, *_MONTHS)}
"""In what the terms of an agreement that renews itself are counted; periods end on a day of the month."""
_CONTACTS = {
    BreachContacts.FUNCTIONS: (
        (Side.CONTROLLER, ContactKind.DPO),
        (Side.CONTROLLER, ContactKind.CONTRACT_MANAGER),
        (Side.PROCESSOR, ContactKind.DPO),
        (Side.PROCESSOR, ContactKind.ADVISER),
    ),
    BreachContacts.PRIMARY_AND_DEPUTY: tuple(
        (side, kind) for side in Side for kind in (ContactKind.PRIMARY, ContactKind.DEPUTY)
    ),
    BreachContacts.NONE: (),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing.

    Attributes:
        part: what, as `processings.2.purposes`; counted from 1.
        clause: where it belongs.
    """

    part: str
    clause: Clause


def gaps(contract: Contract) -> tuple[Gap, ...]:
    """All that is missing; nothing of an agreement that can be offered."""
    return tuple(
        gap
        for check in (_parties, _service, _statutory, _annex_one, _annex_two, _contacts, _subprocessors, _model)
        for gap in check(contract)
    )


def require_complete(contract: Contract) -> None:
    """Refuse what lacks something.

    Raises:
        Refused: NOT_COMPLETE, naming the first part and how many there are.
    """
    found = gaps(contract)
    if found:
        first = found[0]
        clause = article(contract, first.clause)
        raise Refused(codes.NOT_COMPLETE, count=len(found), part=first.part, clause=clause or first.clause.value)


def _parties(contract: Contract) -> Iterator[Gap]:
    for side, party in ((Side.CONTROLLER, contract.controller), (Side.PROCESSOR, contract.processor)):
        for each in fields(Party):
            if each.name not in _OPTIONAL and not getattr(party, each.name).strip():
                yield Gap(f"{side.value}.{each.name}", Clause.PURPOSE)


def _service(contract: Contract) -> Iterator[Gap]:
    """A processing agreement is attached to a service agreement (Z-02)."""
    service, duration = contract.service, contract.regime.duration
    for name in ("number", "signed_on"):
        if not getattr(service, name):
            yield Gap(f"service.{name}", Clause.TERM)
    if duration.type is TermType.FIXED_RENEWING:
        for name, units in _COUNTED.items():
            term = getattr(duration, name)
            if term is None or term.unit not in units:
                yield Gap(f"duration.{name}", Clause.TERM)


def _statutory(contract: Contract) -> Iterator[Gap]:
    """Who delivers by duty delivers to a registry that stands in the statutory register (Z-06)."""
    if contract.statutory.duty:
        for name in ("registry", "registry_entry", "registry_holder"):
            if not getattr(contract.statutory, name).strip():
                yield Gap(f"statutory.{name}", Clause.RECIPIENTS if contract.flows else Clause.PURPOSE)


def _annex_one(contract: Contract) -> Iterator[Gap]:
    for name in ("activities", "general_purpose"):
        if not getattr(contract, name).strip():
            yield Gap(name, Clause.PURPOSE)
    if not contract.data_subject_count:
        yield Gap("data_subject_count", Clause.DATA)
    if not contract.processings:
        yield Gap("processings", Clause.DATA)
    for number, row in enumerate(contract.processings, 1):
        for part, clause in _lacks(row, contract.regime.place.countries):
            yield Gap(f"processings.{number}.{part}", clause)


def _lacks(row: Processing, countries: tuple[str, ...]) -> Iterator[tuple[str, Clause]]:
    personal = bool(row.data_types)
    present = {
        ("activity", Clause.DATA): row.activity.strip(),
        ("purposes", Clause.PURPOSE): row.purposes and all(each.strip() for each in row.purposes),
        ("data_subjects", Clause.DATA): row.data_subjects or not personal,
        ("legal_basis", Clause.PURPOSE): row.legal_basis or not personal,
        ("verbs", Clause.DATA): row.verbs,
        ("retention", Clause.RETENTION): row.retention.strip(),
        ("deletion", Clause.RETENTION): row.deletion.strip(),
        ("countries", Clause.PLACE): set(row.countries) & set(countries) or not personal,
        ("transfer_outside_eea", Clause.PLACE): row.transfer_outside_eea or EEA.issuperset(row.countries),
    }
    return (part for part, there in present.items() if not there)


def _annex_two(contract: Contract) -> Iterator[Gap]:
    if not contract.measures:
        yield Gap("measures", Clause.SECURITY)
    for number, measure in enumerate(contract.measures, 1):
        if not measure.text.strip():
            yield Gap(f"measures.{number}.text", Clause.SECURITY)


def _contacts(contract: Contract) -> Iterator[Gap]:
    for side, kind in _CONTACTS[contract.regime.breach.contacts]:
        found = next((one for one in contract.contacts if (one.side, one.kind) == (side, kind)), None)
        if found is None:
            yield Gap(f"contacts.{side.value}.{kind.value}", Clause.BREACH)
            continue
        for part in ("name", "email", "phone"):
            if not getattr(found, part).strip():
                yield Gap(f"contacts.{side.value}.{kind.value}.{part}", Clause.BREACH)


def _subprocessors(contract: Contract) -> Iterator[Gap]:
    regime = contract.regime.subprocessors
    if regime.regime is SubprocessorRegime.OBJECTION and regime.notice is None:
        yield Gap("subprocessors.notice", Clause.SUBPROCESSORS)
    for number, one in enumerate(contract.subprocessors, 1):
        for part in ("name", "address", "country", "service"):
            if not getattr(one, part).strip():
                yield Gap(f"subprocessors.{number}.{part}", Clause.SUBPROCESSORS)
        if one.in_use and one.country not in contract.regime.place.countries and not one.transfer_outside_eea:
            yield Gap(f"subprocessors.{number}.country", Clause.PLACE)


def _model(contract: Contract) -> Iterator[Gap]:
    """A document in other words says where each clause stands in it."""
    if contract.model:
        known = {each.clause for each in contract.references}
        for clause in applying(contract):
            if clause not in known:
                yield Gap(f"references.{clause.value}", clause)
