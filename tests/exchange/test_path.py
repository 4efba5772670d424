"""The whole path, from a file at a source to a table at a recipient."""

import pyarrow.parquet as pq
import pytest
from worlds import PEOPLE, World


@pytest.mark.covers("Z-31", "Z-35", "Z-55", "Z-93")
def test_a_file_reaches_the_recipient_pseudonymised(world: World) -> None:
    file = world.write(PEOPLE.replace("900000028", "123456789"))
    assert world.prepare(file).code == 0
    assert world.relay().code == 0
    assert world.open().code == 0
    report = world.report()
    assert (report["rows_read"], report["rows_sent"], report["rows_rejected"], report["persons"]) == (4, 4, 0, 2)
    assert [(one["row"], one["field"], one["code"]) for one in report["findings"]] == [(4, "BSN", "3201")]
    table = pq.read_table(world.path("received.parquet")).to_pylist()
    assert sorted(row["DOB"] for row in table) == [1929, 2008, 2011, 2011]
    assert sorted(row["POST"] or "" for row in table) == ["", "2345", "2345", "3456"]
    assert {row["PERIOD"] for row in table} == {"2026-1"}
    assert "NAME" not in table[0]
    bram = {row["BSN"] for row in table if row["DOB"] == 2011}
    assert len(bram) == 1 and len({row["LINK"] for row in table}) == 3


def test_opening_writes_over_nothing_but_the_same_delivery(world: World) -> None:
    file = world.write(PEOPLE)
    assert world.prepare(file).code == 0 and world.relay().code == 0 and world.open().code == 0
    before = pq.read_table(world.path("received.parquet"))
    assert world.open().code == 0
    assert pq.read_table(world.path("received.parquet")).equals(before)
    assert world.prepare(file, out="second.sluis").code == 0
    assert world.relay("second.sluis", "second-relayed.sluis").code == 0
    for out in ("received.parquet", "input.csv"):
        with world.refuses("2008") as answers:
            answers.append(world.open("second-relayed.sluis", out=out))
    assert world.path("input.csv").read_text() == PEOPLE
    assert pq.read_table(world.path("received.parquet")).equals(before)
