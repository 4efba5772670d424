"""Coarser values, against plain counting of birthdays and bands."""

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import LAYOUTS, columns, laid

from sluis.kernel.minimisation import age_bands, months, number_bands, postcodes, years

modest = settings(max_examples=120, deadline=None)
births = st.dates(date(1890, 1, 1), date(2030, 12, 31)) | st.sampled_from(
    [date(1920, 2, 29), date(2000, 2, 29), date(1, 1, 1)]
)
days_of = st.dates(date(1990, 1, 1), date(2030, 12, 31)) | st.sampled_from(
    [date(2023, 2, 28), date(2023, 3, 1), date(2024, 2, 29)]
)
born = st.lists(st.one_of(st.none(), births), max_size=12)
bounds_of = st.lists(st.integers(0, 100), min_size=1, max_size=5, unique=True).map(sorted)


def age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def sliced(values: list[date | None]) -> Any:
    return pa.array([date(1950, 5, 5), *values], pa.date32())[1:]


@pytest.mark.covers("Z-25")
@modest
@given(born, days_of, st.one_of(st.none(), st.integers(0, 110)))
def test_years_and_months_with_a_top_code(values: list[date | None], on: date, top: int | None) -> None:
    def coded(birth: date) -> tuple[int, int]:
        exact = birth.year, birth.month
        return exact if top is None else max(exact, (on.year - top, on.month))

    def year(birth: date) -> int:
        return birth.year if top is None else max(birth.year, on.year - top)

    by_year, by_month = years(sliced(values), top_code_age=top, on=on), months(sliced(values), top_code_age=top, on=on)
    assert by_year.values.type == pa.int16() and by_month.values.type == pa.string()
    assert by_year.values.to_pylist() == [birth and year(birth) for birth in values]
    assert by_month.values.to_pylist() == [birth and "{:04d}-{:02d}".format(*coded(birth)) for birth in values]
    assert not by_year.wrong.any() and not by_month.wrong.any()


@pytest.mark.covers("Z-25")
@modest
@given(born, days_of, st.integers(1, 40), st.one_of(st.none(), st.integers(0, 110)))
def test_age_bands_of_one_width(values: list[date | None], on: date, width: int, top: int | None) -> None:
    def band(birth: date) -> str:
        years = age(birth, on) if top is None else min(age(birth, on), top)
        first = years // width * width
        if top is not None and first == top // width * width:
            return f"{first}+"
        return f"{first}-{first + width - 1}" if width > 1 else str(first)

    read = age_bands(sliced(values), on=on, width=width, top_code_age=top)
    assert read.values.to_pylist() == [band(birth) if birth and birth <= on else None for birth in values]
    assert read.wrong.tolist() == [birth is not None and birth > on for birth in values]


@modest
@given(born, days_of, bounds_of, st.one_of(st.none(), st.integers(0, 110)))
def test_age_bands_with_bounds(values: list[date | None], on: date, bounds: list[int], top: int | None) -> None:
    firsts = [first for first in sorted({0, *bounds}) if top is None or first <= top]

    def band(birth: date) -> str:
        place = max(place for place, first in enumerate(firsts) if first <= age(birth, on))
        if place == len(firsts) - 1:
            return f"{firsts[-1]}+"
        first, last = firsts[place], firsts[place + 1] - 1
        return str(first) if first == last else f"{first}-{last}"

    read = age_bands(sliced(values), on=on, bounds=bounds, top_code_age=top)
    assert read.values.to_pylist() == [band(birth) if birth and birth <= on else None for birth in values]


def test_someone_of_29_february_turns_older_on_the_first_of_march() -> None:
    birth = pa.array([date(2000, 2, 29)])
    found = [age_bands(birth, on=date(2023, *day), width=1).values[0].as_py() for day in ((2, 28), (3, 1))]
    assert found == ["22", "23"]


def test_on_29_february_those_of_the_day_before_have_had_their_birthday() -> None:
    births = pa.array([date(2001, 2, 28), date(2001, 3, 1)])
    assert age_bands(births, on=date(2024, 2, 29), width=1).values.to_pylist() == ["23", "22"]


@pytest.mark.covers("Z-25")
def test_who_is_older_than_the_top_code_stands_in_one_group_with_those_of_that_age() -> None:
    births = pa.array([date(1926, 6, 1), date(1927, 6, 1), date(1927, 6, 2), date(1928, 6, 2)])
    on = date(2025, 6, 1)  # ages 99, 98, 97 and 96
    assert years(births, top_code_age=97, on=on).values.to_pylist() == [1928, 1928, 1928, 1928]
    assert months(births, top_code_age=97, on=on).values.to_pylist() == ["1928-06"] * 4


def test_the_bands_of_the_documentation() -> None:
    on = date(2025, 6, 1)
    births = pa.array([date(2025, 6, 1), date(2020, 6, 1), date(2020, 6, 2), date(1940, 6, 1), date(1900, 1, 1), None])
    assert age_bands(births, on=on, width=5, top_code_age=85).values.to_pylist() == [
        "0-4",
        "5-9",
        "0-4",
        "85+",
        "85+",
        None,
    ]


@modest
@given(st.lists(st.one_of(st.none(), st.integers(-300, 300))), st.integers(1, 50))
def test_bands_of_whole_numbers(values: list[int | None], width: int) -> None:
    def band(value: int) -> str:
        first = value // width * width
        joint = "-" if first >= 0 else " to "
        return f"{first}{joint}{first + width - 1}" if width > 1 else str(first)

    found = number_bands(pa.array([7, *values], pa.int64())[1:], width=width).values.to_pylist()
    assert found == [None if value is None else band(value) for value in values]


