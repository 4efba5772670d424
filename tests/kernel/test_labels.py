"""Labels of pseudonyms: one spelling, read as they were written."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel import labels
from sluis.kernel.labels import LabelPrefix, parse, parse_column, parse_rows, render
from sluis.refusals import Refused
from sluis.refusals.catalogue import keys

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sluis-labels-1.json").read_text())
PREFIX = LabelPrefix("k", 3, "sluis", "registry-1")
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True).filter(lambda name: not name.endswith("-test"))
PREFIXES = st.builds(LabelPrefix, st.sampled_from("pk"), st.integers(1, 999_999_999), NAMES, NAMES, st.booleans())


def elements(count: int, width: int = 16) -> npt.NDArray[np.uint8]:
    return np.random.default_rng(count).integers(0, 256, (count, width), np.uint8)


@pytest.mark.parametrize("vector", VECTORS["labels"], ids=lambda vector: vector["label"][:30])
def test_labels_are_written_and_read_as_in_the_vectors(vector: dict[str, Any]) -> None:
    names = ("scheme", "version", "ttp", "domain", "test")
    prefix, element = LabelPrefix(*(vector[name] for name in names)), bytes.fromhex(vector["element"])
    rows = np.frombuffer(element, np.uint8).reshape(1, -1)
    assert render(prefix, rows).to_pylist() == [vector["label"]]
    assert parse(vector["label"]) == (prefix, element)
    assert np.array_equal(parse_column(pa.array([vector["label"]]), prefix), rows)


@pytest.mark.parametrize("text", VECTORS["refused"])
def test_other_spellings_are_no_labels(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)
    assert refused.value.code is keys.LABEL_MALFORMED
    assert parse_rows(pa.array([text]), PREFIX).refused.tolist() == [True]


@settings(max_examples=60, deadline=None)
@given(prefix=PREFIXES, content=st.binary(min_size=160, max_size=160), valid=st.none() | st.lists(st.booleans()))
def test_every_pseudonym_comes_back(prefix: LabelPrefix, content: bytes, valid: list[bool] | None) -> None:
    rows = np.frombuffer(content, np.uint8).reshape(-1, prefix.width)
    mask = None if valid is None else np.resize(np.array([*valid, True]), len(rows))
    column = render(prefix, rows, mask)
    column.validate(full=True)
    expected = [row if mask is None or mask[i] else None for i, row in enumerate(rows)]
    assert column.to_pylist() == [None if row is None else f"{prefix}{row.tobytes().hex()}" for row in expected]
    shown = rows if mask is None else np.where(mask[:, None], rows, 0)
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        assert np.array_equal(parse_column(column.cast(kind).slice(1), prefix), shown[1:])
    chunked = pa.chunked_array([column.slice(2), column.dictionary_encode().cast(pa.string()).slice(0, 2)])
    assert np.array_equal(parse_column(chunked, prefix), np.concatenate([shown[2:], shown[:2]]))


def test_many_labels_over_several_slices() -> None:
    rows = elements(20_001)
    column = render(PREFIX, rows)
    assert column.type == pa.string()
    assert column.to_pylist() == [f"{PREFIX}{row.tobytes().hex()}" for row in rows]
    assert np.array_equal(parse_column(column, PREFIX), rows)


def test_no_labels() -> None:
    assert render(PREFIX, elements(0)).to_pylist() == []
    assert render(PREFIX, elements(2), np.zeros(2, np.bool_)).to_pylist() == [None, None]
    assert parse_column(pa.array([], pa.string()), PREFIX).shape == (0, 16)
    assert parse_column(pa.array([None, None], pa.string()), PREFIX).tolist() == [[0] * 16] * 2


def test_labels_beyond_the_reach_of_small_offsets_become_large(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, valid = elements(3), np.array([True, False, True])
    small = render(PREFIX, rows, valid)
    monkeypatch.setattr(labels, "_SMALL", 100)  # instead of 2 GiB of labels
    large = render(PREFIX, rows, valid)
    large.validate(full=True)
    assert large.type == pa.large_string()
    assert large.to_pylist() == small.to_pylist()
    assert np.array_equal(parse_column(large, PREFIX), rows * valid[:, None])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 51), st.integers(1, 255))
def test_one_changed_byte_is_another_pseudonym_or_refused(place: int, change: int) -> None:
    rows = elements(1)
    text = bytearray(render(PREFIX, rows)[0].as_py().encode())
    text[place] ^= change
    parsed = parse_rows(pa.array([bytes(text)], pa.binary()), PREFIX)
    if parsed.refused[0]:
        assert not parsed.elements.any()
    else:
        assert place >= len(str(PREFIX))
        assert not np.array_equal(parsed.elements, rows)
        assert parsed.elements.tobytes().hex().encode() == text[len(str(PREFIX)) :]


@pytest.mark.covers("Z-33")
@pytest.mark.parametrize(
    "other",
    [
        LabelPrefix("k", 4, "sluis", "registry-1"),
        LabelPrefix("k", 3, "sluice", "registry-1"),
        LabelPrefix("k", 3, "sluis", "registry-2"),
        LabelPrefix("k", 3, "sluis", "registry-1", test=True),
        LabelPrefix("p", 3, "sluis", "registry-1"),
    ],
    ids=str,
)
def test_labels_of_another_domain_are_refused_by_position_and_not_shown(other: LabelPrefix) -> None:
    mine, theirs = render(PREFIX, elements(3)), render(other, elements(1, other.width))
    column = pa.chunked_array([mine, pa.array([None, *theirs.to_pylist()])])
    with pytest.raises(Refused) as refused:
        parse_column(column, PREFIX)
    assert refused.value.code is keys.LABELS_FOREIGN
    assert refused.value.facts == {"count": 1, "prefix": "k3.sluis.registry-1.", "digits": 32, "rows": "5"}
    assert elements(1, other.width).tobytes().hex() not in repr(refused.value) + str(refused.value.facts)
    parsed = parse_rows(column, PREFIX)
    assert parsed.refused.tolist() == [False, False, False, False, True]
    assert np.array_equal(parsed.elements, np.concatenate([elements(3), np.zeros((2, 16), np.uint8)]))


@pytest.mark.parametrize(
    ("change", "where"),
    [({"ttp": name}, "ttp") for name in ("", "A", "1a", "-a", "a.b", "a b", "é", "a\n", "a" * 41)]
    + [({"domain": name}, "domain") for name in ("", "R", "a_b", "registry-1-test", "-test", "a" * 41)],
)
def test_names_that_cannot_stand_in_a_label_are_refused(change: dict[str, Any], where: str) -> None:
    names = {"ttp": "sluis", "domain": "registry-1"} | change
    with pytest.raises(Refused) as refused:
        LabelPrefix("k", 1, names["ttp"], names["domain"])
    assert (refused.value.code, refused.value.where) == (keys.LABEL_NAME, where)


@pytest.mark.parametrize(("scheme", "version"), [("x", 1), ("", 1), ("pk", 1), ("k", 0), ("k", -1), ("p", 10**9)])
def test_other_schemes_and_versions_are_refused(scheme: str, version: int) -> None:
    with pytest.raises(Refused) as refused:
        LabelPrefix(scheme, version, "sluis", "registry-1")
    assert refused.value.code is keys.LABEL_VERSION


def test_elements_of_another_width_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="shape"):
        render(PREFIX, elements(2, 32))
    with pytest.raises(ValueError, match="validity"):
        render(PREFIX, elements(2), np.ones(3, np.bool_))
