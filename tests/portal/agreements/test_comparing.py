"""What versions say differently, what a draft lacks and what happened: in words, in order, never in names of the program."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import casting
import contracting
import pytest
from django.urls import reverse
from django.utils.translation import override

from sluis.agreement.contract import Contract, ListedSubprocessor
from sluis.agreement.grounds import Ground, GroundKind
from sluis.agreement.regime import ClockStart
from sluis.agreement.starting import EXCHANGE
from sluis.deadlines import Term, Unit
from sluis.portal.agreements import drafting
from sluis.portal.agreements.comparing import compare
from sluis.portal.agreements.missing import missing

pytestmark = pytest.mark.usefixtures("sqlite")
NAMES = re.compile(r"[a-z]+[_.][a-z]+|\b(sha256|controller|processings|measures|days|hours)\b")


@pytest.fixture
def contract() -> Contract:
    return contracting.drafted(contracting.parties()).contract


def test_differences_name_the_part_and_both_values_in_words(contract: Contract) -> None:
    regime = contract.regime
    after = replace(
        contract,
        version=2,
        starts_on=date(2027, 1, 1),
        subprocessors=(ListedSubprocessor("Voorbeeld Hosting", "Straat 1", "NL", "Rekencentrum"),),
        processings=(replace(contract.processings[0], deletion="Meteen"), *contract.processings[1:]),
        regime=replace(
            regime,
            breach=replace(
                regime.breach,
                notice=Term(48, Unit.HOURS),
                clock_start=ClockStart.FIRST_DISCOVERY,
                includes_suspected=True,
            ),
            costs=replace(regime.costs, fee_per_year=125_050),
            default=replace(regime.default, grounds=(Ground(GroundKind.BANKRUPT),)),
        ),
    )
    with override("nl"):
        found = {each.part: (each.before, each.after) for each in compare(contract, after)}
    assert found["Eerste dag"] == ("–", "1 jan 2027")
    assert found["Inbreuken · De verwerker meldt aan de verantwoordelijke binnen"] == ("24 uur", "48 uur")
    assert found["Inbreuken · Ook vermoede inbreuken"] == ("nee", "ja")
    assert found["Inbreuken · De klok begint bij"][1] == "de eerste ontdekking, door wie dan ook"
    assert found["Kosten · Vergoeding per jaar, in euro's"][1] == "€ 1.250,50"
    assert found["Bijlage: verwerkingen · 1 · Hoe gegevens worden verwijderd"][1] == "Meteen"
    assert "Naam: Voorbeeld Hosting" in found["Bijlage: subverwerkers · 1"][1]
    assert not [said for part, values in found.items() for said in (part, *values) if NAMES.search(said)], found


def test_versions_that_say_the_same_do_not_differ(contract: Contract) -> None:
    assert compare(contract, replace(contract, version=2)) == []


def test_what_is_missing_leads_to_its_form() -> None:
    people = contracting.parties()
    made = drafting.draft(people.actor("clerk"), main=contracting.main(people.home), programme="Leeg", regime=EXCHANGE)
    version = made.current
    assert version is not None
    with override("nl"):
        words = [each.words for each in missing(version.contract)]
    assert "Werkzaamheden en doel · Algemeen doel" in words
    assert "Bijlage: contactpersonen · Verwerker · Functionaris gegevensbescherming" in words
    assert not list(filter(NAMES.search, words))
    clerk = casting.browser(people.clerk)
    page = clerk.get(reverse("agreements:edit", args=[version.pk])).content.decode()
    for each in missing(version.contract):
        assert each.address(version.pk) in page and clerk.get(each.address(version.pk)).status_code == 200
    assert reverse("agreements:offer", args=[version.pk]) not in page, "nothing is offered that lacks something"


def test_a_row_and_a_term_of_the_regime_are_found(contract: Contract) -> None:
    regime = replace(contract.regime, subprocessors=replace(contract.regime.subprocessors, notice=None))
    row = replace(contract.processings[0], deletion="")
    lacking = missing(replace(contract, regime=regime, processings=(*contract.processings[1:], row)))
    assert [(each.part.name, each.row) for each in lacking] == [
        ("processings", len(contract.processings)),
        ("subprocessing", None),
    ]


def test_steps_at_one_moment_are_told_in_the_order_of_a_life() -> None:
    people = contracting.parties()
    agreement = contracting.agree(people=people)
    page = casting.browser(people.board).get(reverse("agreements:agreement", args=[agreement.pk]))
    given: Any = page
    kinds = [each.kind for each in given.context_data["happenings"]]
    assert kinds == ["in-force", "signed", "signed", "offered", "drafted"]
