"""Reading columns by their type, against Python reading one value at a time."""

import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import LAYOUTS, columns, laid

from sluis.kernel.reading import Read
from sluis.kernel.values import read_booleans, read_integers, read_numbers, read_strings

EMPTY = ("",)
modest = settings(max_examples=200, deadline=None)
missings = st.sampled_from([(), EMPTY, ("", "999"), ("NULL", "-", "9999999999")])

integers = st.one_of(
    st.integers(-(2**64), 2**64).map(str),
    st.integers(-999, 999).map(str),
    st.sampled_from(
        ["", " ", "-", "+5", "-0", "007", " 7 ", "3.0", "1_0", "0x1F", "0x10", "٣", "1e3", "5\n", "NULL", "9" * 5000]
    ),
    st.sampled_from([str(2**63), str(2**63 - 1), str(-(2**63)), str(-(2**63) - 1), "9999999999"]),
)
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.from_regex(r"[+-]?[0-9]{0,4}([.,][0-9]{0,3}){0,2}([eE][+-]?[0-9]{1,2})?", fullmatch=True),
    st.sampled_from(
        ["", " 1.5 ", "nan", "inf", "-Infinity", "1e999", "0x1p3", "1.234,5", "1.23,5", "NULL", "1 000", "1,5"]
    ),
)


def judged(values: list[str | None], missing: tuple[str, ...], parse: Any) -> tuple[list[Any], list[bool]]:
    """The values and who is wrong, when each is read alone."""
    found, wrong = [], []
    for value in values:
        gone = value is None or value in missing or value.strip(" \t\r\n") in missing
        read = None if gone or value is None else parse(value.strip(" \t\r\n"))
        found.append(read)
        wrong.append(not gone and read is None)
    return found, wrong


def whole(text: str) -> int | None:
    if not re.fullmatch("[+-]?[0-9]+", text) or len(text) > 100:
        return None
    return int(text) if -(2**63) <= int(text) < 2**63 else None


def real(text: str, point: str, comma: str) -> float | None:
    groups = rf"[0-9]{{1,3}}({re.escape(comma)}[0-9]{{3}})+|" if comma else ""
    if not re.fullmatch(rf"[+-]?(({groups}[0-9]+)(\{point}[0-9]*)?|\{point}[0-9]+)([eE][+-]?[0-9]+)?", text):
        return None
    number = float(text.replace(comma, "").replace(point, ".") if comma else text.replace(point, "."))
    return number if math.isfinite(number) else None


def same(read: Read, expected: tuple[list[Any], list[bool]], kind: pa.DataType) -> None:
    read.values.validate(full=True)
    assert read.values.type == kind
    assert read.values.to_pylist() == expected[0]
    assert read.wrong.dtype == np.bool_ and read.wrong.tolist() == expected[1]


@modest
@given(columns(integers), missings)
def test_integers(column: tuple[Any, list[str | None]], missing: tuple[str, ...]) -> None:
    same(read_integers(column[0], missing=missing), judged(column[1], missing, whole), pa.int64())


@modest
@given(columns(numbers), missings, st.sampled_from([(".", ""), (",", ""), (",", "."), (".", ","), (",", " ")]))
def test_numbers(column: tuple[Any, list[str | None]], missing: tuple[str, ...], marks: tuple[str, str]) -> None:
    read = read_numbers(column[0], missing=missing, decimal_char=marks[0], group_char=marks[1])
    same(read, judged(column[1], missing, lambda text: real(text, *marks)), pa.float64())


@modest
@given(columns(st.sampled_from(["J", "N", "ja", " J ", "", " ", "?", "1", "x", "NULL", "j"])), missings)
def test_booleans(column: tuple[Any, list[str | None]], missing: tuple[str, ...]) -> None:
    words = {"J": True, "ja": True, "1": True, "N": False, "x": False}
    read = read_booleans(column[0], missing=missing, true_values=("J", "ja", "1"), false_values=("N", "x"))
    same(read, judged(column[1], missing, words.get), pa.bool_())


@modest
@given(columns(st.one_of(st.text(max_size=9), st.sampled_from(["", " ", "999", "NULL", "een lange tekst"]))), missings)
def test_strings_stay_exactly_as_they_are(column: tuple[Any, list[str | None]], missing: tuple[str, ...]) -> None:
    missing = (*missing, "een lange tekst")
    expected = [None if value is None or value in missing else value for value in column[1]]
    same(read_strings(column[0], missing=missing), (expected, [False] * len(expected)), pa.string())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_rows_of_any_layout(layout: str) -> None:
    column = laid([], [], layout, 0, 0)
    none: tuple[list[Any], list[bool]] = ([], [])
    same(read_strings(column, missing=EMPTY), none, pa.string())
    same(read_integers(column, missing=EMPTY), none, pa.int64())
    same(read_numbers(column, missing=EMPTY), none, pa.float64())
    same(read_booleans(column, missing=EMPTY, true_values=("1",), false_values=("0",)), none, pa.bool_())


