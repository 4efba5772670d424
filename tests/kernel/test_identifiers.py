"""Columns of BSNs, against a judgement of one value at a time."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import LAYOUTS, columns, laid

from sluis.kernel.identifiers import read_bsn

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sluis-identifiers-1.json").read_text())
NONE: frozenset[str] = frozenset()
modest = settings(max_examples=150, deadline=None)


def eleven_test(number: str) -> bool:
    total = sum((9 - place) * int(digit) for place, digit in enumerate(number[:8])) - int(number[8])
    return total % 11 == 0 and int(number) > 0


def judged(value: str | None, pad: bool, sentinels: frozenset[str]) -> tuple[str | None, str]:
    """The canonical form and what the row is, by the words of the specification."""
    bare = (value or "").strip(" \t\r\n")
    if not bare:
        return None, "missing"
    if bare in sentinels or (pad and bare.zfill(9) in sentinels):
        return None, "unknown"
    digits = bare if len(bare) == 9 or not pad else bare.zfill(9)
    if len(digits) != 9 or any(one not in "0123456789" for one in digits) or not eleven_test(digits):
        return None, "wrong"
    return f"bsn:{digits}", "valid" if digits == bare else "padded"


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Valid ones, one digit or one character off, with zeros eaten, with blanks, and no numbers at all."""
    eight = draw(st.integers(0, 99_999_999))
    start = f"{draw(st.sampled_from([eight, eight % 10_000_000, eight % 1000])):08d}"
    last = sum((9 - place) * int(digit) for place, digit in enumerate(start)) % 11
    text = start + str(last % 10)
    shape = draw(st.sampled_from(["as it is", "eaten", "blanks", "off", "character", "other"]))
    if shape == "eaten":
        return text.lstrip("0")
    if shape == "blanks":
        return (
            draw(st.sampled_from([" ", "\t", "", "\xa0"]))
            + text.lstrip("0")
            + draw(st.sampled_from(["  ", "\r\n", ""]))
        )
    place = draw(st.integers(0, 8))
    if shape == "off":
        return text[:place] + draw(st.sampled_from("0123456789")) + text[place + 1 :]
    if shape == "character":
        return text[:place] + draw(st.sampled_from("/:.xé٣ \0\xff:;<=>?@")) + text[place + 1 :]
    if shape == "other":
        return draw(st.sampled_from(["", " ", "0", "000000000", "999999990", "123456782.0", "12", "1" * 30, "geen"]))
    return text


@modest
@given(
    columns(numbers()),
    st.booleans(),
    st.sampled_from([NONE, frozenset({"000000000", "999999990", "geen", "12", "123456782"})]),
)
def test_every_row_is_judged_as_one_value_would_be(
    column: tuple[Any, list[str | None]], pad: bool, sentinels: frozenset[str]
) -> None:
    array, values = column
    read = read_bsn(array, pad=pad, sentinels=sentinels)
    expected = [judged(value, pad, sentinels) for value in values]
    assert read.canonical.to_pylist() == [canonical for canonical, _ in expected]
    assert read.canonical.type == pa.string()
    for name, mask in (("wrong", read.wrong), ("padded", read.padded), ("unknown", read.unknown)):
        assert mask.dtype == np.bool_
        assert mask.tolist() == [kind == name for _, kind in expected], name
    read.canonical.validate(full=True)


def test_all_numbers_of_two_ranges_pass_exactly_when_the_sum_says_so() -> None:
    numbers = [f"{number:09d}" for number in (*range(20_000), *range(123_450_000, 123_470_000))]
    read = read_bsn(pa.array(numbers), pad=False, sentinels=NONE)
    assert read.wrong.tolist() == [not eleven_test(number) for number in numbers]


@pytest.mark.parametrize("byte", range(256))
def test_no_other_byte_counts_as_a_digit(byte: int) -> None:
    rows = [bytearray(b"123456782") for _ in range(9)]
    for place, row in enumerate(rows):
        row[place] = byte
    data = b"".join(rows)
    offsets = np.arange(0, 82, 9, dtype=np.int32)
    array = pa.StringArray.from_buffers(9, pa.py_buffer(offsets), pa.py_buffer(data))
    if byte > 127:
        with pytest.raises(UnicodeDecodeError):  # readers give UTF-8; the quick way refuses the bytes all the same
            read_bsn(array, pad=False, sentinels=NONE)
        return
    expected = [judged(row.decode(), False, NONE)[1] == "wrong" for row in rows]
    assert read_bsn(array, pad=False, sentinels=NONE).wrong.tolist() == expected


def test_a_sentinel_comes_before_the_eleven_test() -> None:
    read = read_bsn(pa.array(["123456782", "111222333"]), pad=False, sentinels=frozenset({"123456782"}))
    assert read.canonical.to_pylist() == [None, "bsn:111222333"]
    assert read.unknown.tolist() == [True, False] and not read.wrong.any()


@pytest.mark.covers("I-22")
def test_nothing_is_left_of_what_is_no_bsn() -> None:
    column = laid(["123456781", "123456782", "987654321", "12345678"], [False, False, True, False], "string", 0, 4)
    read = read_bsn(column, pad=True, sentinels=NONE)
    left = b"".join(bytes(buffer) for buffer in read.canonical.buffers()[2:])
    assert left == bytes(13) + b"bsn:123456782" + bytes(26)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("texts", [[], ["123456782"], ["", ""]])
def test_small_columns_of_every_layout(layout: str, texts: list[str]) -> None:
    read = read_bsn(laid(texts, [False] * len(texts), layout, 0, len(texts)), pad=False, sentinels=NONE)
    assert read.canonical.to_pylist() == [f"bsn:{text}" if text else None for text in texts]
    assert not read.wrong.any()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([123456782, None, 12345678, 10, -123456782], pa.int64()),
        ([123456782.0, None, 12345678.0, 10.0, 123456782.5], pa.float64()),
    ],
)
def test_numbers_of_a_spreadsheet_are_read_as_their_digits(values: list[Any], kind: pa.DataType) -> None:
    read = read_bsn(pa.array(values, kind), pad=True, sentinels=NONE)
    assert read.canonical.to_pylist() == ["bsn:123456782", None, None, None, None]
    assert read.wrong.tolist() == [False, False, True, True, True]
    eaten = read_bsn(pa.array([12], pa.int64()), pad=True, sentinels=NONE)
    assert eaten.canonical.to_pylist() == ["bsn:000000012"] and eaten.padded.tolist() == [True]


@pytest.mark.parametrize("vector", VECTORS["bsn"], ids=lambda vector: repr(vector["value"]))
def test_numbers_are_read_as_in_the_vectors(vector: dict[str, Any]) -> None:
    read = read_bsn(pa.array([vector["value"]]), pad=vector["pad"], sentinels=frozenset(vector["sentinels"]))
    assert read.canonical.to_pylist() == [vector["canonical"]]
    assert bool(read.wrong[0]) == (vector["row"] == "wrong")


def test_a_column_of_lists_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="cannot be written as text"):
        read_bsn(pa.array([[1]]), pad=False, sentinels=NONE)
