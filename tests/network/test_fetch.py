"""`sluis recipient fetch`: what waits at the TTP is fetched, opened, and told that it was."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from delivering import Net
from worlds import PEOPLE, sluis

from network.town import deliver, files, relay
from sluis.portal.deliveries.models import Delivery, State

_SCORES = itertools.count(0)


@pytest.fixture(scope="module", autouse=True)
def connected(town: Net) -> None:
    assert town.connect("source-1").code == 0
    assert town.connect("recipient-1").code == 0


def available(town: Net, *more: object) -> Delivery:
    """A delivery whose result waits for the recipient."""
    text = PEOPLE + f"900000004,Aafje Voorbeeld,27/03/2008,1234 AB,1,{next(_SCORES)},2026-1\n"
    known = set(Delivery.everything.values_list("pk", flat=True))
    answer = deliver(town, town.world.write(text), more=more)
    assert answer.code == 0, answer.err
    relay(town)
    return Delivery.everything.exclude(pk__in=known).get()


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return str(delivery.state)


@contextmanager
def gate_away(town: Net) -> Iterator[None]:
    """For the recipient: nobody listens where it looks for the gate."""
    settings = town.world.path("recipient-1", "sluis.toml")
    before = settings.read_text()
    settings.write_text(before.replace(f":{town.gate_port}", ":1"))
    try:
        yield
    finally:
        settings.write_text(before)


@pytest.mark.covers("Z-31", "Z-35")
def test_what_is_new_is_fetched_opened_and_told_in_one_command(town: Net, tmp_path: Path) -> None:
    delivery = available(town)
    answer = town.fetch("--new", "--open", tmp_path / "data")
    assert answer.code == 0, answer.err
    assert files(tmp_path / "data") == {f"{delivery.number}.parquet", f"{delivery.number}.parquet.report.json",
        f"{delivery.number}.parquet.report.nl.html", f"{delivery.number}.parquet.report.en.html"}  # fmt: skip
    assert pq.read_table(tmp_path / "data" / f"{delivery.number}.parquet").num_rows == 5
    assert state(delivery) == State.OPENED
    made = (tmp_path / "data" / f"{delivery.number}.parquet").stat().st_mtime_ns
    assert "Nothing waits" in town.fetch("--new", "--open", tmp_path / "data").out
    assert town.fetch("--open", tmp_path / "data").code == 0
    assert (tmp_path / "data" / f"{delivery.number}.parquet").stat().st_mtime_ns == made


def test_a_test_delivery_is_opened_only_when_asked_and_lies_apart(town: Net, tmp_path: Path) -> None:
    delivery = available(town, "--test")
    closed = town.fetch("--new", "--open", tmp_path / "data")
    assert closed.code == 0 and "--test" in closed.out and delivery.number in closed.out
    assert files(tmp_path) == set() and state(delivery) == State.DOWNLOADED
    assert town.fetch("--new", "--open", tmp_path / "data", "--test").code == 0
    assert (tmp_path / "data" / "test" / f"{delivery.number}.parquet").exists()
    assert not (tmp_path / "data" / f"{delivery.number}.parquet").exists()
    assert state(delivery) == State.OPENED


def test_that_it_was_opened_is_told_at_the_next_fetch_however_it_was_opened(town: Net, tmp_path: Path) -> None:
    delivery = available(town)
    assert town.fetch("--new").code == 0
    inbox, home = town.world.path("recipient-1", "inbox"), town.world.path("recipient-1")
    package = inbox / f"{delivery.number}.sluis"
    assert sluis("recipient", "open", package, "--home", home, "--out", tmp_path / "one.parquet").code == 0
    assert state(delivery) == State.DOWNLOADED
    with gate_away(town):
        assert "2232" in town.fetch("--new").err
    assert files(home / "receipts") == {f"{delivery.delivery}.json"}
    assert town.fetch("--new").code == 0
    assert state(delivery) == State.OPENED and files(home / "receipts") == set()


def test_a_package_that_came_another_way_leaves_nothing_to_tell(town: Net, tmp_path: Path) -> None:
    home = town.world.path("recipient-1")
    assert town.world.prepare(town.world.write(PEOPLE), out="by-hand.sluis").code == 0
    assert town.world.relay("by-hand.sluis", out="by-hand-relayed.sluis").code == 0
    package = town.world.path("by-hand-relayed.sluis")
    assert sluis("recipient", "open", package, "--home", home, "--out", tmp_path / "one.parquet").code == 0
    assert len(files(home / "receipts")) == 1
    assert town.fetch("--new").code == 0
    assert files(home / "receipts") == set()


def test_a_result_that_cannot_be_opened_does_not_keep_the_others_back(town: Net, tmp_path: Path) -> None:
    wrong, right = available(town), available(town)
    data = tmp_path / "data"
    data.mkdir()
    (data / f"{wrong.number}.parquet").write_text("something else")
    answer = town.fetch("--new", "--open", data)
    assert answer.code == 3 and "2008" in answer.err and wrong.number in answer.err
    assert (data / f"{wrong.number}.parquet").read_text() == "something else"
    assert pq.read_table(data / f"{right.number}.parquet").num_rows == 5
    assert state(wrong) == State.DOWNLOADED and state(right) == State.OPENED
