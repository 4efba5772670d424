"""What the programs ask, and of two terms the stricter."""

from dataclasses import replace

import pytest

from agreement.contracts import FLOW, contract, walk
from agreement.parties import AT, agreement
from sluis.agreement.asking import of_delivery, of_report, require_all, retention
from sluis.agreement.policy import Policy, Retained, Version, policy_of
from sluis.agreement.processings import STANDARD, Verb
from sluis.agreement.terms import Retention
from sluis.refusals import Refused

ELSEWHERE = agreement()
OWN = agreement(
    same_organisation=True, recipient=replace(ELSEWHERE.recipient, organisation=ELSEWHERE.source.organisation)
)


def policy(**changes: object) -> Policy:
    """What allows the deliveries of the agreement."""
    agreed = contract(flows=(replace(FLOW, agreement=ELSEWHERE.id, recipient=ELSEWHERE.recipient.id),))
    made = policy_of(agreed, walk(agreed, at=AT), ELSEWHERE.id, (Version(ELSEWHERE.specification_sha256),), AT, 1)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.covers("Z-38")
def test_transport_is_asked_for_when_the_result_leaves_the_organisation() -> None:
    assert [one.verb for one in of_delivery(ELSEWHERE)] == [Verb.PSEUDONYMISE, Verb.TRANSPORT]
    assert {one.recipient for one in of_delivery(ELSEWHERE)} == {ELSEWHERE.recipient.id}
    (only,) = of_delivery(OWN)
    assert (only.verb, only.recipient) == (Verb.PSEUDONYMISE, "")
    assert not any(one.specification for one in of_report(ELSEWHERE)) and len(of_report(ELSEWHERE)) == 2


def test_the_agreement_is_asked_first_and_the_policy_as_well() -> None:
    require_all(ELSEWHERE, None, of_delivery(ELSEWHERE, "NL"), AT)
    require_all(ELSEWHERE, policy(), of_delivery(ELSEWHERE, "NL"), AT)
    bare = replace(ELSEWHERE, processings=STANDARD[1:])
    for agreed, made, code in ((bare, policy(allowed=()), "2733"), (ELSEWHERE, policy(allowed=()), "2850")):
        with pytest.raises(Refused) as refused:
            require_all(agreed, made, of_delivery(agreed, "NL"), AT)
        assert refused.value.code.number == code


def test_of_two_terms_the_stricter_counts() -> None:
    agreed = replace(ELSEWHERE, retention=Retention(10, 30, 30))
    assert retention(agreed, None) == Retention(10, 30, 30)
    assert retention(agreed, policy(retention=Retained(3, 60, 0))) == Retention(3, 30, 0)
