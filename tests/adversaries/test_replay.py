"""A delivery is taken once: sent again, signed again, zipped again, or brought to two relays at the same moment."""

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from worlds import World

from adversaries import attacks

TAKEN, TAKEN_OTHERWISE, DAMAGED = "2802", "2803", "2551"


@pytest.mark.covers("Z-36")
def test_a_package_is_relayed_once_also_when_the_source_signs_it_again(world: World, relayed: Path) -> None:
    with world.refuses(TAKEN) as answers:
        answers.append(world.relay(out="again.sluis"))
    again = attacks.sign_as_source(world.home("source-1"), attacks.members(world.path("offered.sluis")))
    attacks.rebuild(world.path("signed-again.sluis"), again)
    with world.refuses(TAKEN) as answers:
        answers.append(world.relay("signed-again.sluis", "again.sluis"))


@pytest.mark.covers("Z-36")
def test_other_content_under_the_same_delivery_is_not_relayed(world: World, relayed: Path) -> None:
    parts = attacks.members(world.path("offered.sluis"))
    changed = replace(attacks.manifest_of(parts), sequence=99)
    attacks.rebuild(world.path("other.sluis"), attacks.sign_as_source(world.home("source-1"), parts, changed))
    with world.refuses(TAKEN) as answers:
        answers.append(world.relay("other.sluis", "again.sluis"))


@pytest.mark.covers("Z-36")
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_package_that_a_tool_zipped_again_is_refused(world: World, relayed: Path, method: int) -> None:
    for package in (world.path("offered.sluis"), relayed):
        parts = attacks.members(package)
        with zipfile.ZipFile(package, "w", method) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        with world.refuses(DAMAGED) as answers:
            answers.append(world.open() if package == relayed else world.relay(out="again.sluis"))


@pytest.mark.covers("Z-36")
def test_two_relays_at_once_take_a_delivery_once(world: World, offered: Path) -> None:
    second = attacks.sign_as_source(world.home("source-1"), attacks.members(offered))
    attacks.rebuild(world.path("second.sluis"), second)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "sluis.cli", "--language", "en", "ttp", "relay", world.path(package), "--home",
             world.path("ttp"), "--out", world.path(f"out-{at}.sluis")],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for at, package in enumerate(["offered.sluis", "second.sluis"] * 2)
    ]  # fmt: skip
    ended = [(run.communicate()[1], run.returncode) for run in runs]
    assert sorted(code for _, code in ended) == [0, 3, 3, 3], ended
    assert all("2802" in text or "2804" in text for text, code in ended if code)
    assert len(list(world.place.glob("out-*.sluis"))) == 1


@pytest.mark.covers("Z-36")
def test_a_recipient_opens_the_very_same_package_again_and_no_other_with_its_number(
    world: World, relayed: Path
) -> None:
    assert world.open().code == 0
    assert world.open(out="again.parquet").code == 0
    ttp, parts = world.home("ttp"), attacks.members(world.path("offered.sluis"))
    other = attacks.relay_as_ttp(ttp, parts, key_check=attacks.key_check_of(ttp, parts))
    attacks.rebuild(world.path("other.sluis"), other)
    with world.refuses(TAKEN_OTHERWISE) as answers:
        answers.append(world.open("other.sluis", out="third.parquet"))
    assert world.open(out="fourth.parquet").code == 0


def test_a_refused_attempt_does_not_use_up_the_delivery(world: World, offered: Path) -> None:
    """Else whoever damages a copy on its way could stop the true one."""
    original = offered.read_bytes()
    offered.write_bytes(attacks.flipped(original, 8 * (len(original) // 3)))
    with world.refuses("Refused 2") as answers:
        answers.append(world.relay())
    offered.write_bytes(original)
    assert world.relay().code == 0
    shutil.copy(world.path("relayed.sluis"), world.path("true.sluis"))
    data = world.path("relayed.sluis").read_bytes()
    world.path("relayed.sluis").write_bytes(attacks.flipped(data, 8 * (len(data) // 3)))
    with world.refuses("Refused 2") as answers:
        answers.append(world.open())
    assert world.open("true.sluis").code == 0


@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
@pytest.mark.parametrize("delivery", ["../../../agreements/x", "a/b", "", ".", "0" * 31, "A" * 32, "0" * 5000])
def test_a_delivery_number_that_is_none_names_no_file(world: World, offered: Path, delivery: str) -> None:
    """A source signs what it likes; the number becomes the name of a file at TTP and recipient."""
    parts, ttp = attacks.members(offered), world.home("ttp")
    changed = replace(attacks.manifest_of(parts), delivery=delivery)
    forged = attacks.sign_as_source(world.home("source-1"), parts, changed)
    attacks.rebuild(world.path("forged.sluis"), forged)
    with world.refuses("2555") as answers:
        answers.append(world.relay("forged.sluis"))
    signed = attacks.as_json(forged["manifest.json"])
    assert signed["delivery"] == delivery
    before = {path for path in world.path("recipient-1").rglob("*") if path.suffix == ".json"}
    note = attacks.sign_note(ttp, forged, attacks.manifest_of(parts), attacks.key_check_of(ttp, parts))
    attacks.rebuild(world.path("relayed.sluis"), note)
    with world.refuses("2555") as answers:
        answers.append(world.open())
    assert {path for path in world.path("recipient-1").rglob("*") if path.suffix == ".json"} == before
