"""The reference says what the room does."""

import json
import re
from pathlib import Path

from deadlines.moments import nl
from sluis.deadlines import DatedTerms, State, Term, Unit, worded

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "deadlines.md").read_text("utf-8")


def test_every_unit_is_documented_with_its_text_and_its_dutch() -> None:
    rows = re.findall(r"^\| `([a-z ]+)` \| `([^`]+)` \| ([^|]+) \|", PAGE, re.MULTILINE)
    assert [unit for unit, _, _ in rows] == [unit.value for unit in Unit]
    for unit, text, dutch in rows:
        assert Term.read(text).unit == unit and worded(Term.read(text), "nl") == dutch


def test_examples_end_as_they_are_documented() -> None:
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d \d\d:\d\d) \| `([^`]+)` \| (\S+ \S+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 7
    assert [Term.read(term).after(nl(start)) for start, term, _ in rows] == [nl(end) for _, _, end in rows]


def test_every_state_is_documented() -> None:
    assert [state for state in State if f"| `{state}` |" not in PAGE] == []


def test_example_of_dated_terms_can_be_read() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert DatedTerms.read(json.loads(example)).write() == json.loads(example)
