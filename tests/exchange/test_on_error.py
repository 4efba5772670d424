"""What is wrong with a value: the delivery is refused, the value blanked or the row left out, as each field says."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from handing_in import findings, received
from worlds import World, Worlds

SPECIFICATION = """\
name: visits
version: 1.0.0
scheme: polymorphic
format: {type: csv}
fields:
  - {name: BSN, type: string, identifier: bsn, sentinels: ["000000000", "999999999"], on_error: BSN_ON_ERROR,
     treatment: pseudonymise, justification: one is one person}
  - {name: VISIT, type: string, constraints: {required: true, unique: true}, on_error: refuse, treatment: seal,
     justification: x}
  - {name: SCORE, type: integer, constraints: {minimum: 0, maximum: 40}, on_error: SCORE_ON_ERROR, treatment: seal,
     justification: x}
  - {name: KIND, type: string, constraints: {enum: [a, b], required: true}, on_error: KIND_ON_ERROR, treatment: seal,
     justification: x}
"""
HEADING = "BSN,VISIT,SCORE,KIND,EXTRA\n"
GOOD = ("900000004,v1,12,a,", "900000016,v2,40,b,", "900000028,v3,0,a,")
BAD = {"BSN": "123456789,v9,1,a,", "SCORE": "900000041,v9,41,a,", "KIND": "900000041,v9,1,c,"}
DIGITS = {"BSN": "01", "SCORE": "09", "KIND": "10"}


@pytest.fixture
def of(worlds: Worlds, tmp_path: Path) -> object:
    """Makes a world in which these fields have these ways with errors; the others blank."""

    def make(**ways: str) -> World:
        text = SPECIFICATION
        for name in BAD:
            text = text.replace(f"{name}_ON_ERROR", ways.get(name, "blank"))
        return worlds.make(tmp_path / "world", text)

    return make


def file(world: World, *rows: str) -> Path:
    """These rows under the heading."""
    return world.write(HEADING + "\n".join(rows) + "\n")


@pytest.mark.parametrize("name", BAD)
@pytest.mark.covers("Z-24", "Z-55")
def test_refuse_sends_nothing_and_names_row_and_field(of: object, name: str) -> None:
    world = of(**{name: "refuse"})  # type: ignore[operator]
    given = file(world, GOOD[0], BAD[name], GOOD[1])
    code = f"22{DIGITS[name]}"
    with world.refuses(code) as answers:
        answers.append(world.prepare(given))
    assert f"Refused {code} (row 3, {name})" in answers[0].err
    assert findings(world) == [(3, name, code, "fatal")]
    report = world.report()
    assert (report["rows_read"], report["rows_sent"], report["persons"]) == (3, 0, 0)
    dutch = world.prepare(given, more=["--language", "nl"])
    assert f"Geweigerd {code} (rij 3, {name})" in dutch.err


@pytest.mark.parametrize("name", BAD)
@pytest.mark.covers("Z-24", "Z-55")
def test_blank_sends_the_rest_of_the_row(of: object, name: str) -> None:
    world = of()  # type: ignore[operator]
    rows = received(world, file(world, GOOD[0], BAD[name], GOOD[1]))
    assert findings(world) == [(3, name, f"32{DIGITS[name]}", "warning")]
    (row,) = [row for row in rows if row["VISIT"] == "v9"]
    assert {field for field in ("BSN", "SCORE", "KIND") if row[field] is None} == {name}
    report = world.report()
    assert (report["rows_read"], report["rows_sent"], report["rows_rejected"]) == (3, 3, 0)


@pytest.mark.parametrize("name", BAD)
@pytest.mark.covers("Z-24", "Z-55")
def test_reject_row_leaves_the_row_out_and_counts_it(of: object, name: str) -> None:
    world = of(**{name: "reject_row"})  # type: ignore[operator]
    rows = received(world, file(world, GOOD[0], BAD[name], GOOD[1]))
    assert findings(world) == [(3, name, f"32{DIGITS[name]}", "warning")]
    assert sorted(row["VISIT"] for row in rows) == ["v1", "v2"]
    report = world.report()
    assert (report["rows_read"], report["rows_sent"], report["rows_rejected"], report["persons"]) == (3, 2, 1, 2)


def test_when_every_row_is_rejected_nothing_is_sent(of: object) -> None:
    world = of(KIND="reject_row")  # type: ignore[operator]
    given = file(world, BAD["KIND"])
    with world.refuses("2817") as answers:
        answers.append(world.prepare(given))
    assert "--mode nothing" in answers[0].err


def test_a_number_that_means_none_is_told_and_has_no_pseudonym(of: object) -> None:
    world = of(BSN="refuse")  # type: ignore[operator]
    rows = received(world, file(world, GOOD[0], "999999999,v7,1,a,", "000000000,v8,1,b,"))
    assert findings(world) == [(3, "BSN", "3203", "warning"), (4, "BSN", "3203", "warning")]
    assert {row["VISIT"]: row["BSN"] is None for row in rows} == {"v1": False, "v7": True, "v8": True}
    assert world.report()["persons"] == 1


@pytest.mark.parametrize(("way", "code"), [("refuse", "2214"), ("blank", "3214"), ("reject_row", "3214")])
def test_a_required_value_that_is_missing(of: object, way: str, code: str) -> None:
    world = of(KIND=way)  # type: ignore[operator]
    answer = world.prepare(file(world, *GOOD, "900000041,v4,1,,"))
    assert answer.code == (3 if way == "refuse" else 0)
    assert findings(world) == [(5, "KIND", code, "fatal" if way == "refuse" else "warning")]
    assert world.report()["rows_rejected"] == (way == "reject_row")


def test_a_value_that_must_be_unique_is_refused_with_its_second_row(of: object) -> None:
    world = of()  # type: ignore[operator]
    given = file(world, *GOOD, "900000041,v2,1,a,")
    with world.refuses("2815") as answers:
        answers.append(world.prepare(given))
    assert "(row 5, VISIT)" in answers[0].err and "v2" not in answers[0].err
    assert findings(world) == [(5, "VISIT", "2815", "fatal")]


def test_a_primary_key_that_stands_twice_is_refused_with_its_second_row(worlds: Worlds, tmp_path: Path) -> None:
    head, _, rows = SPECIFICATION.replace("required: true, unique: true", "required: true").partition("fields:\n")
    table = "resources:\n- name: visits\n  primaryKey: [BSN, VISIT]\n  fields:\n"
    world = worlds.make(tmp_path / "world", re.sub("[A-Z]+_ON_ERROR", "blank", head + table + rows))
    assert world.prepare(file(world, *GOOD, "900000004,v2,1,a,"), out="first.sluis").code == 0
    given = file(world, *GOOD, "900000004,v2,1,a,", "900000004,v1,7,b,")
    with world.refuses("2815") as answers:
        answers.append(world.prepare(given))
    assert [row for row, _, code, _ in findings(world) if code == "2815"] == [6]


@pytest.mark.covers("Z-55")
def test_the_report_is_json_and_two_pages_without_any_value(of: object) -> None:
    world = of(SCORE="reject_row")  # type: ignore[operator]
    rows = [line.replace(",12,", ",12x,").replace("v1", "visit-one") for line in GOOD]
    assert world.prepare(file(world, *rows, *BAD.values())).code == 3
    assert world.prepare(file(world, *rows, BAD["KIND"]), more=["--language", "nl"]).code == 0
    text = world.path("offered.prepare.json").read_text()
    report = json.loads(text)
    counts = ("rows_read", "rows_sent", "rows_rejected", "persons")
    assert [report[name] for name in counts] == [4, 3, 1, 3]
    assert report["columns_dropped"] == ["EXTRA"]
    assert {(one["row"], one["field"], one["code"], one["severity"]) for one in report["findings"]} == {
        (2, "SCORE", "3204", "warning"),
        (5, "KIND", "3210", "warning"),
    }
    assert all(one["message"] and one["advice"] for one in report["findings"])
    pages = {each: world.path(f"offered.prepare.{each}.html").read_text() for each in ("nl", "en")}
    assert 'lang="nl"' in pages["nl"] and 'lang="en"' in pages["en"]
    assert "geheel getal" in pages["nl"] and "whole number" in pages["en"] and "geheel getal" in text
    for page in (*pages.values(), text):
        assert "3204" in page and "3210" in page and "EXTRA" in page
        assert not any(value in page for value in ("900000004", "12x", "visit-one"))
    for page in pages.values():
        _Whole().feed(page)


class _Whole(HTMLParser):
    """Refuses what would load or run something."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """No script, nothing from elsewhere."""
        assert tag not in ("script", "iframe", "img", "form"), tag
        assert not [name for name, value in attrs if name.startswith("on") or "http" in (value or "")], attrs
