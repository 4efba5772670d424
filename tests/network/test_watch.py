"""`sluis source watch`: what appears in a folder is delivered, each thing once, and nothing is lost."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from delivering import ROOT, Net
from worlds import PEOPLE, Answer, sluis

from network.town import files
from sluis.portal.deliveries.models import Delivery, State

PATIENCE = timedelta(seconds=60)
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture(scope="module", autouse=True)
def connected(town: Net) -> None:
    assert town.connect("source-1").code == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    return place


@pytest.fixture
def start(town: Net, folder: Path) -> Iterator[Start]:
    """Start a watcher as a process; it is ended by itself."""
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "sluis.cli", *words(town, folder)],
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


def words(town: Net, folder: Path, *more: str) -> list[str]:
    return [
        "--language", "en", "source", "watch", str(folder), "--home", str(town.world.path("source-1")), "--to",
        "recipient-1", "--every", "0.05", "--patience", "1", *more,
    ]  # fmt: skip


def watch(town: Net, folder: Path) -> Answer:
    return sluis(*words(town, folder, "--once"))


def unlike(number: int) -> str:
    """A file like no other."""
    return PEOPLE + f"900000004,Aafje Voorbeeld,27/03/2008,1234 AB,1,{number},2026-1\n"


def until(what: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until something is so; a moment at a time."""
    end = datetime.now(UTC) + PATIENCE
    while not what():
        assert datetime.now(UTC) < end
        assert process is None or process.poll() is None, process.communicate()
        threading.Event().wait(0.05)


@pytest.mark.covers("Z-31")
def test_a_file_is_delivered_and_moved_with_its_report_beside_it(town: Net, folder: Path) -> None:
    since = Delivery.everything.count()
    (folder / "q1.csv").write_text(unlike(1))
    (folder / "~$q1.csv").write_text("Office has it open")
    (folder / "q2.csv.part").write_text("not all of it")
    (folder / "empty.csv").touch()
    answer = watch(town, folder)
    assert answer.code == 0, answer.err
    assert Delivery.everything.count() == since + 1
    assert files(folder) == {
        "~$q1.csv", "q2.csv.part", "empty.csv", "delivered/q1.csv", "delivered/q1.csv.report.json",
        "delivered/q1.csv.report.nl.html", "delivered/q1.csv.report.en.html",
    }  # fmt: skip
    assert watch(town, folder).code == 0
    assert Delivery.everything.count() == since + 1


@pytest.mark.covers("Z-55")
def test_a_file_with_something_wrong_is_kept_apart_with_the_report(town: Net, folder: Path) -> None:
    since = Delivery.everything.count()
    (folder / "bad.csv").write_text("A,B\n1,2\n")
    (folder / "good.csv").write_text(unlike(2))
    answer = watch(town, folder)
    assert answer.code == 3 and "2112" in answer.err and "bad.csv" in answer.err
    assert (folder / "refused" / "bad.csv").read_text() == "A,B\n1,2\n"
    assert "2112" in (folder / "refused" / "bad.csv.report.nl.html").read_text()
    assert (folder / "delivered" / "good.csv").exists()
    assert Delivery.everything.count() == since + 1


def test_the_same_content_under_another_name_is_not_delivered_again(town: Net, folder: Path) -> None:
    (folder / "one.csv").write_text(unlike(3))
    assert watch(town, folder).code == 0
    since = Delivery.everything.count()
    (folder / "two.csv").write_text(unlike(3))
    answer = watch(town, folder)
    assert answer.code == 3 and "2238" in answer.err
    assert Delivery.everything.count() == since and (folder / "refused" / "two.csv").exists()
    (folder / "one.csv").write_text(unlike(4))
    assert watch(town, folder).code == 0
    assert (folder / "delivered" / "one.csv").exists() and (folder / "delivered" / "one (2).csv").exists()


