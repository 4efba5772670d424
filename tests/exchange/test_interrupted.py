"""Stopped, killed or out of room in the middle: nothing is left behind, and the home can be used at once."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from handing_in import files, many, prepare_words, run, start
from worlds import PEOPLE, World, sluis

_PERSONS = 40_000
"""More than can be done before the signal comes."""


def in_the_middle(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until the program has begun a package in this folder: a file that has no name yet."""
    descriptors, until = Path(f"/proc/{process.pid}/fd"), time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        for each in descriptors.iterdir() if descriptors.exists() else ():
            try:
                target = str(each.readlink())
            except OSError:
                continue
            if target.startswith(f"{folder}/#") and target.endswith("(deleted)"):
                return
        time.sleep(0.002)
    raise AssertionError("it was over before it could be stopped")


@pytest.fixture
def busy(lone: World) -> Path:
    """A file that takes some time."""
    return lone.write(many(_PERSONS), "many.csv")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_stopped_on_request_leaves_nothing_and_exits_3(lone: World, busy: Path, number: int) -> None:
    before = files(lone)
    process = start(*prepare_words(lone, busy), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    in_the_middle(process, lone.place)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 3, err
    assert err.decode().splitlines()[0] == "Refused 2010: Stopped on request." and b"Traceback" not in err
    assert out == b""
    assert files(lone) - before <= {lone.path("source-1", ".lock")}
    usable_at_once(lone, sequence=1)


def test_killed_leaves_no_half_package_and_the_home_is_usable_at_once(lone: World, busy: Path) -> None:
    before = files(lone)
    process = start(*prepare_words(lone, busy), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    in_the_middle(process, lone.place)
    process.kill()
    assert process.wait(20) == -signal.SIGKILL
    assert files(lone) - before <= {lone.path("source-1", ".lock")}
    usable_at_once(lone, sequence=1)


def usable_at_once(world: World, *, sequence: int) -> None:
    """The next delivery goes all the way, and its number follows on what was really made."""
    answer = world.prepare(world.write(PEOPLE))
    assert answer.code == 0, answer.err
    assert world.report()["sequence"] == sequence
    assert (world.relay().code, world.open().code) == (0, 0)
    verified = sluis("evidence", "verify", "--dir", world.path("source-1"))
    assert verified.code == 0, verified.err


def test_a_full_disk_is_refused_and_leaves_no_package(lone: World) -> None:
    file, before = lone.write(many(2_000)), files(lone)
    code, _, err = run(*prepare_words(lone, file), room=60_000)
    assert code == 3 and "2161 (offered.sluis)" in err and "Traceback" not in err, err
    assert {path.suffix for path in files(lone) - before} <= {".json", ".html"}
    assert lone.report()["refusal"]["code"] == "2161"
    usable_at_once(lone, sequence=1)


def test_a_disk_that_is_full_before_anything_is_refused(lone: World) -> None:
    file, before = lone.write(PEOPLE), files(lone)
    code, _, err = run(*prepare_words(lone, file), room=300)
    assert code == 3 and "2161" in err and "Traceback" not in err, err
    assert lone.path("offered.sluis") not in files(lone) - before
    usable_at_once(lone, sequence=1)


def test_no_room_for_the_report_is_told_and_the_package_stands(lone: World) -> None:
    file = lone.write(many(1_000, value="99"))
    code, out, err = run("--json", *prepare_words(lone, file), room=200_000)
    assert code == 3 and "2012 (offered.prepare.json)" in err, err
    assert '"2012"' in out and "Traceback" not in err
    assert not lone.path("offered.prepare.json").exists()
    assert lone.relay().code == 0 and lone.open().code == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
@pytest.mark.parametrize("party", ["ttp", "recipient-1"])
def test_a_small_disk_at_the_others_is_refused_too(lone: World, party: str) -> None:
    assert lone.prepare(lone.write(many(500))).code == 0
    small = lone.path("small")
    small.mkdir()
    if party != "ttp":
        assert lone.relay().code == 0
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small], check=False).returncode:
        pytest.skip("no disk can be made here")
    try:
        with lone.refuses("2161") as answers:
            step = lone.relay if party == "ttp" else lone.open
            answers.append(step(out="small/out.parquet"))
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)
    step = lone.relay if party == "ttp" else lone.open
    assert step().code == 0


def test_a_demo_that_is_stopped_does_not_go_on_with_its_next_step(tmp_path: Path) -> None:
    process = start("demo", "--once", "--dir", tmp_path / "world", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    shown = [process.stdout.readline() for _ in range(12)]
    process.send_signal(signal.SIGINT)
    rest, err = process.communicate(timeout=60)
    assert shown[-1] and process.returncode == 3
    assert b"2010" in err
    assert b"source prepare" not in rest
