"""When the TTP's responsibility begins and ends: two moments, on record and in the note that the recipient gets."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from adversaries import attacks
from worlds import PEOPLE, World

from sluis.home.home import Home
from sluis.package.report import Report
from sluis.ttp.relaying import relay


def events(world: World, party: str) -> list[dict[str, Any]]:
    """What a party has on record, in order."""
    lines = [
        line
        for path in sorted(world.path(party, "evidence").rglob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    return [one["event"] for one in map(json.loads, lines) if "event" in one]


@pytest.mark.covers("Z-39")
def test_taking_in_and_delivering_are_events_with_their_own_times(world: World) -> None:
    assert world.prepare(world.write(PEOPLE)).code == 0
    begin = datetime.now(UTC).replace(microsecond=0)
    ticks = (begin + timedelta(seconds=step) for step in range(1000))
    home = Home(world.path("ttp"), lambda: next(ticks))
    relay(home, world.path("offered.sluis"), world.path("relayed.sluis"), Report("relay", begin))
    delivery = world.report()["delivery"]
    mine = [one for one in events(world, "ttp") if one["objects"].get("delivery") == delivery]
    assert [one["kind"] for one in mine] == ["delivery.received", "delivery.relayed"]
    assert begin <= _moment(mine[0]["at"]) < _moment(mine[1]["at"])
    note = json.loads(attacks.members(world.path("relayed.sluis"))["relay.json"])
    assert begin <= _moment(note["received_at"]) <= _moment(mine[0]["at"])
    assert _moment(mine[1]["at"]) <= _moment(note["relayed_at"])


@pytest.mark.covers("Z-39")
def test_what_was_refused_at_the_door_was_never_taken_in(world: World) -> None:
    assert world.prepare(world.write(PEOPLE)).code == 0
    data = bytearray(world.path("offered.sluis").read_bytes())
    data[-1] ^= 1  # the length of a comment that no package has
    world.path("offered.sluis").write_bytes(data)
    with world.refuses("2551") as answers:
        answers.append(world.relay())
    kinds = [one["kind"] for one in events(world, "ttp")]
    assert "delivery.received" not in kinds and "delivery.relay-refused" in kinds


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
