"""Persons who objected: a list at the source that holds no number, and what `prepare` does with it."""

import io
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from worlds import PEOPLE, Answer, World, sluis

BRAM, COBA, NOBODY = "900000016", "900000028", "900000004"


def objections(world: World, verb: str, *file: object) -> Answer:
    """`sluis source objections`."""
    return sluis("--json", "source", "objections", verb, *file, "--home", world.path("source-1"))


def count(world: World) -> int:
    """How many persons are on the list."""
    return int(objections(world, "count").data["persons"])


def test_the_list_is_changed_from_a_file_and_from_standard_input(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert count(world) == 0
    assert objections(world, "add", world.write(f"{BRAM}\n{COBA}\n\n", "list.txt")).data == {"changed": 2, "persons": 2}
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{BRAM}\n{NOBODY}\n"))
    assert objections(world, "add", "-").data == {"changed": 1, "persons": 3}
    assert objections(world, "remove", world.write(f"{NOBODY}\r\n", "off.txt")).data == {"changed": 1, "persons": 2}
    assert objections(world, "remove", world.path("off.txt")).data == {"changed": 0, "persons": 2}


@pytest.mark.parametrize("bad", ["123456789", "90000001", "bram", "000000000"])
@pytest.mark.parametrize("verb", ["add", "remove"])
def test_a_line_that_is_no_number_changes_nothing_and_is_named_by_its_line(world: World, verb: str, bad: str) -> None:
    objections(world, "add", world.write(f"{BRAM}\n", "list.txt"))
    before = world.path("source-1", "objections.tags").read_bytes()
    file = world.write(f"{BRAM}\n{COBA}\n{bad}\n", "more.txt")
    with world.refuses("2823") as answers:
        answers.append(objections(world, verb, file))
    assert "Line 3" in answers[0].err and bad not in answers[0].err + answers[0].out
    assert world.path("source-1", "objections.tags").read_bytes() == before


def test_a_list_that_is_no_text_is_refused_and_one_with_a_byte_order_mark_is_read(world: World) -> None:
    with_mark = world.write(b"\xef\xbb\xbf" + f"{BRAM}\n".encode(), "mark.txt")
    assert objections(world, "add", with_mark).data["changed"] == 1
    other = world.write(f"{COBA}\n".encode() + b"\xff\xfe\n", "bytes.txt")
    with world.refuses("2823") as answers:
        answers.append(objections(world, "add", other))
    assert count(world) == 1


def test_the_list_holds_no_number_and_only_its_owner_may_read_it(world: World) -> None:
    objections(world, "add", world.write(f"{BRAM}\n", "list.txt"))
    world.path("list.txt").unlink()
    for path in world.path("source-1").rglob("*"):
        assert not path.is_file() or BRAM.encode() not in path.read_bytes(), path
    held = world.path("source-1", "objections.tags")
    assert (held.stat().st_size, held.stat().st_mode & 0o777) == (16, 0o600)


def test_two_homes_keep_the_same_person_under_unrelated_tags(world: World) -> None:
    file = world.write(f"{BRAM}\n", "list.txt")
    for number in (1, 2):
        sluis("source", "objections", "add", file, "--home", world.path(f"source-{number}"))
    one, other = (world.path(f"source-{number}", "objections.tags").read_bytes() for number in (1, 2))
    assert len(one) == len(other) == 16 and one != other


def test_who_objected_is_left_out_and_counted_in_rows_and_persons(world: World) -> None:
    objections(world, "add", world.write(f"{BRAM}\n", "list.txt"))
    made = world.prepare(world.write(PEOPLE))
    assert made.code == 0
    assert "2 left out" in made.out
    report = world.report()
    assert (report["rows_read"], report["rows_sent"], report["rows_objected"]) == (4, 2, 2)
    assert (report["persons"], report["persons_objected"]) == (2, 1)
    assert BRAM not in Path(world.path("offered.prepare.json")).read_text()
    assert world.relay().code == 0 and world.open().code == 0
    rows = pq.read_table(world.path("received.parquet")).to_pylist()
    assert sorted(row["DOB"] for row in rows) == [1929, 2008]


def test_an_objection_holds_for_one_source_and_ends_when_it_is_taken_back(world: World) -> None:
    file = world.write(f"{BRAM}\n", "list.txt")
    objections(world, "add", file)
    people = world.write(PEOPLE)
    assert world.prepare(people, source=2, out="other.sluis").code == 0
    assert world.report("other.prepare.json")["rows_objected"] == 0
    objections(world, "remove", file)
    assert world.prepare(people, out="again.sluis").code == 0
    assert world.report("again.prepare.json")["rows_sent"] == 4


def test_when_everybody_objected_nothing_is_sent(world: World) -> None:
    objections(world, "add", world.write(f"{BRAM}\n{COBA}\n{NOBODY}\n", "list.txt"))
    people = world.write(PEOPLE)
    with world.refuses("2817") as answers:
        answers.append(world.prepare(people))


def test_a_list_without_a_newline_at_its_end_counts_its_last_line(world: World) -> None:
    assert objections(world, "add", world.write(f"{BRAM}{os.linesep}{COBA}", "list.txt")).data["changed"] == 2
