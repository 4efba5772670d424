"""What `prepare` does when chance is against it."""

from typing import Any

import pyarrow.parquet as pq
import pytest
from worlds import PEOPLE, World

from sluis.source.persons import HandleCollision, TagSet


def test_a_collision_of_handles_begins_again_with_another_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add, calls = TagSet.add, []

    def collide(self: TagSet, tags: Any) -> Any:
        calls.append(len(tags))
        if len(calls) == 2:  # the first is the list of objections
            raise HandleCollision
        return add(self, tags)

    monkeypatch.setattr(TagSet, "add", collide)
    file = world.write(PEOPLE.replace("PERIOD\n", "PERIOD,EXTRA\n", 1).replace("2026-1\n", "2026-1,x\n"))
    assert world.prepare(file).code == 0
    assert len(calls) > 3
    report = world.report()
    assert (report["rows_read"], report["rows_sent"], report["persons"]) == (4, 4, 3)
    assert report["columns_dropped"] == ["EXTRA"]
    assert world.relay().code == 0 and world.open().code == 0
    assert pq.read_table(world.path("received.parquet")).num_rows == 4
