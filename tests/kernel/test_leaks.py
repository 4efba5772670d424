"""BSNs where they should not be, against a judgement of one value at a time."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import columns

from sluis.kernel.identifiers import dominates, share_of_bsn
from sluis.kernel.leaks import legible


def is_found(value: str) -> bool:
    bare = value.strip(" \t\r\n")
    match = re.fullmatch(r"(?:[Nn][Ll][ .-]*)?([0-9](?:[ .-]*[0-9]){6,8})", bare)
    if match is None or len(bare) > 17 or len(bare) < 7:
        return False
    digits = re.sub("[^0-9]", "", match[1]).zfill(9)
    return int(digits) > 0 and sum((9, 8, 7, 6, 5, 4, 3, 2, -1)[i] * int(d) for i, d in enumerate(digits)) % 11 == 0


@st.composite
def written(draw: st.DrawFn) -> str:
    """A number that mostly passes, as people write it; or something else of about that length."""
    start = f"{draw(st.integers(0, 99_999_999)):08d}"
    last = sum((9 - place) * int(digit) for place, digit in enumerate(start)) % 11
    text = (start + str(last % 10)).lstrip("0") if draw(st.booleans()) else start + str(last % 10)
    shape = draw(st.sampled_from(["plain", "between", "around", "before", "other"]))
    if shape == "between":
        joint = draw(st.sampled_from([".", " ", "-", "--", "/", ". "]))
        step = draw(st.integers(1, 5))
        return joint.join(text[i : i + step] for i in range(0, len(text), step))
    if shape == "around":
        return draw(st.sampled_from([" ", "", "\t", "."])) + text + draw(st.sampled_from([" " * 20, "", "-"]))
    if shape == "before":
        return draw(st.sampled_from(["NL", "nl ", "NL.", "N", "BE"])) + text
    if shape == "other":
        return draw(
            st.sampled_from(["", "   ", "1", "Noordwijk", "2012-03-04", "04/03/2012", "000000000", "é23456782"])
        )
    return text


@pytest.mark.covers("I-22")
@settings(max_examples=250, deadline=None)
@given(columns(written()))
def test_every_value_counts_as_it_would_alone(column: tuple[Any, list[str | None]]) -> None:
    array, values = column
    filled = [value for value in values if value and value.strip(" \t\r\n")]
    assert share_of_bsn(array) == (sum(map(is_found, filled)), len(filled))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.integers(-(10**10), 10**10), st.sampled_from([123456782, 0, 111222333, 9 * 10**8]))
    )
)
def test_numbers_count_as_their_digits(values: list[int | None]) -> None:
    expected = sum(is_found(str(value)) for value in values if value is not None)
    filled = sum(value is not None for value in values)
    assert share_of_bsn(pa.array(values, pa.int64())) == (expected, filled)
    assert share_of_bsn(pa.array(values, pa.float64())) == (expected, filled)


def test_other_types_hold_none() -> None:
    assert share_of_bsn(pa.array([date(2020, 1, 2), None])) == (0, 1)
    assert share_of_bsn(pa.array([True, None, False])) == (0, 2)
    assert share_of_bsn(pa.array([None, None])) == (0, 0)
    assert share_of_bsn(pa.array([[1], None])) == (0, 1)
    assert share_of_bsn(pa.array([float("nan"), 0.5, 111222333.0])) == (1, 2)
    assert share_of_bsn(pa.array([Decimal(111222333)])) == (1, 1)
    assert share_of_bsn(pa.array([2**64 - 1, 111222333], pa.uint64())) == (1, 2)


def test_a_dictionary_counts_rows_and_not_distinct_values() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0, 0, None, 1, 0, 2], pa.int8()), ["111222333", "", None])
    assert share_of_bsn(column) == (3, 3)


@pytest.mark.parametrize(
    ("valid", "filled", "expected"),
    [
        (0, 0, False),
        (1, 1, True),
        (1, 2, False),
        (2, 2, True),
        (2, 3, True),
        (1, 3, False),
        (50, 100, False),
        (51, 100, True),
    ],
)
def test_more_than_half_dominates_or_all_of_very_few(valid: int, filled: int, expected: bool) -> None:
    assert dominates(valid, filled) is expected


@pytest.mark.parametrize("rows", [0, 1, 16, 5_000])
def test_a_list_with_more_than_one_legible_block_in_a_thousand_is_legible(rows: int) -> None:
    blocks = np.random.default_rng(1).integers(0, 256, (rows, 16), np.uint8)
    assert not legible(blocks)
    for plain in (b"bsn:900000004".ljust(16, b"\0"), (900000004).to_bytes(16, "little"), b"0000000900000004"):
        for count in {1, rows // 1000, rows // 1000 + 1} - {0}:
            if count <= rows:
                some = blocks.copy()
                some[:count] = np.frombuffer(plain, np.uint8)
                assert legible(some) is (count > rows / 1000)
