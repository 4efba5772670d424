"""What an agreement lacks is said part by part, once, before it can be offered."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from agreement.contracts import AT, REGIMES, contract
from sluis.agreement import steps
from sluis.agreement.completeness import gaps, require_complete
from sluis.agreement.contract import ContactKind, Contract, ListedSubprocessor, Measure, Party, Side, Statutory
from sluis.agreement.life import after
from sluis.agreement.processings import STANDARD
from sluis.agreement.regime import BreachContacts, SubprocessorRegime, TermType
from sluis.agreement.standing import Standing
from sluis.deadlines import Term
from sluis.refusals import Refused
from sluis.refusals.catalogue import contracts as codes

ROW = STANDARD[0]
HELPER = ListedSubprocessor("Host", "Street 1", "NL", "hosting")
RENEWING: dict[str, Any] = {
    "type": TermType.FIXED_RENEWING,
    **dict.fromkeys(("first", "renewal", "notice"), Term.read("1 year")),
}
WORDS = ("statutory_name", "street_address", "postcode", "city", "legal_representative")


def one_row(**changes: Any) -> Callable[[Contract], Contract]:
    """A contract of which the only row is another."""
    return lambda agreed: replace(agreed, processings=(replace(ROW, **changes),))


def party(side: str, **changes: Any) -> Callable[[Contract], Contract]:
    """A contract with another party."""
    return lambda agreed: replace(agreed, **{side: replace(getattr(agreed, side), **changes)})


def regime(group: str, **changes: Any) -> Callable[[Contract], Contract]:
    """A contract with another regime."""
    return lambda agreed: replace(
        agreed, regime=replace(agreed.regime, **{group: replace(getattr(agreed.regime, group), **changes)})
    )


def statutory(**changes: Any) -> Callable[[Contract], Contract]:
    """A contract that rests on the duty to deliver."""
    return lambda agreed: replace(agreed, statutory=replace(Statutory(True, "R", "E", "H"), **changes))


def helper(**changes: Any) -> Callable[[Contract], Contract]:
    """A contract with one subprocessor."""
    return lambda agreed: replace(agreed, subprocessors=(replace(HELPER, **changes),))


GAPS: dict[str, Callable[[Contract], Contract]] = {
    **{f"{side}.{name}": party(side, **{name: " "}) for side in Side for name in WORDS},
    "service.number": lambda agreed: replace(agreed, service=replace(agreed.service, number="")),
    "service.signed_on": lambda agreed: replace(agreed, service=replace(agreed.service, signed_on=None)),
    **{f"duration.{name}": regime("duration", **{**RENEWING, name: None}) for name in ("first", "renewal", "notice")},
    **{f"statutory.{name}": statutory(**{name: ""}) for name in ("registry", "registry_entry", "registry_holder")},
    "activities": lambda agreed: replace(agreed, activities=""),
    "general_purpose": lambda agreed: replace(agreed, general_purpose=" "),
    "data_subject_count": lambda agreed: replace(agreed, data_subject_count=0),
    "processings": lambda agreed: replace(agreed, processings=()),
    "processings.1.activity": one_row(activity=""),
    "processings.1.purposes": one_row(purposes=("a", " ")),
    "processings.1.data_subjects": one_row(data_subjects=()),
    "processings.1.legal_basis": one_row(legal_basis=None),
    "processings.1.verbs": one_row(verbs=()),
    "processings.1.retention": one_row(retention=""),
    "processings.1.deletion": one_row(deletion=""),
    "processings.1.countries": one_row(countries=("FR",)),
    "measures": lambda agreed: replace(agreed, measures=()),
    "measures.1.text": lambda agreed: replace(agreed, measures=(Measure("5.1", ""),)),
    "subprocessors.notice": regime("subprocessors", regime=SubprocessorRegime.OBJECTION, notice=None),
    **{f"subprocessors.1.{name}": helper(**{name: ""}) for name in ("name", "address", "service")},
}  # fmt: skip
"""Every kind of gap, and how to make it in a complete contract; contacts and references have tests of their own."""


@pytest.mark.covers("Z-04")
@pytest.mark.parametrize("name", sorted(REGIMES))
def test_a_complete_contract_lacks_nothing(name: str) -> None:
    assert gaps(contract(REGIMES[name])) == ()


@pytest.mark.covers("Z-04", "Z-02", "Z-06")
@pytest.mark.parametrize("name", sorted(REGIMES))
@pytest.mark.parametrize("part", sorted(GAPS))
def test_each_gap_is_said_once_and_stops_the_offer(name: str, part: str) -> None:
    lacking = GAPS[part](contract(REGIMES[name]))
    assert [gap.part for gap in gaps(lacking)] == [part]
    with pytest.raises(Refused) as refused:
        after(lacking, Standing(), steps.Offer(), AT)
    assert refused.value.code is codes.NOT_COMPLETE
    assert (refused.value.facts["part"], refused.value.facts["count"]) == (part, 1)


def test_a_country_outside_the_union_must_be_said_to_be_one() -> None:
    wide = regime("place", countries=("NL", "US"))(contract())
    lacking = replace(wide, processings=(replace(ROW, countries=("US",)),))
    assert [gap.part for gap in gaps(lacking)] == ["processings.1.transfer_outside_eea"]
    told = replace(wide, processings=(replace(ROW, countries=("US",), transfer_outside_eea=True),))
    assert gaps(told) == ()


@pytest.mark.covers("Z-10")
def test_a_subprocessor_elsewhere_is_a_gap_while_it_is_in_use() -> None:
    lacking = replace(contract(), subprocessors=(replace(HELPER, country="US"),))
    assert [gap.part for gap in gaps(lacking)] == ["subprocessors.1.country"]
    assert gaps(replace(contract(), subprocessors=(replace(HELPER, country="US", in_use=False),))) == ()
    assert gaps(replace(contract(), subprocessors=(replace(HELPER, country="US", transfer_outside_eea=True),))) == ()


@pytest.mark.covers("Z-12")
@pytest.mark.parametrize("kind", BreachContacts)
def test_the_contacts_that_a_regime_wants(kind: BreachContacts) -> None:
    agreed = regime("breach", contacts=kind)(contract())
    wanted = {
        BreachContacts.FUNCTIONS: {
            (Side.CONTROLLER, ContactKind.DPO), (Side.CONTROLLER, ContactKind.CONTRACT_MANAGER),
            (Side.PROCESSOR, ContactKind.DPO), (Side.PROCESSOR, ContactKind.ADVISER),
        },
        BreachContacts.PRIMARY_AND_DEPUTY: {
            (side, each) for side in Side for each in (ContactKind.PRIMARY, ContactKind.DEPUTY)
        },
        BreachContacts.NONE: set(),
    }[kind]  # fmt: skip
    assert {gap.part for gap in gaps(replace(agreed, contacts=()))} == {f"contacts.{a}.{b}" for a, b in wanted}
    for part in ("name", "email", "phone"):
        nothing: dict[str, Any] = {part: ""}
        empty = tuple(replace(one, **nothing) for one in agreed.contacts)
        found = {gap.part for gap in gaps(replace(agreed, contacts=empty))}
        assert found == {f"contacts.{a}.{b}.{part}" for a, b in wanted}


def test_a_document_in_other_words_says_where_each_clause_stands() -> None:
    lacking = {gap.part for gap in gaps(replace(contract(), model="BoZ"))}
    assert lacking and all(part.startswith("references.") for part in lacking)


@pytest.mark.parametrize(("name", "text"), [("first", "30 days"), ("renewal", "24 hours"), ("notice", "24 hours")])
def test_an_agreement_that_renews_itself_can_be_ended(name: str, text: str) -> None:
    """With such terms no last day could be counted, and so no notice be given."""
    lacking = regime("duration", **{**RENEWING, name: Term.read(text)})(contract())
    assert [gap.part for gap in gaps(lacking)] == [f"duration.{name}"]


def test_gaps_are_counted_all_at_once() -> None:
    bare = Contract("VO-1", 1, Party("a"), Party("b"))
    found = gaps(bare)
    assert len({gap.part for gap in found}) == len(found) > 10
    with pytest.raises(Refused) as refused:
        require_complete(bare)
    assert refused.value.facts["count"] == len(found)


def test_every_field_of_a_row_is_looked_at_or_optional() -> None:
    looked_at = {part.split(".")[-1] for part in GAPS if part.startswith("processings.1.")}
    assert {each.name for each in fields(ROW)} - looked_at == {"data_types", "transfer_outside_eea", "vulnerable"}
