"""Policies from the gate: taken by a command of their own, and by the way before anything is delivered."""

import casting
import contracting
import pytest
from delivering import Net
from ruling import SUSPENDED, policy
from worlds import PEOPLE, sluis

from network.town import deliver
from sluis.agreement.policy import Policy
from sluis.agreement.signing import sign_policy
from sluis.portal.access.changing import keeping
from sluis.portal.agreements.models import Flow
from sluis.portal.deliveries.models import Delivery

NAME = "source-1-recipient-1"


@pytest.fixture(scope="module", autouse=True)
def agreed(town: Net) -> None:
    """The agreement of people above the exchange's, in the portal."""
    assert [town.connect(party).code for party in ("source-1", "recipient-1")] == [0, 0]
    contracting.agree(town.places["source-1"], flows=(contracting.flow(NAME, recipient="recipient-1"),))


def publish(town: Net, made: Policy, signer: str = "ttp") -> None:
    """Let the gate offer this policy."""
    with keeping(casting.tester()) as change:
        flow = Flow.everything.get(exchange=NAME)
        flow.serial, flow.policy = made.serial, sign_policy(made, town.world.home(signer).signer())
        flow.issued_at = casting.tester().at
        flow.save()
        change.record("test.made")


def take(town: Net, party: str = "source-1") -> tuple[int, str]:
    answer = sluis(party.split("-", maxsplit=1)[0], "policies", "--home", town.world.path(party))
    return answer.code, answer.out + answer.err


def kept(town: Net, party: str = "source-1") -> int:
    found = town.world.home(party).shelf.kept_policy(NAME)
    return found.serial if found else 0


def test_policies_are_taken_and_again_nothing_changes(town: Net) -> None:
    assert "no policy" in take(town)[1]
    publish(town, policy(town.world, 3))
    for party in ("source-1", "recipient-1"):
        code, said = take(town, party)
        assert code == 0 and "Policy 3" in said, said
        assert kept(town, party) == 3
    assert "is the one that is here" in take(town)[1]


def test_delivering_takes_the_policy_first_and_stops_when_it_says_so(town: Net) -> None:
    known = Delivery.everything.count()
    publish(town, policy(town.world, 5, *SUSPENDED))
    answer = deliver(town, town.world.write(PEOPLE))
    assert answer.code == 3 and kept(town) == 5, answer.err
    assert Delivery.everything.count() == known
    publish(town, policy(town.world, 6))
    assert deliver(town, town.world.write(PEOPLE)).code == 0
    assert kept(town) == 6 and Delivery.everything.count() == known + 1


def test_an_older_policy_is_a_warning_unless_one_is_required(town: Net) -> None:
    publish(town, policy(town.world, 9))
    assert take(town)[0] == 0
    publish(town, policy(town.world, 8))
    code, said = take(town)
    assert code == 3 and kept(town) == 9, said
    text = PEOPLE + PEOPLE.split("\n")[1] + "\n"
    answer = deliver(town, town.world.write(text))
    assert answer.code == 0 and f"! The policy of agreement {NAME}" in answer.err
    settings = town.world.path("source-1", "sluis.toml")
    settings.write_text(settings.read_text().replace("policy_required = false", "policy_required = true"))
    assert deliver(town, town.world.write(text + "\n"), more=("--again",)).code == 3


def test_fetching_takes_the_policy_too(town: Net) -> None:
    publish(town, policy(town.world, 12))
    assert town.fetch().code == 0
    assert kept(town, "recipient-1") == 12
