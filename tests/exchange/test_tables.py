"""Several tables that share persons: children, their episodes and their scores, joined at the recipient."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import children
import pyarrow.parquet as pq
import pytest
from worlds import World, Worlds, sluis

Rows = list[dict[str, Any]]


@pytest.fixture(params=["polymorphic", "keyed"])
def clinic(request: pytest.FixtureRequest, worlds: Worlds, tmp_path: Path, shared_data: Path) -> World:
    """One source and one recipient, three tables; the folder `tables` holds a file per table."""
    world = worlds.make(tmp_path / "world", children.TABLES.format(scheme=request.param))
    for table, name in (("children", "header"), ("episodes", "episodes"), ("scores", "oc2")):
        children.write(world.path("tables", f"{table}.csv"), children.numbered(children.read(shared_data, name)))
    return world


def test_three_tables_arrive_as_a_folder_and_join_by_pseudonym(clinic: World) -> None:
    assert clinic.prepare(clinic.path("tables")).code == 0
    assert clinic.relay().code == 0
    assert clinic.open(out="received").code == 0
    report = clinic.report()
    assert report["rows_by_table"] == {"children": 2675, "episodes": 5050, "scores": 2675}
    assert (report["rows_sent"], report["persons"]) == (10_400, 2675)
    tables = {path.stem: pq.read_table(path).to_pylist() for path in clinic.path("received").iterdir()}
    assert {name: len(rows) for name, rows in tables.items()} == report["rows_by_table"]
    assert "CHILD" not in tables["children"][0]
    _check_joined(clinic, tables, report["delivery"])


def _check_joined(clinic: World, tables: dict[str, Rows], delivery: str) -> None:
    """2,123 children have an episode, 1,321 a score; every joined row is of the child that the input says."""
    given = {path.stem: children.rows_of(path) for path in clinic.path("tables").iterdir()}
    child_of = {
        row["BSN"]: given["children"][place]["CHILD"]
        for row, place in children.rows_in_file(clinic.place, 1, 1, delivery, tables["children"])
    }
    assert len(child_of) == 2675
    for name, persons in (("episodes", 2123), ("scores", 2675)):
        assert len({row["BSN"] for row in tables[name]}) == persons
        for row, place in children.rows_in_file(clinic.place, 1, 1, delivery, tables[name]):
            assert child_of[row["BSN"]] == given[name][place]["CHILD"]
    assert sum(row["SDQ_SCORE"] is not None for row in tables["scores"]) == 1321
    episodes = Counter(row["BSN"] for row in tables["episodes"])
    assert Counter(child_of[label] for label in episodes.elements()) == Counter(
        row["CHILD"] for row in given["episodes"]
    )


def test_files_can_be_named_by_table_by_their_own_name_or_as_a_folder(clinic: World) -> None:
    folder = clinic.path("tables")
    moved = folder.rename(clinic.path("other"))
    by_table: list[object] = [f"{table}={moved / f'{table}.csv'}" for table in ("scores", "children", "episodes")]
    by_name: list[object] = [moved / f"{table}.csv" for table in ("episodes", "scores", "children")]
    ways: tuple[list[object], ...] = (by_table, by_name, [moved])
    for number, given in enumerate(ways):
        assert clinic.prepare(*given, out=f"{number}.sluis").code == 0
        assert clinic.report(f"{number}.prepare.json")["rows_by_table"]["episodes"] == 5050


def test_a_table_without_a_file_or_a_file_without_a_table_is_refused(clinic: World) -> None:
    folder = clinic.path("tables")
    with clinic.refuses("2808") as answers:
        answers.append(clinic.prepare(folder / "children.csv", folder / "episodes.csv"))
    with clinic.refuses("2809") as answers:
        answers.append(clinic.prepare(folder, f"visits={folder / 'scores.csv'}"))
    with clinic.refuses("2562") as answers:
        assert clinic.prepare(folder).code == 0
        assert clinic.relay().code == 0
        clinic.path("offered.sluis").rename(clinic.path("offered.json"))  # so that only what `open` leaves counts
        clinic.path("relayed.sluis").rename(clinic.path("relayed.json"))
        answers.append(clinic.open("relayed.json"))


def test_an_episode_of_a_child_that_is_not_there_is_refused_with_its_row(clinic: World, shared_data: Path) -> None:
    everybody = children.numbered(children.read(shared_data, "header"))
    gone = everybody[0]["CHILD"]
    children.write(clinic.path("tables", "children.csv"), everybody[1:])
    with clinic.refuses("2816") as answers:
        answers.append(clinic.prepare(clinic.path("tables")))
    found = [(one["table"], one["row"], one["field"]) for one in clinic.report()["findings"]]
    # one finding per child that is missing, at the first row that refers to it
    episodes = next(row for row, one in enumerate(children.read(shared_data, "episodes"), 2) if one["CHILD"] == gone)
    assert found == [("episodes", episodes, "CHILD"), ("scores", 2, "CHILD")]
    assert gone not in answers[0].err + json.dumps(clinic.report())


def test_a_child_that_stands_twice_is_refused_with_its_second_row(clinic: World, shared_data: Path) -> None:
    everybody = children.numbered(children.read(shared_data, "header"))
    children.write(clinic.path("tables", "children.csv"), [*everybody, everybody[0]])
    with clinic.refuses("2815") as answers:
        answers.append(clinic.prepare(clinic.path("tables")))
    assert [(one["table"], one["row"], one["field"]) for one in clinic.report()["findings"]] == [
        ("children", 2677, "CHILD")
    ]


def test_the_demo_takes_a_folder_of_tables_and_leaves_a_folder(shared_data: Path, tmp_path: Path) -> None:
    (tmp_path / "specification.yaml").write_text(children.TABLES.format(scheme="keyed"))
    chosen = children.numbered(children.read(shared_data, "header"))[:50]
    known = {row["CHILD"] for row in chosen}
    for table, name in (("children", "header"), ("episodes", "episodes"), ("scores", "oc2")):
        rows = [row for row in children.numbered(children.read(shared_data, name)) if row["CHILD"] in known]
        children.write(tmp_path / "tables" / f"{table}.csv", rows)
    answer = sluis(
        "demo", "--once", "--dir", tmp_path / "world", "--spec", tmp_path / "specification.yaml",
        "--input", tmp_path / "tables", "--quiet",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    received = tmp_path / "world" / "recipient-1" / "received" / "source-1"
    assert {path.stem: pq.read_metadata(path).num_rows for path in received.iterdir()} == {
        "children": 50,
        "episodes": 105,
        "scores": 50,
    }
