"""`sluis source deliver`: prepared and sent as one, and once, whatever comes in between."""

import itertools
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import casting
import pytest
from delivering import ROOT, Net
from worlds import PEOPLE, sluis

from network.town import deliver, outbox
from sluis.portal.access.changing import keeping
from sluis.portal.deliveries.models import Delivery, Route, State
from sluis.refusals import Refused
from sluis.source.delivering import deliver as make
from sluis.source.preparing import Wanted

_SCORES = itertools.count(0)


@pytest.fixture(scope="module", autouse=True)
def connected(town: Net) -> None:
    assert town.connect("source-1").code == 0


@pytest.fixture
def file(town: Net) -> Path:
    """A file that was never delivered."""
    return town.world.write(PEOPLE + f"900000004,Aafje Voorbeeld,27/03/2008,1234 AB,1,{next(_SCORES)},2026-1\n")


def delivered(town: Net, since: int) -> list[Delivery]:
    """What came since so many had come."""
    return list(Delivery.everything.order_by("offered_at", "sequence"))[since:]


@contextmanager
def gate_away(town: Net) -> Iterator[None]:
    """For this source: nobody listens where it looks for the gate."""
    settings = town.world.path("source-1", "sluis.toml")
    before = settings.read_text()
    settings.write_text(before.replace(f":{town.gate_port}", ":1"))
    try:
        yield
    finally:
        settings.write_text(before)


@contextmanager
def only_tests(town: Net) -> Iterator[None]:
    """Under every agreement a test is wanted first."""
    _need_test(True)
    try:
        yield
    finally:
        _need_test(False)


def _need_test(wanted: bool) -> None:
    with keeping(casting.tester()) as change:
        Route.everything.update(needs_test=wanted)
        change.record("test.made")


@pytest.mark.covers("Z-31", "Z-54")
def test_a_file_is_delivered_in_one_command_and_leaves_no_package_behind(town: Net, file: Path) -> None:
    since = Delivery.everything.count()
    report = town.world.path("report.json")
    answer = deliver(town, file, more=("--report", report))
    assert answer.code == 0, answer.err
    (delivery,) = delivered(town, since)
    assert delivery.number in answer.out and delivery.state == State.CHECKED
    assert outbox(town) == []
    assert town.world.report("report.json")["rows_sent"] == 5
    assert "aangekomen" in report.with_suffix(".nl.html").read_text()
    assert delivery.prepared["rows_read"] == 5


def test_the_same_file_again_is_refused_unless_it_is_meant(town: Net, file: Path) -> None:
    since = Delivery.everything.count()
    assert deliver(town, file).code == 0
    (first,) = delivered(town, since)
    copy = shutil.copy(file, town.world.path("copy.csv"))
    again = deliver(town, copy)
    assert again.code == 3 and "2238" in again.err and first.number in again.err and "--again" in again.err
    assert len(delivered(town, since)) == 1
    assert deliver(town, copy, more=("--again",)).code == 0
    assert deliver(town, copy, more=("--corrects", first.delivery)).code == 0
    assert len({one.delivery for one in delivered(town, since)}) == 3


def test_what_was_prepared_while_the_gate_is_away_is_what_is_sent(town: Net, file: Path) -> None:
    since = Delivery.everything.count()
    report = town.world.path("later.json")
    with gate_away(town):
        answer = deliver(town, file)
        assert answer.code == 3 and "2232" in answer.err
        (package,) = [name for name in outbox(town) if name.endswith(".sluis")]
        before = town.world.path("source-1", "outbox", package).read_bytes()
        assert deliver(town, file).code == 3
        assert town.world.path("source-1", "outbox", package).read_bytes() == before
        listed = sluis("source", "deliveries", "--home", town.world.path("source-1"))
        assert "waits here" in listed.out and "2232" in listed.err
    assert deliver(town, file, more=("--report", report)).code == 0
    (delivery,) = delivered(town, since)
    made = town.world.report("later.json")
    assert made["delivery"] == delivery.delivery and made["rows_read"] == 5 and made["finding_counts"] == []
    assert outbox(town) == []


@pytest.mark.parametrize("note", [False, True])
def test_a_program_that_died_after_it_arrived_sends_nothing_twice(town: Net, file: Path, note: bool) -> None:
    since, place = Delivery.everything.count(), town.world.path("source-1", "outbox")
    with gate_away(town):
        assert deliver(town, file).code == 3
        shutil.copytree(place, town.world.path("as-it-was"))
    assert deliver(town, file).code == 0
    if not note:
        shutil.rmtree(place)
    shutil.copytree(town.world.path("as-it-was"), place, dirs_exist_ok=True)
    shutil.rmtree(town.world.path("as-it-was"))
    with only_tests(town):  # and what is asked has changed in between
        again = deliver(town, file)
    assert again.code == 0 and "already" in again.out, again.err
    assert len(delivered(town, since)) == 1 and outbox(town) == []
    assert "2238" in deliver(town, file).err


def test_what_the_gate_refuses_goes_and_can_be_delivered_anew(town: Net, file: Path) -> None:
    since = Delivery.everything.count()
    with only_tests(town):
        answer = deliver(town, file, more=("--report", town.world.path("refused.json")))
    assert answer.code == 3 and "2242" in answer.err
    assert town.world.report("refused.json")["refusal"]["code"] == "2242"
    assert town.world.report("refused.json")["rows_sent"] == 0
    assert delivered(town, since) == [] and outbox(town) == []
    assert deliver(town, file).code == 0
    assert len(delivered(town, since)) == 1


