"""Two recipients and three sources, each a process of its own with a home of its own, at the same time."""

import subprocess
import sys
from collections.abc import Iterator

import casting
import pyarrow.parquet as pq
import pytest
from delivering import Net, on_a_network
from worlds import PEOPLE, Worlds, specification

from network.knocking import Program
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.authorising import authorise
from sluis.portal.deliveries.models import Delivery, State

SOURCES, RECIPIENTS = (1, 2, 3), (1, 2)
PATIENCE = 180


@pytest.fixture(scope="module")
def town(worlds: Worlds, tmp_path_factory: pytest.TempPathFactory, switch: object) -> Iterator[Net]:
    world = worlds.make(tmp_path_factory.mktemp("parties") / "world", specification(), sources=3, recipients=2)
    with on_a_network(world) as made:
        for party in (*(f"source-{one}" for one in SOURCES), *(f"recipient-{one}" for one in RECIPIENTS)):
            assert made.connect(party).code == 0
        yield made


def at_once(town: Net, commands: dict[str, list[object]]) -> None:
    """Run commands of several parties at the same time; all must go well."""
    running = {}
    for name, words in commands.items():
        with town.world.path(f"{name}.log").open("wb") as log:
            command = [sys.executable, "-P", "-m", "sluis.cli", *map(str, words)]
            running[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    for name, process in running.items():
        try:
            assert process.wait(PATIENCE) == 0, town.world.path(f"{name}.log").read_text()
        finally:
            process.kill()


def of(source: int, recipient: int) -> str:
    """Rows by which one sees whose they are."""
    return PEOPLE.replace("2345 CD", f"{source}{recipient}45 CD")


@pytest.fixture(scope="module")
def exchanged(town: Net) -> Net:
    """Every source has sent to every recipient, and every recipient has fetched; all at the same time."""
    pairs = [(source, recipient) for source in SOURCES for recipient in RECIPIENTS]
    for source, recipient in pairs:
        rows = town.world.write(of(source, recipient), f"input-{source}.csv")
        assert town.world.prepare(rows, source=source, to=recipient, out=f"{source}-{recipient}.sluis").code == 0
    for recipient in RECIPIENTS:
        at_once(town, {
            f"send-{one}": ["source", "send", town.world.path(f"{one}-{recipient}.sluis"), "--home", town.world.path(f"source-{one}")]
            for one in SOURCES
        })  # fmt: skip
    desk = casting.actor(casting.person(town.places["ttp"], Role.DELIVERY_DESK))
    for delivery in Delivery.everything.all():
        authorise(desk, delivery=delivery)
    assert town.custodian().work_long() == ["delivery.relayed"] * len(pairs)
    at_once(town, {
        f"fetch-{one}": ["recipient", "fetch", "--new", "--home", town.world.path(f"recipient-{one}")]
        for one in RECIPIENTS
    })  # fmt: skip
    return town


@pytest.mark.covers("Z-54")
def test_each_recipient_gets_its_own_and_nothing_else(exchanged: Net) -> None:
    town = exchanged
    for recipient in RECIPIENTS:
        inbox = sorted(town.world.path(f"recipient-{recipient}", "inbox").glob("*.sluis"))
        mine = Delivery.everything.filter(route__recipient_party=f"recipient-{recipient}")
        assert [path.stem for path in inbox] == sorted(one.number for one in mine) and len(inbox) == len(SOURCES)
        assert {one.state for one in mine} == {State.DOWNLOADED}
        seen = set()
        for path in inbox:
            out = f"{path.stem}.parquet"
            assert town.world.open(f"recipient-{recipient}/inbox/{path.name}", to=recipient, out=out).code == 0
            seen |= {one for one in pq.read_table(town.world.path(out)).column("POST").to_pylist() if one}
        assert {f"{source}{recipient}45" for source in SOURCES} <= seen
        others = {f"{source}{other}45" for source in SOURCES for other in RECIPIENTS if other != recipient}
        assert not others & seen


@pytest.mark.covers("Z-54")
def test_what_is_anothers_is_not_there(exchanged: Net) -> None:
    town = exchanged
    ours = Delivery.everything.filter(route__recipient_party="recipient-1").first()
    assert ours is not None and ours.is_held
    place = f"/deliveries/{ours.pk}"
    stranger = Program(town, "recipient-2")
    listed = {one["id"] for one in stranger.ask("GET", "/deliveries").data}
    assert listed and str(ours.pk) not in listed
    for method, path in (("GET", place), ("GET", place + "/package"), ("POST", place + "/receipt"),
                         ("PUT", place + "/remarks"), ("DELETE", place)):  # fmt: skip
        found = stranger.ask(method, path, b"{}" if method == "PUT" else None)
        assert (found.status, found.code) == (404, "2229"), (method, path)
    other = next(one for one in (2, 3) if ours.route.source_party != f"source-{one}")
    for method, path in (("GET", place), ("DELETE", place), ("PUT", place + "/report"), ("GET", place + "/package")):
        found = Program(town, f"source-{other}").ask(method, path, b"{}" if method == "PUT" else None)
        assert (found.status, found.code) == (404, "2229"), (method, path)
    ours.refresh_from_db()
    assert ours.state == State.DOWNLOADED