def test_numbers_of_a_spreadsheet_may_be_integers() -> None:
    floats = pa.array([3.0, 3.5, None, float("nan"), float("inf"), 2.0**63, -(2.0**63), 999.0])
    read = read_integers(floats[1:], missing=("", "999"))
    assert read.values.to_pylist() == [None, None, None, None, None, None, None] or read.values.to_pylist()[5] is None
    assert read.wrong.tolist() == [True, False, True, True, True, True, False]
    assert read_integers(floats[:1], missing=EMPTY).values.to_pylist() == [3]


@pytest.mark.parametrize(
    ("values", "kind", "expected", "wrong"),
    [
        ([1, None, 999], pa.int16(), [1, None, None], [False, False, False]),
        ([2**63, 5], pa.uint64(), [None, 5], [True, False]),
        ([Decimal("3.00"), Decimal("3.50"), None], pa.decimal128(5, 2), [3, None, None], [False, True, False]),
        ([True, None], pa.bool_(), [None, None], [True, False]),
        ([None, None], pa.null(), [None, None], [False, False]),
    ],
)
def test_typed_columns_as_integers(values: list[Any], kind: Any, expected: list[Any], wrong: list[bool]) -> None:
    same(read_integers(pa.array(values, kind), missing=("", "999")), (expected, wrong), pa.int64())


@pytest.mark.parametrize(
    ("values", "kind", "expected", "wrong"),
    [
        ([1, None, 999], pa.int16(), [1.0, None, None], [False, False, False]),
        ([1.5, None, 999.0, math.nan, math.inf], pa.float64(), [1.5, None, None, None, None], [False] * 3 + [True] * 2),
        ([1.5, None], pa.float32(), [1.5, None], [False, False]),
        ([Decimal("3.50"), None], pa.decimal128(5, 2), [3.5, None], [False, False]),
        ([True, None], pa.bool_(), [None, None], [True, False]),
    ],
)
def test_typed_columns_as_numbers(values: list[Any], kind: Any, expected: list[Any], wrong: list[bool]) -> None:
    same(read_numbers(pa.array(values, kind), missing=("", "999")), (expected, wrong), pa.float64())


def test_typed_columns_as_booleans_and_as_text() -> None:
    words: Any = {"missing": EMPTY, "true_values": ("1",), "false_values": ("0",)}
    same(read_booleans(pa.array([True, None]), **words), ([True, None], [False, False]), pa.bool_())
    same(read_booleans(pa.array([1.0, 0.0, 2.0]), **words), ([True, False, None], [False, False, True]), pa.bool_())
    assert read_strings(pa.array([1.0, 2.5, None]), missing=EMPTY).values.to_pylist() == ["1", "2.5", None]
    assert read_strings(pa.array([True, None]), missing=EMPTY).values.to_pylist() == ["true", None]
    stamps = pa.array([0, 90_061, None], pa.timestamp("s"))
    assert read_strings(stamps, missing=EMPTY).values.to_pylist() == ["1970-01-01", "1970-01-02 01:01:01", None]


@pytest.mark.parametrize(("point", "comma"), [(".", "."), ("", ""), ("5", ""), (",", "-"), ("..", "")])
def test_marks_that_cannot_be_told_apart_are_a_mistake_of_the_program(point: str, comma: str) -> None:
    with pytest.raises(ValueError, match="differ"):
        read_numbers(pa.array(["1"]), missing=EMPTY, decimal_char=point, group_char=comma)


def test_hexadecimal_is_no_integer() -> None:
    read = read_integers(pa.array(["0x10", "10"]), missing=EMPTY)
    assert read.values.to_pylist() == [None, 10] and read.wrong.tolist() == [True, False]


def test_one_wrong_value_does_not_spoil_the_others() -> None:
    texts = [str(number) for number in range(2_000)]
    texts[77] = "seventy-seven"
    read = read_integers(pa.array(texts), missing=EMPTY)
    assert np.flatnonzero(read.wrong).tolist() == [77]
    assert [value for value in read.values.to_pylist() if value is not None] == [n for n in range(2_000) if n != 77]
