"""The custodian does everything that it has a module for, each in every round."""

import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from specifications import specified
from worlds import Worlds

import sluis.custodian
from custodian.test_ruling import EXCHANGE, Scene
from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.custodian.working import Custodian

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def scene(worlds: Worlds, tmp_path: Path) -> Iterator[Scene]:
    """An exchange and its portal."""
    yield Scene(worlds.make(tmp_path / "world", specified.file().decode()))
    (settings.INSTALLATION.folder / "trust.pem").unlink()


def test_every_duty_is_one_of_its_rounds(scene: Scene) -> None:
    modules = {each.name for each in pkgutil.iter_modules(sluis.custodian.__path__)} - {
        "__main__",
        "steadiness",
        "working",
    }
    assert set(Custodian(scene.home).duties) == modules


@pytest.mark.covers("Z-07")
def test_a_round_of_all_duties_brings_a_suspension_to_the_exchange(scene: Scene) -> None:
    custodian = Custodian(scene.home)
    assert {"policy.issued", "policy.taken"} <= set(custodian.work())
    scene.step(steps.Suspend(Side.CONTROLLER))
    assert {"policy.issued", "policy.taken"} <= set(custodian.work())
    policy = scene.home.shelf.policy(scene.home.shelf.agreement(EXCHANGE))
    assert policy and policy.state.value == "suspended" and policy.allowed == ()
