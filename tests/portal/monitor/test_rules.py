"""What the rules of oversight make of what happens with deliveries and at the gate (Z-56)."""

from datetime import datetime, timedelta

import casting
import pytest
import watching

from sluis.portal.access.actor import program
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.deliveries import authorising
from sluis.portal.deliveries.models import Attempt, State
from sluis.portal.deliveries.refusing import attempted
from sluis.portal.oversight import watching as looking
from sluis.portal.oversight.models import Alert
from sluis.portal.oversight.starting.rules import starter_rules
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet, gate, signing

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def operator() -> Organisation:
    """The operator, with the rules that came with the program."""
    made = watching.operator()
    starter_rules(casting.tester())
    return made


def alerts(at: datetime) -> set[tuple[str, str]]:
    """Which rules raised something, and about what, after another look."""
    looking.watch(casting.tester(at))
    found = Alert.everything.select_related("rule").exclude(rule__key__in=["no-backup", "not-verified"])
    return {(one.rule.key, one.about) for one in found}


def try_(at: datetime, refusal: Refused, party: str = "source-7", organisation: Organisation | None = None) -> Attempt:
    """An attempt at the gate that is refused."""
    return attempted(
        program("gate", at, "gate"), what=Attempt.What.COMING_IN, refusal=refusal, organisation=organisation,
        party_id=party, key_id="cd" * 32,
    )  # fmt: skip


@pytest.mark.covers("Z-56", "Z-36")
@pytest.mark.parametrize(
    "refusal",
    [
        Refused(gate.NO_ACCOUNT, party="source-7"),
        Refused(deliverynet.CERTIFICATE_REVOKED, party="source-7"),
        Refused(signing.CERTIFICATE_EXPIRED, until="2026-01-01"),
        Refused(signing.CERTIFICATE_UNTRUSTED),
    ],
    ids=["unknown", "revoked", "expired", "foreign"],
)
def test_one_certificate_that_does_not_count_is_enough(operator: Organisation, refusal: Refused) -> None:
    at = casting.now()
    try_(at, refusal)
    assert alerts(at) == {("unknown-certificate", "")}
    assert Task.everything.filter(kind="alert", role=Role.SECURITY_OFFICER, state="open").count() >= 1
    try_(at + MINUTE, refusal)
    assert alerts(at + MINUTE) == {("unknown-certificate", "")}  # once, until somebody closed it
    assert Alert.everything.filter(rule__key="unknown-certificate").count() == 1


@pytest.mark.covers("Z-56")
def test_a_program_that_is_refused_again_and_again(operator: Organisation) -> None:
    at, other = casting.now(), casting.organisation()
    tries = [try_(at + each * MINUTE, Refused(gate.OTHER_GATE), organisation=other) for each in range(4)]
    assert alerts(at + 5 * MINUTE) == set()
    try_(at + 5 * MINUTE, Refused(gate.OTHER_GATE), organisation=other)
    assert alerts(at + 6 * MINUTE) == {("gate-one", tries[0].subject)}


def test_the_same_number_by_different_programs_is_not_one_that_repeats(operator: Organisation) -> None:
    at = casting.now()
    for each in range(8):
        try_(at, Refused(gate.OTHER_GATE), party=f"source-{each}")
    assert ("gate-one", "") not in alerts(at + MINUTE) and not any(key == "gate-one" for key, _about in alerts(at))


@pytest.mark.covers("Z-56")
def test_many_attempts_for_one_organisation(operator: Organisation) -> None:
    at, other = casting.now(), casting.organisation()
    for each in range(20):
        try_(at + each * MINUTE, Refused(gate.OTHER_GATE), party=f"source-{each}", organisation=other)
    assert ("gate-organisation", f"organisation:{other.pk}") in alerts(at + 20 * MINUTE)


@pytest.mark.covers("Z-56")
def test_deliveries_that_are_refused_repeatedly(operator: Organisation) -> None:
    way, desk = watching.route(), watching.staff()
    for expected in (False, False, True):
        delivery = watching.delivery(State.CHECKED, route=way)
        authorising.refuse(casting.actor(desk), delivery=delivery, explanation="Verkeerde periode")
        found = ("deliveries-refused", f"organisation:{way.organisation.pk}") in alerts(casting.now())
        assert found is expected


@pytest.mark.covers("Z-56")
def test_more_deliveries_than_usual(operator: Organisation) -> None:
    way, at = watching.route(), casting.now()
    for number, expected in ((9, False), (1, True)):
        for _each in range(number):
            delivery = watching.delivery(State.OFFERED, route=way)
            with keeping(casting.tester(at)) as change:
                change.record("delivery.offered", delivery)
        found = ("deliveries-volume", f"organisation:{way.organisation.pk}") in alerts(at + MINUTE)
        assert found is expected
