"""What happens to an agreement in the portal reaches the exchange in one round of the custodian, and takes away there."""

from datetime import UTC, datetime
from pathlib import Path

import casting
import contracting
import pytest
from specifications import specified
from worlds import World, Worlds

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.standing import State
from sluis.custodian.ruling import Ruler
from sluis.portal.access.changing import keeping
from sluis.portal.agreements.models import Agreement, Flow
from sluis.portal.agreements.stepping import take

EXCHANGE = "source-1-recipient-1"
PATIENTS = "BSN,SEX,PAIN,NAME\n900000004,1,3,Aafje Voorbeeld\n900000016,2,9,Bram de Proef\n"

pytestmark = pytest.mark.usefixtures("sqlite")


class Scene:
    """An exchange, and the portal of its TTP with an agreement about it."""

    def __init__(self, world: World) -> None:
        self.world = world
        parties = specified.cast(sources=1)
        parties.active()
        self.people = contracting.parties(parties.sources[0])
        flow = contracting.flow(EXCHANGE, source="source-1", recipient="recipient-1", specification="knees")
        self.agreement: Agreement = contracting.agree(people=self.people, flows=(flow,))
        self.home = world.home("ttp")

    def round(self) -> list[str]:
        """One round of the custodian, as of now."""
        return list(Ruler(self.home).round(datetime.now(UTC)))

    def step(self, step: steps.Step) -> None:
        """What the controller does in the portal."""
        take(self.people.actor("board"), agreement=contracting.fresh(self.agreement), step=step, reason="Invented.")

    @property
    def flow(self) -> Flow:
        """As it is now."""
        return Flow.everything.get(exchange=EXCHANGE)

    def serial(self) -> int:
        """Of the policy that the TTP's home has."""
        kept = self.home.shelf.kept_policy(EXCHANGE)
        return kept.serial if kept else 0


@pytest.fixture
def scene(worlds: Worlds, tmp_path: Path) -> Scene:
    """Both, once per test."""
    world = worlds.make(tmp_path / "world", specified.file().decode())
    world.write(PATIENTS)
    return Scene(world)


@pytest.mark.covers("Z-07", "Z-13")
def test_a_suspension_in_the_portal_stops_the_relay_within_one_round(scene: Scene) -> None:
    world = scene.world
    assert scene.round() == ["policy.issued", "policy.taken"] and scene.round() == []
    assert world.prepare(world.path("input.csv")).code == 0
    scene.step(steps.Suspend(Side.CONTROLLER))
    assert scene.round() == ["policy.issued", "policy.taken"]
    with world.refuses("2841") as answers:
        answers.append(world.relay())
    assert "art. " in answers[0].err
    scene.step(steps.Resume(Side.CONTROLLER))
    assert scene.round() == ["policy.issued", "policy.taken"]
    assert world.relay().code == 0 and scene.serial() == 3


def test_what_the_portal_gives_away_is_what_source_and_recipient_take(scene: Scene) -> None:
    scene.round()
    for party in ("source-1", "recipient-1"):
        home = scene.world.home(party)
        policy = home.shelf.take_policy(bytes(scene.flow.policy), home.clock())
        assert policy.state is State.IN_FORCE and policy.contract == scene.agreement.number
    assert scene.world.prepare(scene.world.path("input.csv")).code == 0


def test_a_custodian_that_stopped_in_between_takes_it_in_its_next_round(scene: Scene) -> None:
    scene.round()
    scene.world.path("ttp", "agreements", f"{EXCHANGE}.policy.json").unlink()
    assert scene.round() == ["policy.taken"] and scene.serial() == 1


def test_an_agreement_that_the_home_does_not_have_stays_in_the_portal(scene: Scene) -> None:
    contracting.agree(flows=(contracting.flow("elsewhere-registry"),))
    assert scene.round() == ["policy.issued", "policy.issued", "policy.taken"]
    assert scene.home.shelf.kept_policy("elsewhere-registry") is None and scene.round() == []


def test_one_policy_that_cannot_be_taken_does_not_keep_the_others_waiting(scene: Scene) -> None:
    scene.round()
    kept = scene.world.path("ttp", "agreements", f"{EXCHANGE}.policy.json")
    kept.write_text(kept.read_text()[:-20])
    contracting.agree(flows=(contracting.flow("elsewhere-registry"),))
    assert scene.round() == ["policy.issued"]


def test_a_hand_in_the_database_widens_nothing(scene: Scene) -> None:
    """The document is signed; what is written over it is refused by everybody who takes it, the TTP itself included."""
    scene.round()
    other = bytes(scene.flow.policy).replace(b'"payload":"', b'"payload":"e')
    with keeping(casting.tester()) as change:
        Flow.everything.filter(exchange=EXCHANGE).update(policy=other, serial=7)
        change.record("test.changed", scene.flow)
    assert scene.round() == [] and scene.serial() == 1


def test_a_portal_that_was_restored_signs_above_what_the_exchange_has(scene: Scene) -> None:
    scene.round()
    first = Flow.everything.get()
    take(scene.people.actor("board"), agreement=scene.agreement, step=steps.Suspend(Side.CONTROLLER))
    scene.round()
    with keeping(casting.tester()) as change:  # as a backup from before the suspension would have it
        first.save()
        change.record("test.made", first)
    take(scene.people.actor("board"), agreement=scene.agreement, step=steps.Resume(Side.CONTROLLER))
    assert scene.round() == ["policy.overtaken"]
    scene.round()
    shelf = scene.home.shelf
    kept = shelf.policy(shelf.agreement(EXCHANGE))
    assert kept is not None
    assert (kept.serial, kept.state) == (3, State.IN_FORCE)
