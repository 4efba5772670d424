"""Parts are started, kept running and ended together, whatever becomes of the supervisor."""

import io
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sluis.refusals.catalogue import serving as codes
from sluis.supervisor.part import Part
from sluis.supervisor.supervising import Pace, Supervisor
from supervisor.acting import MODULE, QUICK, in_background

PATIENCE = 30.0
TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def parts_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))


def pids(folder: Path, name: str) -> list[int]:
    return [int(path.suffix[1:]) for path in folder.glob(f"{name}.*")]


def wait_until_gone(pid: int) -> None:
    """Without asking again and again: the system tells when a process ends, also one of another."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([descriptor], [], [], PATIENCE)[0], f"{pid} still runs"
    finally:
        os.close(descriptor)


class Watched:
    """A supervisor in a thread of the test."""

    def __init__(self, parts: list[Part], pace: Pace = QUICK) -> None:
        self.out = io.StringIO()
        self.ready = threading.Event()
        self.supervisor = Supervisor(parts, pace=pace, out=self.out)
        self._thread, self.refusals = in_background(self.supervisor, self.ready.set)

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait for something that the parts do, no longer than patience lasts."""
        deadline = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < deadline and not self.supervisor.wait_for_stop(0.02), self.out.getvalue()

    def ended(self) -> list[dict[str, object]]:
        """Wait until all has ended; the lines."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return [json.loads(line) for line in self.out.getvalue().splitlines()]

    def stopped(self) -> list[dict[str, object]]:
        """Stop it; the lines."""
        self.supervisor.stop()
        return self.ended()


def test_parts_are_ready_and_are_asked_to_end(tmp_path: Path) -> None:
    watched = Watched([Part(name, MODULE, ("steady", str(tmp_path), name)) for name in ("one", "two")])
    assert watched.ready.wait(PATIENCE)
    running = pids(tmp_path, "one") + pids(tmp_path, "two")
    assert len(running) == 2
    assert {os.getsid(pid) for pid in running} == {*running}, "each leads a session of its own"
    lines = watched.stopped()
    for pid in running:
        wait_until_gone(pid)
    assert pids(tmp_path, "one-asked") + pids(tmp_path, "two-asked") == running
    assert [line["event"] for line in lines if line["part"] == "one"] == ["started", "ready"]


def test_stubborn_part_is_killed_with_its_children_in_bounded_time(tmp_path: Path) -> None:
    watched = Watched([Part("stubborn", MODULE, ("stubborn", str(tmp_path)))], Pace(end=0.2))
    assert watched.ready.wait(PATIENCE)
    watched.stopped()
    for name in ("stubborn", "grandchild"):
        for pid in pids(tmp_path, name):
            wait_until_gone(pid)


def test_part_that_fails_is_started_again(tmp_path: Path) -> None:
    watched = Watched([Part("brittle", MODULE, ("brittle", str(tmp_path), "3", "before"))])
    assert watched.ready.wait(PATIENCE)
    lines = watched.stopped()
    assert len(pids(tmp_path, "brittle")) == 4
    assert [line["attempt"] for line in lines if line["event"] == "started"] == [1, 2, 3, 4]
    faults = [line for line in lines if line["event"] == "fault"]
    assert len(faults) == 3 and faults[0]["kind"] == "RuntimeError" and "acting.py:" in str(faults[0]["place"])
    assert "900000004" not in watched.out.getvalue()


def test_part_that_was_ready_is_started_again_as_often_as_needed(tmp_path: Path) -> None:
    watched = Watched(
        [Part("brittle", MODULE, ("brittle", str(tmp_path), "8", "after"))],
        Pace(first=0.01, longest=0.01, end=5, attempts=2),
    )
    watched.until(lambda: len(pids(tmp_path, "brittle")) >= 9)
    assert watched.stopped() and not watched.refusals


def test_part_that_is_never_got_ready_ends_all(tmp_path: Path) -> None:
    parts = [
        Part("brittle", MODULE, ("brittle", str(tmp_path), "99", "before")),
        Part("steady", MODULE, ("steady", str(tmp_path))),
    ]
    watched = Watched(parts)
    watched.ended()
    assert [(one.code, one.facts["part"]) for one in watched.refusals] == [(codes.PART_FAILED, "brittle")]
    for pid in pids(tmp_path, "steady"):
        wait_until_gone(pid)
    assert not watched.ready.is_set()


def test_part_that_refuses_ends_all_at_once(tmp_path: Path) -> None:
    watched = Watched(
        [Part("refusing", MODULE, ("refusing", str(tmp_path))), Part("silent", MODULE, ("silent", str(tmp_path)))]
    )
    lines = watched.ended()
    assert [(one.code, one.facts["part"]) for one in watched.refusals] == [(codes.PART_REFUSED, "refusing")]
    assert [line["status"] for line in lines if line["event"] == "ended"] == [3]


def test_part_is_ready_when_it_answers_and_started_again_when_it_does_not(tmp_path: Path) -> None:
    answers = iter([False, False, True, True, False, False, False])
    asked: list[bool] = []

    def healthy() -> bool:
        asked.append(next(answers, True))
        return asked[-1]

    pace = Pace(end=5, probe=0.01, look=0.01, misses=3, first=0.01)
    watched = Watched([Part("silent", MODULE, ("steady", str(tmp_path)), healthy)], pace)
    assert watched.ready.wait(PATIENCE) and asked[:3] == [False, False, True]
    watched.until(lambda: watched.out.getvalue().count('"started"') > 1)
    events = [line["event"] for line in watched.stopped()]
    assert events[:4] == ["started", "ready", "does not answer", "ended"]


def test_lines_of_a_part_hold_only_what_is_on_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUIS_UNLOCK", "s3cret")
    part = Part("talking", MODULE, ("talking", str(tmp_path)), withheld=frozenset({"SLUIS_UNLOCK"}))
    watched = Watched([part])
    assert watched.ready.wait(PATIENCE)
    lines = watched.stopped()
    assert "s3cret" not in watched.out.getvalue() and "900000004" not in watched.out.getvalue()
    told = {"part": "talking", "event": "told", "count": 3}.items()
    assert any(told <= line.items() for line in lines)  # what is said on two streams has no order
    assert {line["part"] for line in lines} == {"talking"}
    (fault,) = [line for line in lines if line["event"] == "fault"]
    assert (fault["kind"], fault["place"]) == ("ValueError", "place.py:12")
    assert any(line["event"] == "withheld nothing" for line in lines)


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A supervisor in a process of its own, with its parts ready."""
    command = [sys.executable, "-m", MODULE, "supervise", str(tmp_path), "steady", "stubborn", "parent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def everybody(folder: Path) -> list[int]:
    return [pid for name in ("steady", "stubborn", "grandchild", "parent", "child") for pid in pids(folder, name)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda one: one.name)
def test_nobody_is_left_when_the_supervisor_ends(
    number: signal.Signals, apart: subprocess.Popen[str], tmp_path: Path
) -> None:
    running = everybody(tmp_path)
    assert len(running) >= 3
    apart.send_signal(number)
    assert apart.wait(PATIENCE) == (-9 if number == signal.SIGKILL else 0)
    for pid in [*running, *everybody(tmp_path)]:
        wait_until_gone(pid)
    assert pids(tmp_path, "steady-asked"), "it was asked first, even by a supervisor that was killed"


def test_child_of_a_part_ends_when_the_part_is_killed(tmp_path: Path) -> None:
    watched = Watched([Part("parent", MODULE, ("parent", str(tmp_path)))])
    assert watched.ready.wait(PATIENCE)
    watched.until(lambda: bool(pids(tmp_path, "child")))
    (child,), (parent,) = pids(tmp_path, "child"), pids(tmp_path, "parent")
    os.kill(parent, signal.SIGKILL)
    wait_until_gone(child)
    watched.until(lambda: len(pids(tmp_path, "parent")) > 1)
    assert re.search(r'"status": -9', watched.out.getvalue())
    watched.stopped()
