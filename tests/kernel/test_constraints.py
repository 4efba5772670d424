"""Who breaks a rule, against Python asking one value at a time."""

import re
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import LAYOUTS, columns, laid

from sluis.kernel import constraints
from sluis.kernel.values import above, below, longer, not_in, not_matching, shorter

modest = settings(max_examples=100, deadline=None)
texts = st.text(st.sampled_from("ab1é٣ \n.-"), max_size=5)
PATTERNS = [
    "[a-b]*",
    r"\d+",
    r"\w{2,3}",
    ".*",
    "a|b1",
    "(ab)+",
    r"[^a]",
    "a?b?1?",
    r"\.",
    "^a$",
    "(?i)AB",
    "a{,2}",
    "[^a-b]+",
]


@modest
@given(columns(texts), st.integers(0, 5), st.lists(texts, max_size=4))
def test_texts_break_rules_as_they_would_alone(
    column: tuple[Any, list[str | None]], size: int, enum: list[str]
) -> None:
    array, values = column
    assert not_in(array, tuple(enum)).tolist() == [value is not None and value not in enum for value in values]
    assert shorter(array, size).tolist() == [value is not None and len(value) < size for value in values]
    assert longer(array, size).tolist() == [value is not None and len(value) > size for value in values]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("many", [1, 1_000], ids=["by RE2 where alike", "by Python"])
@settings(max_examples=20, deadline=None)
@given(column=columns(texts))
def test_patterns_mean_what_python_means(pattern: str, many: int, column: tuple[Any, list[str | None]]) -> None:
    array, values = column
    before, constraints.MANY = constraints.MANY, many
    try:
        broken = not_matching(array, pattern)
    finally:
        constraints.MANY = before
    assert broken.tolist() == [value is not None and re.fullmatch(pattern, value) is None for value in values]


def test_a_pattern_that_is_none_is_refused_by_python() -> None:
    with pytest.raises(re.error):
        not_matching(pa.array(["a"]), "(")


@modest
@given(st.lists(st.one_of(st.none(), st.integers(-5, 5))), st.integers(-5, 5))
def test_bounds_belong_to_the_values_that_are_allowed(values: list[int | None], bound: int) -> None:
    for array in (pa.array([0, *values], pa.int64())[1:], pa.array(values, pa.float64())):
        for limit in (bound, str(bound), bound + 0.5, f"{bound}.5"):
            assert below(array, limit).tolist() == [value is not None and value < float(limit) for value in values]
            assert above(array, limit).tolist() == [value is not None and value > float(limit) for value in values]


def test_dates_are_held_against_dates_or_their_texts() -> None:
    days = pa.array([date(2012, 3, 3), date(2012, 3, 4), date(2012, 3, 5), None])
    for limit in (date(2012, 3, 4), "2012-03-04"):
        assert below(days, limit).tolist() == [True, False, False, False]
        assert above(days, limit).tolist() == [False, False, True, False]
    with pytest.raises(ValueError, match="4 March"):
        below(days, "4 March")


def test_a_list_of_texts_is_read_as_the_type_of_the_values() -> None:
    assert not_in(pa.array([1, 2, None]), ("1", "3")).tolist() == [False, True, False]
    assert not_in(pa.array([1.5, 2.0]), ("1.5",)).tolist() == [False, True]
    assert not_in(pa.array([date(2012, 3, 4), date(2012, 3, 5)]), ("2012-03-04",)).tolist() == [False, True]
    assert not_in(pa.array([True, False]), ("true",)).tolist() == [False, True]
    assert not_in(pa.array(["a", None]), ()).tolist() == [True, False]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_rows_of_any_layout(layout: str) -> None:
    column = laid([], [], layout, 0, 0)
    assert not_in(column, ("a",)).tolist() == not_matching(column, "a").tolist() == []
