"""The TTP's evidence cut, rolled back or written anew, against the checkpoint in a package that it relayed."""

import json
import shutil
from pathlib import Path

import pytest
from worlds import Answer, World, sluis

from adversaries import attacks
from adversaries.conftest import MINE, rows_of
from sluis.evidence.chain import Position, digest, read_line, write_line

CUT, OTHER_HISTORY, OTHER_CHAIN = "2714", "2715", "2716"


def verify(world: World, against: Path) -> Answer:
    """An auditor who holds a relayed package verifies the TTP's home."""
    return sluis("evidence", "verify", "--dir", world.path("ttp"), "--against", against)


def segment(world: World) -> Path:
    """The lines of the TTP's chain."""
    return world.path("ttp", "evidence", "00000001.jsonl")


def rewritten(lines: list[bytes]) -> bytes:
    """The events of these lines as a chain that fits: whoever can write the folder can do so."""
    made, before = b"", None
    for line in lines:
        fresh = write_line(read_line(line)[1], before)
        before = Position(before.n + 1 if before else 0, digest(fresh))
        made += fresh
    return made


def only(answer: Answer, code: str) -> None:
    """Refused for this reason and no other of the three."""
    assert answer.code == 3 and code in answer.err, answer.err
    assert not any(other in answer.err for other in {CUT, OTHER_HISTORY, OTHER_CHAIN} - {code})


def test_an_unaltered_history_fits_the_checkpoint_of_every_package(world: World, relayed: Path) -> None:
    assert verify(world, relayed).code == 0
    assert world.prepare(world.write(rows_of(MINE)), out="second.sluis").code == 0
    assert world.relay("second.sluis", "second-relayed.sluis").code == 0
    assert verify(world, relayed).code == 0
    assert verify(world, world.path("second-relayed.sluis")).code == 0


def test_a_cut_history_is_named(world: World, relayed: Path) -> None:
    lines = segment(world).read_bytes().splitlines(keepends=True)
    segment(world).write_bytes(b"".join(lines[:-1]))
    assert sluis("evidence", "verify", "--dir", world.path("ttp")).code == 0  # by itself it looks whole
    only(verify(world, relayed), CUT)


def test_a_history_rolled_back_to_a_backup_is_named(world: World, offered: Path) -> None:
    """Back to before the relay, and then on: another event stands where the checkpoint knows one."""
    backup = world.path("backup")
    shutil.copytree(world.path("ttp", "evidence"), backup)
    assert world.relay().code == 0
    relayed = world.path("relayed.sluis")
    shutil.rmtree(world.path("ttp", "evidence"))
    shutil.copytree(backup, world.path("ttp", "evidence"))
    only(verify(world, relayed), CUT)
    for at in range(3):
        assert world.prepare(world.write(rows_of(MINE)), out=f"{at}.sluis").code == 0
        assert world.relay(f"{at}.sluis", f"relayed-{at}.sluis").code == 0
    only(verify(world, relayed), OTHER_HISTORY)


def test_a_history_without_one_event_written_and_signed_anew_is_named(world: World, relayed: Path) -> None:
    lines = segment(world).read_bytes().splitlines(keepends=True)
    left_out = next(at for at, line in enumerate(lines) if b"delivery.received" in line)
    home = world.home("ttp")
    for _ in range(2):  # so that it is no shorter than the checkpoint says
        home.record("key.made", objects={"key": "another"})
    lines = segment(world).read_bytes().splitlines(keepends=True)
    segment(world).write_bytes(rewritten(lines[:left_out] + lines[left_out + 1 :]))
    home.evidence.close_segment(home.signer(), home.clock())
    assert sluis("evidence", "verify", "--dir", home.path).code == 0  # signed by the TTP itself, and whole
    only(verify(world, relayed), OTHER_HISTORY)


def test_one_altered_word_in_a_history_made_to_fit_again_is_named(world: World, relayed: Path) -> None:
    lines = segment(world).read_bytes().splitlines(keepends=True)
    altered = [line.replace(b'"source-1"', b'"source-2"') for line in lines]
    segment(world).write_bytes(rewritten(altered))
    assert sluis("evidence", "verify", "--dir", world.path("ttp")).code == 0
    only(verify(world, relayed), OTHER_HISTORY)


def test_a_wholly_new_chain_is_named(world: World, relayed: Path) -> None:
    shutil.rmtree(world.path("ttp", "evidence"))
    home = world.home("ttp")
    for _ in range(40):
        home.record("key.made", objects={"key": "another"})
    home.evidence.close_segment(home.signer(), home.clock())
    assert sluis("evidence", "verify", "--dir", home.path).code == 0
    only(verify(world, relayed), OTHER_CHAIN)


@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
def test_every_altered_line_is_seen_without_a_checkpoint_too(world: World, relayed: Path) -> None:
    original = segment(world).read_bytes()
    lines = original.splitlines(keepends=True)
    for at in range(len(lines) - 1):
        altered = attacks.flipped(lines[at], 8 * (len(lines[at]) // 3))
        segment(world).write_bytes(b"".join([*lines[:at], altered, *lines[at + 1 :]]))
        assert sluis("evidence", "verify", "--dir", world.path("ttp")).code == 3, at


def test_a_checkpoint_that_somebody_else_signed_proves_nothing(world: World, relayed: Path) -> None:
    note = attacks.as_json(attacks.members(relayed)["relay.json"])["checkpoint"]
    note["n"] += 1
    forged = world.path("checkpoint.json")
    forged.write_text(json.dumps(note, sort_keys=True, separators=(",", ":")) + "\n")
    answer = verify(world, forged)
    assert answer.code == 3 and "Refused 25" in answer.err, answer.err