def test_a_file_with_something_wrong_is_refused_and_nothing_waits(town: Net) -> None:
    since = Delivery.everything.count()
    answer = deliver(town, town.world.write("A,B\n1,2\n"), more=("--report", town.world.path("wrong.json")))
    assert answer.code == 3 and "2112" in answer.err
    assert delivered(town, since) == [] and outbox(town) == []
    assert deliver(town, town.world.path("nowhere.csv")).code == 3


def test_a_file_that_changes_while_it_is_read_is_not_sent(town: Net, file: Path) -> None:
    class Writer:
        """Writes to the file while it is prepared."""

        def begin(self, what: str, total: int) -> None:
            file.open("a").close()
            os.utime(file, ns=(0, 0))

        def advance(self, done: int, **counts: int) -> None:
            return

    home = town.world.home("source-1")
    (agreement,) = [one for one in home.shelf.agreements() if one.recipient.id == "recipient-1"]
    wanted = Wanted(inputs={"children": file}, out=Path(), agreement=agreement)
    with pytest.raises(Refused) as refused:
        make(home, wanted, progress=Writer())
    assert refused.value.code.number == "2107" and outbox(town) == []


@pytest.mark.covers("Z-55")
def test_a_delivery_can_be_taken_back_before_it_is_relayed(town: Net, file: Path) -> None:
    since, home = Delivery.everything.count(), town.world.path("source-1")
    assert deliver(town, file).code == 0
    (delivery,) = delivered(town, since)
    lower = delivery.number.lower().replace("-", "")
    assert sluis("source", "withdraw", lower, "--home", home).code == 0
    assert delivered(town, since)[0].state == State.WITHDRAWN
    again = sluis("source", "withdraw", delivery.number, "--home", home)
    assert again.code == 3 and "2244" in again.err
    assert "2801" in sluis("source", "withdraw", "0000-0000-0000", "--home", home).err
    assert "withdrawn" in sluis("source", "deliveries", "--home", home).out


def test_what_only_waits_here_can_be_taken_back_too(town: Net, file: Path) -> None:
    since, home = Delivery.everything.count(), town.world.path("source-1")
    with gate_away(town):
        assert deliver(town, file).code == 3
    listed = sluis("--json", "source", "deliveries", "--home", home).data
    (number,) = [one["gate"]["number"] for one in listed if one["gate"] and one["gate"]["state"] == "waiting"]
    assert sluis("source", "withdraw", number, "--home", home).code == 0
    assert outbox(town) == [] and delivered(town, since) == []


def test_what_was_given_up_at_the_gate_is_said_and_prepared_anew(town: Net, file: Path) -> None:
    since, place = Delivery.everything.count(), town.world.path("source-1", "outbox")
    with gate_away(town):
        assert deliver(town, file).code == 3
        shutil.copytree(place, town.world.path("as-it-was"))
    assert deliver(town, file).code == 0
    (delivery,) = delivered(town, since)
    assert sluis("source", "withdraw", delivery.number, "--home", town.world.path("source-1")).code == 0
    shutil.rmtree(place)
    town.world.path("as-it-was").rename(place)
    assert "2827" in deliver(town, file).err
    assert deliver(town, file).code == 0
    assert [one.state for one in delivered(town, since)] == [State.WITHDRAWN, State.CHECKED]


def program(town: Net, file: Path) -> "subprocess.Popen[bytes]":
    """`sluis source deliver` as a process."""
    command = [
        sys.executable, "-m", "sluis.cli", "source", "deliver", str(file), "--home", str(town.world.path("source-1")),
        "--to", "recipient-1", "--language", "en",
    ]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def lasts(town: Net) -> float:
    """Seconds that it takes on this machine when nobody kills it."""
    began = time.monotonic()
    process = program(town, town.world.write(PEOPLE + PEOPLE.split("\n")[2] + "\n", "measured.csv"))
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return time.monotonic() - began


def test_two_programs_at_one_moment_deliver_it_once(town: Net, file: Path) -> None:
    since = Delivery.everything.count()
    both = [program(town, file) for _ in range(2)]
    said = [process.communicate(timeout=60)[1].decode() for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes == [0, 3] and any(code in "".join(said) for code in ("2804", "2238")), said
    assert [one.state for one in delivered(town, since)] == [State.CHECKED]
    assert outbox(town) == []


@pytest.mark.covers("Z-31")
@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_it_arrives_once(town: Net, file: Path, seed: int, lasts: float) -> None:
    since, chance = Delivery.everything.count(), random.Random(seed)
    deaths, code, said = 0, -9, b""
    while code == -9:
        process = program(town, file)
        try:
            process.wait(chance.uniform(0.2 * lasts, 1.1 * lasts) if deaths < 6 else 60)
        except subprocess.TimeoutExpired:
            process.kill()
            deaths += 1
        _, said = process.communicate()
        code = process.returncode
    assert code == 0 or (code == 3 and b"2238" in said), said
    assert [one.state for one in delivered(town, since)] == [State.CHECKED]
    assert outbox(town) == []
    assert sluis("evidence", "verify", "--dir", town.world.path("source-1")).code == 0
