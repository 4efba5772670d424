"""Policies follow from agreements: what is refused, and by which clause."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import casting
import contracting
import pytest
from organising import refuses

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.policy import Question, require
from sluis.agreement.processings import Verb
from sluis.agreement.standing import State
from sluis.agreement.starting import EXCHANGE, OUTCOMES
from sluis.portal.agreements import consenting, drafting, flows, offering, signing, stepping
from sluis.portal.agreements.models import Agreement, Flow
from sluis.portal.agreements.wording import ConsentKind
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreeing as codes
from sluis.refusals.catalogue import contracts

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def people() -> contracting.Parties:
    return contracting.parties()


def agreed(people: contracting.Parties, **more: Any) -> tuple[Agreement, Flow]:
    agreement = contracting.agree(people=people, flows=(contracting.flow(),), **more)
    return agreement, Flow.everything.select_related("agreement__current", "agreement__organisation").get()


def asked(flow: Flow, at: object = None, **more: str) -> str:
    """The code with which a question is refused; empty when it is allowed."""
    fresh = Flow.everything.select_related("agreement__current", "agreement__organisation").get(pk=flow.pk)
    moment = at or casting.now()
    verb = Verb(more.pop("verb", "pseudonymise"))
    try:
        require(flows.policy(fresh, moment), Question(verb, **more), moment)  # type: ignore[arg-type]
    except Refused as refusal:
        assert refusal.facts["clause"], "every refusal names its clause"
        return refusal.code.number
    return ""


@pytest.mark.covers("Z-07", "Z-10", "Z-38")
def test_what_the_policy_allows_and_refuses(people: contracting.Parties) -> None:
    _agreement, flow = agreed(people)
    assert asked(flow) == ""
    assert asked(flow, country="NL") == ""
    assert asked(flow, country="US") == contracts.COUNTRY_NOT_AGREED.number
    assert asked(flow, recipient="register") == ""
    assert asked(flow, recipient="ander") == contracts.RECIPIENT_NOT_AGREED.number
    assert asked(flow, verb="reverse") == contracts.VERB_NOT_AGREED.number
    assert asked(flow, specification="0" * 64) == contracts.SPECIFICATION_NOT_AGREED.number


@pytest.mark.covers("Z-38")
def test_without_transport_the_result_goes_nowhere(people: contracting.Parties) -> None:
    contracting.agree(people=people, flows=(contracting.flow(transport=False),))
    flow = Flow.everything.get()
    assert asked(flow, verb="transport") == contracts.VERB_NOT_AGREED.number
    assert asked(flow, recipient="register") == contracts.RECIPIENT_NOT_AGREED.number


@pytest.mark.covers("I-10")
def test_without_a_warranty_nothing_is_delivered(people: contracting.Parties) -> None:
    agreement, flow = agreed(people, regime=OUTCOMES)
    assert asked(flow) == contracts.WARRANTY_MISSING.number
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Warrant())
    assert asked(flow) == ""
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Warrant(False))
    assert asked(flow) == contracts.WARRANTY_MISSING.number


def test_a_suspension_is_refused_until_it_is_lifted(people: contracting.Parties) -> None:
    agreement, flow = agreed(people)
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Suspend(Side.CONTROLLER))
    assert asked(flow) == contracts.SUSPENDED.number
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Resume(Side.CONTROLLER))
    assert asked(flow) == ""


def test_a_day_after_the_term_is_refused(people: contracting.Parties) -> None:
    last = casting.today() + timedelta(days=5)
    _agreement, flow = agreed(people, ends_on=last)
    assert asked(flow, casting.now() + timedelta(days=4)) == ""
    assert asked(flow, casting.now() + timedelta(days=7)) == contracts.ENDED.number


@pytest.mark.covers("Z-10", "I-53")
def test_another_country_needs_consent_on_record(people: contracting.Parties) -> None:
    agreement, flow = agreed(people)
    assert asked(flow, country="BE") == contracts.COUNTRY_NOT_AGREED.number
    given = consenting.give(
        people.actor("board"), agreement=agreement, kind=ConsentKind.COUNTRY, about="Proef in België", country="be"
    )
    assert asked(flow, country="BE") == ""
    consenting.withdraw(people.actor("board"), consent=given)
    assert asked(flow, country="BE") == contracts.COUNTRY_NOT_AGREED.number


def test_a_policy_is_due_when_it_says_something_else(people: contracting.Parties) -> None:
    agreement, _flow = agreed(people)
    custodian = casting.tester()
    due = list(flows.policies_to_sign(casting.now()))
    assert [each.policy.serial for each in due] == [1]
    flows.issued(custodian, due=due[0], document=b"signed")
    assert list(flows.policies_to_sign(casting.now())) == []
    with refuses(codes.CHANGED_MEANWHILE):
        flows.issued(custodian, due=due[0], document=b"again")
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Suspend(Side.CONTROLLER))
    again = list(flows.policies_to_sign(casting.now()))
    assert [(each.policy.serial, each.policy.state) for each in again] == [(2, State.SUSPENDED)]


def test_one_exchange_agreement_stands_under_one_agreement(people: contracting.Parties) -> None:
    agreed(people)
    stranger = contracting.parties()
    version = contracting.drafted(stranger, flows=(contracting.flow(),))
    with refuses(codes.EXCHANGE_TAKEN):
        offering.offer(stranger.actor("clerk"), version=version, seen=version.sha256)


def test_an_amendment_that_both_signed_takes_the_place_of_what_counted(people: contracting.Parties) -> None:
    agreement, flow = agreed(people)
    version = drafting.propose(people.actor("keeper"), agreement=agreement, note="Voortaan ook in België")
    wider = replace(EXCHANGE, place=replace(EXCHANGE.place, countries=("BE", "NL")))
    rows = tuple(replace(row, countries=("BE", "NL")) for row in version.contract.processings)
    changed = replace(version.contract, regime=wider, processings=rows)
    version = drafting.revise(people.actor("keeper"), version=version, contract=changed, seen=version.sha256)
    offering.offer(people.actor("keeper"), version=version, seen=version.sha256)
    signing.sign(people.actor("board"), version=version, seen=version.sha256)
    assert asked(flow, country="BE") == contracts.COUNTRY_NOT_AGREED.number
    signing.sign(people.actor("director"), version=version, seen=version.sha256)
    assert asked(flow, country="BE") == ""
    assert contracting.fresh(agreement).contract.version == 2


def test_a_flow_that_an_amendment_leaves_out_allows_nothing(people: contracting.Parties) -> None:
    agreement, flow = agreed(people)
    version = drafting.propose(people.actor("clerk"), agreement=agreement, note="Zonder leveringen")
    changed = replace(version.contract, flows=())
    version = drafting.revise(people.actor("clerk"), version=version, contract=changed, seen=version.sha256)
    contracting.signed(people, version)
    assert asked(flow) == contracts.ENDED.number


@pytest.mark.covers("I-03")
def test_another_purpose_is_refused(people: contracting.Parties) -> None:
    _agreement, flow = agreed(people)
    purpose = contracting.ROWS[0].purposes[0]
    assert asked(flow, purpose=purpose) == ""
    assert asked(flow, purpose="reclame") == contracts.PURPOSE_NOT_AGREED.number