def test_a_folder_is_complete_when_it_says_so_or_was_moved_in(town: Net, folder: Path) -> None:
    since = Delivery.everything.count()
    (folder / "march").mkdir()
    (folder / "march" / "children.csv").write_text(unlike(5))
    assert watch(town, folder).code == 0
    assert Delivery.everything.count() == since and (folder / "march").exists()
    (folder / "march" / "READY").touch()
    made = folder.parent / "april"
    made.mkdir()
    (made / "children.csv").write_text(unlike(6))
    threading.Event().wait(0.02)  # the clock of a file system ticks
    made.rename(folder / "april")
    answer = watch(town, folder)
    assert answer.code == 0, answer.err
    assert Delivery.everything.count() == since + 2
    assert (folder / "delivered" / "march" / "children.csv").exists()
    assert (folder / "delivered" / "april.report.json").exists()


def test_a_folder_that_holds_more_than_tables_is_refused_as_a_whole(town: Net, folder: Path) -> None:
    since = Delivery.everything.count()
    (folder / "may" / "more").mkdir(parents=True)
    (folder / "may" / "children.csv").write_text(unlike(9))
    (folder / "may" / "more" / "children.csv").write_text(unlike(10))
    (folder / "may" / "READY").touch()
    answer = watch(town, folder)
    assert answer.code == 3 and "2809" in answer.err
    assert Delivery.everything.count() == since
    assert (folder / "refused" / "may" / "more" / "children.csv").exists()


def test_what_is_wrong_with_the_command_is_not_the_files_fault(town: Net, folder: Path) -> None:
    (folder / "q.csv").write_text(unlike(12))
    answer = sluis("source", "watch", folder, "--home", town.world.path("source-1"), "--once", "--every", "0.05")
    assert answer.code == 3 and (folder / "q.csv").exists()  # two agreements: for whom?
    assert sluis("source", "watch", folder / "none", "--home", town.world.path("source-1"), "--once").code == 3


def test_what_cannot_be_sent_now_waits_and_is_sent_later(town: Net, folder: Path) -> None:
    since, settings = Delivery.everything.count(), town.world.path("source-1", "sluis.toml")
    before = settings.read_text()
    (folder / "q.csv").write_text(unlike(7))
    settings.write_text(before.replace(f":{town.gate_port}", ":1"))
    answer = watch(town, folder)
    settings.write_text(before)
    assert answer.code == 3 and "2232" in answer.err and "waits" in answer.out
    assert (folder / ".taken" / "q.csv").exists()
    assert watch(town, folder).code == 0
    assert (folder / "delivered" / "q.csv").exists() and Delivery.everything.count() == since + 1


def test_two_watchers_do_not_watch_one_folder_and_a_polite_end_is_no_failure(
    town: Net, folder: Path, start: Start
) -> None:
    first = start()
    until((folder / ".taken" / ".lock").exists, first)
    since = Delivery.everything.count()
    (folder / "q.csv").write_text(unlike(8))
    until((folder / "delivered" / "q.csv").exists, first)
    second = watch(town, folder)
    assert second.code == 3 and "2239" in second.err
    first.send_signal(signal.SIGINT)
    out, _ = first.communicate(timeout=30)
    assert first.returncode == 0 and b"Ended" in out, out
    assert Delivery.everything.count() == since + 1


@pytest.mark.covers("Z-31")
def test_killed_at_any_moment_each_file_is_delivered_once(town: Net, folder: Path, start: Start) -> None:
    since, chance = Delivery.everything.count(), random.Random(11)
    for number in range(4):
        (folder / f"{number}.csv").write_text(unlike(20 + number))
    for _ in range(3):
        process = start()
        try:
            process.wait(chance.uniform(0.8, 3.0))
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
    process = start()
    until(lambda: len(list((folder / "delivered").glob("*.csv"))) == 4, process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert Delivery.everything.count() == since + 4
    assert {one.state for one in Delivery.everything.order_by("offered_at")[since:]} == {State.CHECKED}
    assert not list((folder / "refused").iterdir())
    assert files(folder / ".taken") == set()
