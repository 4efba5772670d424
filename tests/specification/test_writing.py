"""The data dictionary says who sees what."""

from importlib import resources
from pathlib import Path

import pytest

from sluis.specification import export_dictionary, read_specification

from .bad import GOOD

HERE = Path(__file__).parent


def rows(text: str, part: str) -> dict[str, list[str]]:
    """The rows of the table under a heading, by their first cell."""
    section = text.split(f"### {part}")[1].split("\n### ", maxsplit=1)[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split(" |")] for line in section.splitlines() if line.startswith("| ")
    ]
    return {first: rest for first, *rest in cells[1:]}


@pytest.mark.parametrize(("scheme", "ttp"), [("polymorphic", "nothing"), ("keyed", "the pseudonym, in memory only")])
def test_output_says_what_source_ttp_and_recipient_see(scheme: str, ttp: str) -> None:
    spec = read_specification(GOOD.replace("polymorphic", scheme).encode())
    seen = rows(export_dictionary(spec, "en"), "3")

    assert seen["BSN"] == ["the value", ttp, "a pseudonym"]
    assert seen["LINK"] == ["made of SURNAME, BORN, SEX", ttp, "a pseudonym"]
    assert seen["BORN"] == ["the value", "nothing", "year; ages above 97 as 97"]
    assert seen["SEX"] == ["the value", "nothing", "the value"]
    assert seen["PERIOD"] == ["the value", "the value", "the value"]
    assert seen["SURNAME"] == ["the value", "nothing", "nothing"]


def test_input_and_operations_hold_every_field() -> None:
    spec = read_specification((HERE / "youth-outcomes.yaml").read_bytes())
    text = export_dictionary(spec, "en")
    names = {field.name for field in spec.tables[0].fields}

    assert rows(text, "1").keys() == rows(text, "2").keys() == names
    assert rows(text, "1")["Zonder hulp verder"][-1] == "special category"
    assert rows(text, "2")["periode jeugdhulp"][1:] == ["leave the row out", "which trajectories ended in the period"]


@pytest.mark.covers("P-14")
def test_free_text_is_shown_as_such() -> None:
    text = export_dictionary(read_specification((HERE / "clinic.yaml").read_bytes()), "en")

    assert rows(text.split("## Table visits")[1], "1")["remark"][-1] == "special category; free text"


def test_text_of_the_specification_cannot_break_the_table() -> None:
    spec = read_specification(GOOD.replace("case mix", '"a | b\\n<script> `x`"').encode())
    text = export_dictionary(spec, "en")

    assert "a \\| b \\<script\\> \\`x\\`" in text


def test_dutch_has_the_same_rows() -> None:
    if not (resources.files("sluis.refusals") / "locale/nl/LC_MESSAGES/sluis.mo").is_file():
        pytest.skip("the Dutch catalogue is not compiled here")
    spec = read_specification(GOOD.encode())
    dutch, english = (export_dictionary(spec, language) for language in ("nl", "en"))

    assert [rows(dutch, part).keys() for part in "123"] == [rows(english, part).keys() for part in "123"]


def test_other_language_is_an_error() -> None:
    with pytest.raises(ValueError, match="language"):
        export_dictionary(read_specification(GOOD.encode()), "de")