@modest
@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6))), st.integers(1, 50), bounds_of)
def test_a_number_lies_in_the_band_that_it_gets(values: list[float | None], width: int, bounds: list[int]) -> None:
    array = pa.array([0.5, *values], pa.float64())[1:]
    for value, band in zip(values, number_bands(array, width=width).values.to_pylist(), strict=True):
        if value is not None:
            first, after = re.fullmatch(r"(-?\d+)(?:-| to )<(-?\d+)", band).groups()  # type: ignore[union-attr]
            assert int(first) <= value < int(after) == int(first) + width
    for value, band in zip(values, number_bands(array, bounds=bounds).values.to_pylist(), strict=True):
        if value is not None and value < bounds[0]:
            assert band == f"<{bounds[0]}"
        elif value is not None and value >= bounds[-1]:
            assert band == f"{bounds[-1]}+"
        elif value is not None:
            low = max(bound for bound in bounds if bound <= value)
            assert band == f"{low}-<{bounds[bounds.index(low) + 1]}"


def judged(value: str | None, positions: int, mask: set[str]) -> tuple[str | None, bool]:
    bare = (value or "").strip(" \t\r\n")
    if not re.fullmatch("[1-9][0-9]{3}( ?[A-Za-z]{2})?", bare):
        return None, bool(bare)
    return None if bare[:4] in mask else bare[:positions], False


written = st.one_of(
    st.from_regex(r"[0-9]{4} ?[A-Za-z]{2}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{3}", fullmatch=True),
    st.from_regex(r" ?[0-9x/:]{3,5}[ -]{0,2}[A-Z@\[{`é]{0,3} ?", fullmatch=True),
    st.sampled_from(["", " ", "1234 AB", "1234ab", "1234", "0123 AB", "9999ZZ", "1234  AB", "٣٣٣٣ AB", "1234\xa0AB"]),
)


@pytest.mark.covers("Z-25")
@settings(max_examples=250, deadline=None)
@given(columns(written), st.sampled_from([4, 3, 2]), st.sampled_from([set(), {"1234"}, {"9999", "1234", "0000"}]))
def test_postcodes_lose_positions(column: tuple[Any, list[str | None]], positions: int, mask: set[str]) -> None:
    array, values = column
    read = postcodes(array, positions=positions, mask=mask)
    read.values.validate(full=True)
    expected = [judged(value, positions, mask) for value in values]
    assert read.values.to_pylist() == [found for found, _ in expected]
    assert read.wrong.tolist() == [wrong for _, wrong in expected]


@pytest.mark.covers("Z-25")
def test_nothing_of_a_masked_area_is_left_in_memory() -> None:
    read = postcodes(pa.array(["1234 AB", "5678 CD", "x"]), positions=3, mask={"1234"})
    assert bytes(read.values.buffers()[2]) == bytes(3) + b"567" + bytes(3)


@pytest.mark.parametrize("place", range(7))
def test_every_byte_at_every_place_of_a_postcode(place: int) -> None:
    texts = [f"{'1234 AB'[:place]}{chr(code)}{'1234 AB'[place + 1 :]}" for code in range(128)]
    read = postcodes(pa.array(texts), positions=4, mask=())
    assert read.wrong.tolist() == [judged(text, 4, set())[1] for text in texts]


def test_postcodes_of_a_spreadsheet_are_numbers() -> None:
    assert postcodes(pa.array([1234, None, 12345, 234]), positions=2, mask=()).values.to_pylist() == [
        "12",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_rows_of_any_layout(layout: str) -> None:
    read = postcodes(laid([], [], layout, 0, 0), positions=4, mask=())
    assert len(read.values) == 0 and read.wrong.dtype == np.bool_
    none = pa.array([], pa.date32())
    on = date(2025, 1, 1)
    assert len(years(none, top_code_age=9, on=on).values) == len(months(none, top_code_age=None, on=on).values) == 0
    assert (
        len(age_bands(none, on=on, width=5).values) == len(number_bands(pa.array([], pa.int64()), width=5).values) == 0
    )


def test_what_cannot_be_meant_is_a_mistake_of_the_program() -> None:
    on, day = date(2025, 1, 1), pa.array([date(2020, 1, 1) + timedelta(1)])
    with pytest.raises(ValueError, match="width or bounds"):
        age_bands(day, on=on)
    with pytest.raises(ValueError, match="width or bounds"):
        number_bands(pa.array([1]), width=5, bounds=(1, 2))
    with pytest.raises(ValueError, match="ascend"):
        number_bands(pa.array([1]), bounds=(2, 2))
    with pytest.raises(ValueError, match="negative"):
        age_bands(day, on=on, bounds=(-1, 2))
    with pytest.raises(ValueError, match="positions"):
        postcodes(pa.array(["1234"]), positions=1, mask=())
    with pytest.raises(ValueError, match="four digits"):
        postcodes(pa.array(["1234"]), positions=4, mask={"123"})
    with pytest.raises(TypeError, match="date32"):
        years(pa.array([2020]), top_code_age=None, on=on)
    with pytest.raises(TypeError, match="numbers"):
        number_bands(pa.array(["1"]), width=5)
