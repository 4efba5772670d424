"""Costs, liability and law are fields: what they say stands in the text, beside it, and in what follows."""

from dataclasses import replace
from typing import Any

import casting
import contracting
import pytest
from agreement import contracts
from django.utils.translation import override

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contract, MainAgreement
from sluis.agreement.effects import Fee, effects
from sluis.agreement.numbering import applying
from sluis.agreement.regime import Billing, Costs, Law, Liability, Penalty, Regime, ReturnCost
from sluis.agreement.standing import Standing, State
from sluis.portal.agreements.behaviour import behaviours
from sluis.portal.agreements.papers import write
from sluis.portal.documents.rendering.paper import as_text
from sluis.portal.organisations.models import Party


def agreed(**groups: Any) -> Contract:
    """A contract with these groups of its regime."""
    return contracting.completed(contracts.contract(), regime=replace(Regime(), **groups))


def said(contract: Contract, language: str = "nl") -> str:
    """Its whole text on one line."""
    return " ".join(as_text(write(contract, language)).split())


def beside(contract: Contract, clause: Clause) -> list[str]:
    """What stands beside a clause, in Dutch."""
    with override("nl"):
        return [piece.words for each in behaviours(contract) if each.clause is clause for piece in each.pieces]


def fee(contract: Contract) -> Fee:
    """Whether it runs while the agreement is in force."""
    now = casting.now()
    standing = Standing(State.IN_FORCE, now, starts_on=casting.today())
    return effects(contract, standing, now).fee


@pytest.mark.covers("Z-20")
def test_what_is_normal_is_included_and_returning_may_cost() -> None:
    contract = agreed(costs=Costs(Billing.YEAR, 480_000, return_cost=ReturnCost.REASONABLE))
    assert "niet afzonderlijk in rekening gebracht" in said(contract)
    assert "redelijke kosten in rekening brengen" in said(contract)
    assert "4.800" in " ".join(beside(contract, Clause.COSTS))
    included = agreed(costs=Costs(Billing.YEAR, 480_000, return_cost=ReturnCost.INCLUDED))
    assert "redelijke kosten in rekening brengen" not in said(included)
    assert fee(contract) is Fee.DUE


@pytest.mark.covers("Z-21", "I-79")
def test_dutch_law_and_a_court_that_may_be_left_open() -> None:
    assert "Nederlands recht" in said(agreed())
    named = replace(agreed(), service=MainAgreement("DO-1", "Dienst", forum="rechtbank Proefstad"))
    assert "rechtbank Proefstad" in said(named)
    assert "rechtbank Proefstad" in beside(named, Clause.LAW)
    assert "Geschillen worden voorgelegd" not in said(agreed(law=Law(forum="")))


@pytest.mark.covers("I-04")
@pytest.mark.usefixtures("sqlite")
def test_three_parties_and_a_provider_that_pays_nothing() -> None:
    """The municipality has a service agreement of its own; the provider's is bound to their contract, and is free."""
    municipality = casting.organisation("Gemeente Verzonnen")
    contracting.main(municipality, title="TTP voor de gemeente")
    people = contracting.parties()
    service = contracting.main(
        people.home, purpose_contract="Jeugdhulp zonder verblijf (voorbeeld)", tender_number="PROEF-0000",
        contract_parties="Gemeente Verzonnen; Zorg Verzonnen",
    )  # fmt: skip
    regime = replace(Regime(), costs=Costs(Billing.YEAR, 480_000, provider_free=True))
    agreement = contracting.agree(people=people, service=service, regime=regime)
    assert agreement.effects(casting.now()).fee is Fee.NONE
    assert agreement.contract.service.contract_parties == ("Gemeente Verzonnen", "Zorg Verzonnen")
    text = said(agreement.contract)
    assert "PROEF-0000" in text
    assert "geen vergoeding verschuldigd" in text
    assert Party.everything.filter(organisation=people.home).exists()


@pytest.mark.covers("I-16")
def test_a_cap_per_event_and_a_penalty_as_high_as_the_fine() -> None:
    contract = agreed(liability=Liability(cap_per_event=100_000_000, penalty=Penalty.EQUALS_FINE))
    assert "1.000.000" in said(contract)
    assert "bestuurlijke boete" in said(contract)
    assert "Verrekening en opschorting zijn daarbij niet toegestaan" in said(contract)
    assert any("1.000.000" in piece for piece in beside(contract, Clause.LIABILITY))


@pytest.mark.covers("I-78")
def test_liability_and_indemnity_stand_beside_each_other() -> None:
    contract = agreed(liability=Liability(indemnity=True))
    assert "artikel 82 van de AVG" in said(contract)
    assert "vrijwaart" in said(contract)


@pytest.mark.covers("P-11", "P-104")
def test_a_years_fee_at_most_and_no_indirect_damage() -> None:
    contract = agreed(liability=Liability(cap_is_year_fee=True, excludes_indirect=True))
    assert "één contractjaar" in said(contract)
    assert "verzekeraar uitkeert" in said(contract)
    assert "gederfde winst en schade door programmatuur of diensten van derden" in said(contract)


def test_a_clause_that_says_nothing_is_not_there() -> None:
    contract = agreed(liability=Liability())
    assert Clause.LIABILITY not in applying(contract)
    assert "Aansprakelijkheid" not in [each.title for each in write(contract, "nl").sections]
