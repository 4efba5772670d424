"""What a delivery is for: replace, add, withdraw, nothing; a test; a correction; its place in the row."""

import json
from typing import Any

import pyarrow.parquet as pq
import pytest
from worlds import PEOPLE, World, sluis

IDENTIFIERS = "BSN,NAME,DOB,SEX\n900000016,Bram de Proef,09/09/2011,2\n"


def deliver(world: World, *inputs: object, name: str, more: list[object] | None = None, test: bool = False) -> Any:
    """Through all three parties; the rows at the recipient."""
    flags: list[object] = ["--test"] if test else []
    made = world.prepare(*inputs, out=f"{name}.sluis", more=[*(more or []), *flags])
    assert made.code == 0, made.err
    assert world.relay(f"{name}.sluis", f"{name}.relayed.sluis").code == 0
    opened = world.open(f"{name}.relayed.sluis", out=f"{name}.parquet", more=flags)
    assert opened.code == 0, opened.err
    return pq.read_table(world.path(f"{name}.parquet")).to_pylist()


def inspect(world: World, name: str) -> Any:
    """What anybody can see of a package."""
    answer = sluis("--json", "inspect", world.path(name))
    assert answer.code == 0, answer.err
    return answer.data


def labels(rows: Any, name: str = "BSN") -> set[str]:
    """The pseudonyms in a column."""
    return {row[name] for row in rows if row[name]}


@pytest.mark.parametrize("mode", ["replace", "add"])
def test_replace_and_add_bring_rows_and_say_so_in_manifest_and_reports(world: World, mode: str) -> None:
    rows = deliver(world, world.write(PEOPLE), name="one", more=["--mode", mode])
    assert len(rows) == 4
    assert inspect(world, "one.relayed.sluis")["mode"] == mode == world.report("one.prepare.json")["mode"]


def test_withdraw_brings_only_identifiers_equal_to_those_that_were_delivered(world: World) -> None:
    before = deliver(world, world.write(PEOPLE), name="one")
    gone = deliver(
        world, world.write(IDENTIFIERS, "gone.csv"), name="two", more=["--mode", "withdraw", "--set", "PERIOD=2026-1"]
    )
    assert set(gone[0]) == {"BSN", "LINK", "PERIOD", "row_reference"}
    known = [row for row in before if row["DOB"] == 2011]
    assert len(known) == 2 and labels(gone) == labels(known) and labels(gone, "LINK") == labels(known, "LINK")
    assert labels(gone) < labels(before)


def test_nothing_to_deliver_travels_without_a_file_and_arrives_as_no_rows(world: World) -> None:
    rows = deliver(world, name="none", more=["--mode", "nothing", "--set", "PERIOD=2026-1"])
    assert rows == []
    seen = inspect(world, "none.relayed.sluis")
    assert (seen["mode"], seen["clear"], set(seen["rows"].values())) == ("nothing", {"PERIOD": "2026-1"}, {0})
    assert set(seen["persons"].values()) == {0}


def test_nothing_with_a_file_and_rows_without_one_are_refused(world: World) -> None:
    file = world.write(PEOPLE)
    with world.refuses("2807") as answers:
        answers.append(world.prepare(file, more=["--mode", "nothing", "--set", "PERIOD=2026-1"]))
    with world.refuses("2808") as answers:
        answers.append(world.prepare())
    with world.refuses("2810") as answers:
        answers.append(world.prepare(more=["--mode", "nothing"]))


def test_a_test_delivery_has_keys_labels_and_numbers_of_its_own(world: World) -> None:
    file = world.write(PEOPLE)
    real = deliver(world, file, name="real")
    trial = deliver(world, file, name="trial", test=True)
    assert all(label.split(".")[2] == "registry-1" for label in labels(real) | labels(real, "LINK"))
    assert all(label.split(".")[2] == "registry-1-test" for label in labels(trial) | labels(trial, "LINK"))
    assert {label.rpartition(".")[2] for label in labels(real)}.isdisjoint(
        label.rpartition(".")[2] for label in labels(trial)
    )
    assert pq.read_schema(world.path("trial.parquet")).metadata[b"sluis.test"] == b"true"
    for name in ("trial.sluis", "trial.relayed.sluis"):
        assert inspect(world, name)["test"] is True
    assert inspect(world, "real.sluis")["recipient_content"] != inspect(world, "trial.sluis")["recipient_content"]
    assert inspect(world, "trial.sluis")["sequence"] == 1 and inspect(world, "trial.sluis")["predecessor"] == ""
    assert "TEST" in sluis("inspect", world.path("trial.sluis")).out


def test_a_test_delivery_opens_only_as_a_test_and_a_real_one_only_without(world: World) -> None:
    file = world.write(PEOPLE)
    for name, flags, wrong, code in (("trial", ["--test"], [], "2805"), ("real", [], ["--test"], "2806")):
        assert world.prepare(file, out=f"{name}.sluis", more=flags).code == 0
        assert world.relay(f"{name}.sluis", f"{name}.relayed.sluis").code == 0
        with world.refuses(code) as answers:
            answers.append(world.open(f"{name}.relayed.sluis", more=wrong))
        assert world.open(f"{name}.relayed.sluis", out=f"{name}.parquet", more=flags).code == 0


@pytest.mark.covers("Z-55")
def test_deliveries_are_numbered_know_the_one_before_and_the_one_they_correct(world: World) -> None:
    file = world.write(PEOPLE)
    assert world.prepare(file, out="one.sluis").code == 0
    assert world.prepare(file, out="other.sluis", to=2).code == 0
    assert world.prepare(file, out="trial.sluis", more=["--test"]).code == 0
    first = inspect(world, "one.sluis")["delivery"]
    assert world.prepare(file, out="two.sluis", more=["--corrects", first]).code == 0
    second = inspect(world, "two.sluis")
    assert (second["sequence"], second["predecessor"], second["corrects"]) == (2, first, first)
    assert world.prepare(file, out="three.sluis").code == 0
    third = inspect(world, "three.sluis")
    assert (third["sequence"], third["predecessor"], third["corrects"]) == (3, second["delivery"], "")
    assert world.report("two.prepare.json")["corrects"] == first
    listed = sluis("--json", "source", "deliveries", "--home", world.path("source-1")).data
    assert sorted((one["agreement"], one["sequence"], one["test"]) for one in listed) == [
        ("source-1-recipient-1", 1, False),
        ("source-1-recipient-1", 1, True),
        ("source-1-recipient-1", 2, False),
        ("source-1-recipient-1", 3, False),
        ("source-1-recipient-2", 1, False),
    ]


def test_a_refused_delivery_takes_no_number(world: World) -> None:
    bad = world.write("BSN\n900000016\n", "bad.csv")
    with world.refuses("2112") as answers:
        answers.append(world.prepare(bad))
    assert world.prepare(world.write(PEOPLE), out="one.sluis").code == 0
    assert inspect(world, "one.sluis")["sequence"] == 1


def test_a_correction_of_an_unknown_delivery_is_refused(world: World) -> None:
    file = world.write(PEOPLE)
    with world.refuses("2801") as answers:
        answers.append(world.prepare(file, more=["--corrects", "0" * 32]))


def test_no_file_of_a_party_holds_a_value_of_a_refused_or_sent_row(world: World) -> None:
    deliver(world, world.write(PEOPLE), name="one")
    for party in ("source-1", "ttp", "recipient-1"):
        for path in world.path(party).rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                assert not any(value in data for value in (b"900000016", b"Voorbeeld", b"2345 CD")), path
    assert "900000016" not in json.dumps(world.report("one.prepare.json"))
