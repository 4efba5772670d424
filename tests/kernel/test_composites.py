"""Identifiers made of several fields: normalisation, and that two persons are never written alike."""

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import columns

from sluis.kernel.composites import composite, normalise, normalised
from sluis.kernel.reading import as_text

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sluis-identifiers-1.json").read_text())
texts = st.text(st.sampled_from("aZé09 -'ßĲø٣½\u0301ﬁΣςİ"), max_size=8)


@pytest.mark.parametrize("vector", VECTORS["normalised"], ids=lambda vector: vector["text"])
def test_texts_are_normalised_as_in_the_vectors(vector: dict[str, str]) -> None:
    assert normalise(vector["text"]) == vector["normalised"]
    assert normalised(pa.array([vector["text"]])).to_pylist() == [vector["normalised"]]


@pytest.mark.parametrize("vector", VECTORS["composites"], ids=lambda vector: str(vector["canonical"]))
def test_composites_are_written_as_in_the_vectors(vector: dict[str, Any]) -> None:
    kinds = {"string": pa.string(), "postcode": pa.string(), "integer": pa.int64(), "boolean": pa.bool_()}
    parts = [
        pa.array([date.fromisoformat(value) if value and of == "date" else value], kinds.get(of, pa.date32()))
        for of, value in vector["parts"]
    ]
    made = composite(vector["name"], parts, [of for of, _ in vector["parts"]])
    assert made.canonical.to_pylist() == [vector["canonical"]]
    assert made.wrong.tolist() == [vector["wrong"]]


@settings(max_examples=200, deadline=None)
@given(columns(texts))
def test_a_column_is_normalised_as_its_values(column: tuple[Any, list[str | None]]) -> None:
    array, values = column
    found = normalised(as_text(array))
    found.validate(full=True)
    assert found.to_pylist() == [None if value is None else normalise(value) for value in values]


@settings(max_examples=200, deadline=None)
@given(texts)
def test_normalising_forgets_case_diacritics_and_blanks_and_is_final(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert normalise(f" {unicodedata.normalize('NFD', text)}-") == once
    assert all(one.isalnum() for one in once)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=2, max_size=2))
def test_two_rows_are_alike_only_when_all_parts_are(rows: list[tuple[str, str]]) -> None:
    parts = [pa.array(values) for values in zip(*rows, strict=True)]
    first, second = composite("LINK", parts, ["string", "string"]).canonical.to_pylist()
    same = [normalise(text) for text in rows[0]] == [normalise(text) for text in rows[1]]
    assert first is None or second is None or (first == second) == same


def test_a_missing_part_is_not_wrong_and_a_part_without_letters_is() -> None:
    made = composite(
        "LINK", [pa.array(["Jansen", None, "--", "Bos"]), pa.array([1, 2, 3, None])], ["string", "integer"]
    )
    assert made.canonical.to_pylist() == ["composite:LINK:s6:janseni1:1", None, None, None]
    assert made.wrong.tolist() == [False, False, True, False]


def test_names_cannot_run_into_parts() -> None:
    part = [pa.array(["x"])]
    assert composite("A:s1:x", part, ["string"]).canonical.to_pylist() == ["composite:A%3As1%3Ax:s1:x"]
    assert len({composite(name, part, ["string"]).canonical[0].as_py() for name in ("A:", "A%3A", "A%253A")}) == 3


def test_no_rows_make_no_identifiers() -> None:
    made = composite("LINK", [pa.array([], pa.string()), pa.array([], pa.date32())], ["string", "date"])
    assert made.canonical.to_pylist() == [] and made.canonical.type == pa.string()


def test_what_identifies_nobody_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="of the types"):
        composite("LINK", [pa.array([1.5])], ["number"])
    with pytest.raises(ValueError, match="of the types"):
        composite("LINK", [], [])
    with pytest.raises(TypeError, match="type date"):
        composite("LINK", [pa.array(["2012-03-04"])], ["date"])
