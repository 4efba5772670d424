"""Test deliveries and real ones never mix: other keys, other pseudonyms, other labels, and an open question each time."""

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from worlds import World

from adversaries import attacks
from adversaries.conftest import MINE, rows_of


@pytest.fixture
def tested(world: World) -> Path:
    """A relayed test delivery."""
    file = world.write(rows_of(MINE))
    assert world.prepare(file, out="test.sluis", more=["--test"]).code == 0
    assert world.relay("test.sluis", "test-relayed.sluis").code == 0
    return world.path("test-relayed.sluis")


def test_a_test_package_is_not_opened_as_a_real_one_nor_the_reverse(world: World, tested: Path, relayed: Path) -> None:
    with world.refuses("2805") as answers:
        answers.append(world.open(tested.name))
    with world.refuses("2806") as answers:
        answers.append(world.open(relayed.name, more=["--test"]))
    assert world.open(tested.name, more=["--test"]).code == 0


@pytest.mark.covers("Z-33")
def test_one_person_has_unrelated_pseudonyms_in_a_test_and_in_production(
    world: World, tested: Path, relayed: Path
) -> None:
    assert world.open(tested.name, out="test.parquet", more=["--test"]).code == 0
    assert world.open(relayed.name, out="real.parquet").code == 0
    test, real = (attacks.pseudonyms(world.path(name)) for name in ("test.parquet", "real.parquet"))
    assert len(test) == len(MINE) and not set(test) & set(real)
    labels = pq.read_table(world.path("test.parquet")).column("BSN").to_pylist()
    assert all(".registry-1-test." in label for label in labels)


def test_a_mark_of_a_test_that_is_put_on_or_taken_off_is_refused(world: World, tested: Path, relayed: Path) -> None:
    """Also by the source itself: the keys that the manifest names are of the other kind."""
    for package, is_test in (("test.sluis", False), ("offered.sluis", True)):
        parts = attacks.members(world.path(package))
        manifest = attacks.manifest_of(parts)
        changed = replace(manifest, test=is_test, delivery="2" * 32)
        attacks.rebuild(world.path("forged.sluis"), attacks.sign_as_source(world.home("source-1"), parts, changed))
        with world.refuses("2416") as answers:
            answers.append(world.relay("forged.sluis", "no.sluis"))


@pytest.mark.covers("Z-34")
def test_keys_of_one_kind_open_nothing_of_the_other(world: World, tested: Path, relayed: Path) -> None:
    recipient, ttp = world.home("recipient-1"), world.home("ttp")
    for package, wrong in ((tested, "content"), (relayed, "content-test")):
        parts = attacks.members(package) | attacks.members(world.path(package.name.replace("test-relayed", "test")))
        for home in (recipient, ttp):
            identity = home.keys.identity(wrong)
            sealed = [data for name, data in parts.items() if name.endswith(".age")]
            assert all(attacks._try(data, identity) is None for data in sealed)


def test_test_and_real_deliveries_are_counted_apart(world: World, tested: Path, offered: Path) -> None:
    for name in ("test.sluis", "offered.sluis"):
        manifest = attacks.manifest_of(attacks.members(world.path(name)))
        assert (manifest.sequence, manifest.predecessor) == (1, "")
