"""Coarser values: a date becomes a year, month or age band, a postcode loses positions, a number becomes a band.

Ages are by birthday: on `on` someone born on 29 February turns a year older on 1 March of a year that is no leap year.
Above a top code few people remain, and they are told apart too easily: they all count as being of that age.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluis.kernel.columns import Rows
from sluis.kernel.reading import BLANKS, Read, array_of, laid_out, numbers, per_distinct, plain_numbers, strings
from sluis.kernel.widths import NO_PAIR, Block, of_width, pairs

EPOCH = date(1970, 1, 1).toordinal()


def years(dates: Any, *, top_code_age: int | None, on: date) -> Read:
    """Reduce dates to years.

    Args:
        dates: n values of date32, of birth when there is a top code.
        top_code_age: no year lies before `on.year - top_code_age`, so those who are older stand in one group with
            those of this age; none to leave all years as they are.
        on: the day on which ages are reckoned.
    Returns:
        n values of int16; never wrong.
    """
    array = _dates(dates)
    found = np.array(pc.year(array).fill_null(0), np.int16)
    if top_code_age is not None:
        np.maximum(found, np.int16(on.year - top_code_age), out=found)
    return Read(numbers(found, np.asarray(array.is_valid()), pa.int16()), np.zeros(len(array), np.bool_))


def months(dates: Any, *, top_code_age: int | None, on: date) -> Read:
    """Reduce dates to months, "2012-03".

    Args:
        dates: n values of date32, of birth when there is a top code.
        top_code_age: no month lies before that of `on`, so many years earlier; none for no top code.
        on: the day on which ages are reckoned.
    Returns:
        A StringArray of n values; never wrong.
    """
    array = _dates(dates)
    year = np.asarray(pc.year(array).fill_null(1), np.int64)
    which = (year - 1) * 12 + np.asarray(pc.month(array).fill_null(1), np.int64) - 1
    if top_code_age is not None:
        which = np.maximum(which, (on.year - top_code_age - 1) * 12 + on.month - 1)
    return Read(
        _month_names().take(pa.array(which, mask=~np.asarray(array.is_valid()))), np.zeros(len(array), np.bool_)
    )


def age_bands(
    dates: Any,
    *,
    on: date,
    width: int | None = None,
    bounds: Sequence[int] = (),
    top_code_age: int | None = None,
) -> Read:
    """Reduce dates of birth to bands of ages, such as "0-4" and "85+".

    Args:
        dates: n values of date32.
        on: the day on which ages are reckoned.
        width: of equal bands from 0, in years; or
        bounds: the first age of each band, ascending; ages before the first make a band too, and the last is open.
        top_code_age: who is older counts as this age; the band that holds it is the last, and open.
    Returns:
        A StringArray of n values; a birth after `on` is wrong.
    Raises:
        ValueError: both width and bounds or neither, or not in order.
    """
    _check_bands(width, bounds)
    if (bounds and bounds[0] < 0) or (top_code_age is not None and top_code_age < 0):
        raise ValueError("ages are not negative")
    array = _dates(dates)
    days, valid = plain_numbers(array, "<i4")
    firsts = [0, *(bound for bound in bounds if bound > 0)] if width is None else _steps(days, on, width, top_code_age)
    if top_code_age is not None:
        firsts = firsts[: bisect_right(firsts, top_code_age)]
    names = [_band(first, after - 1) for first, after in pairwise(firsts)]
    is_open = bool(bounds) or top_code_age is not None
    names.append(f"{firsts[-1]}+" if is_open else _band(firsts[-1], firsts[-1] + (width or 1) - 1))
    reached = [born for first in firsts if (born := _born_by(on, first)) is not None]
    which = len(reached) - np.searchsorted(np.array(reached[::-1], np.int32), days) - 1
    fits = valid & (which >= 0)
    return Read(pa.array(names).take(pa.array(which, mask=~fits)), valid & ~fits)


def number_bands(values: Any, *, width: int | None = None, bounds: Sequence[int] = ()) -> Read:
    """Reduce numbers to bands: whole numbers to "10-19", others to "10-<20"; "<0" and "85+" at the ends of bounds.

    Args:
        values: n values of an integer type or float64.
        width: of equal bands, one of which begins at 0; or
        bounds: the first value of each band, ascending.
    Returns:
        A StringArray of n values; never wrong. A band that begins below 0 is written "-10 to -1".
    Raises:
        ValueError: both width and bounds or neither, or not in order.
        TypeError: not numbers.
    """
    _check_bands(width, bounds)
    array = array_of(values)
    if not (pa.types.is_integer(array.type) or pa.types.is_floating(array.type)):
        raise TypeError(f"bands are made of numbers, not of {array.type}")
    whole = pa.types.is_integer(array.type)
    plain, valid = plain_numbers(array.cast(pa.int64() if whole else pa.float64()), "<i8" if whole else "<f8")
    wrong = np.zeros(len(array), np.bool_)
    if width is None:
        names = [f"<{bounds[0]}", *(_span(*pair, whole) for pair in pairwise(bounds)), f"{bounds[-1]}+"]
        which = np.searchsorted(np.array(bounds), plain, side="right")
        return Read(pa.array(names).take(pa.array(which, mask=~valid)), wrong)
    encoded = pa.array(np.floor_divide(plain, width), mask=~valid).dictionary_encode()
    starts = [int(step) * width for step in encoded.dictionary.to_pylist()]
    names = [_span(start, start + width, whole) for start in starts]
    return Read(pa.array(names, pa.string()).take(encoded.indices), wrong)


def postcodes(column: Any, *, positions: int, mask: Collection[str]) -> Read:
    """Reduce Dutch postcodes to their first positions.

    Args:
        column: n values, "1234 AB", "1234AB" or "1234", in capitals or not, blanks around them aside; text or numbers.
        positions: 4, 3 or 2.
        mask: areas of four digits in which so few people live that none of their positions is given.
    Returns:
        A StringArray of n values of that many digits; masked and missing ones are null. No postcode: wrong.
    Raises:
        ValueError: other positions, or a mask of other than four digits.
        TypeError: a column that cannot be written as text.
    """
    if positions not in (2, 3, 4) or not all(len(area) == 4 and area.isascii() and area.isdigit() for area in mask):
        raise ValueError("a postcode keeps 2, 3 or 4 positions, and masked areas have four digits")
    array, texts, lengths = laid_out(column)
    areas = np.zeros(len(array), np.uint16)
    for width in (7, 6, 4):
        block = of_width(texts, lengths, width)
        if block.count:
            block.spread(_areas(block), areas)
    wrong = (areas == 0) & (lengths > 0)
    if len(rest := np.flatnonzero(wrong)):
        answers, codes = per_distinct(array, rest, _area)
        areas[rest] = np.array([max(answer, 0) for answer in answers], np.uint16)[codes]
        wrong[rest] = np.array([answer == 0 for answer in answers])[codes]
    shown = areas > 0
    if mask:
        hidden = np.zeros(10_000, np.bool_)
        hidden[[int(area) for area in mask]] = True
        shown &= ~hidden[areas]
    digits = _four_digits()[areas].view(np.uint8).reshape(-1, 4)
    return Read(strings(np.array(digits[:, :positions], order="C"), shown), wrong)


NO_AREA, BLANK = 0, -1


def _areas(block: Block) -> npt.NDArray[np.uint16]:
    """The number of the area, 1000 to 9999; 0 for what is not written like a postcode of this width."""
    high, low = pairs()[block.load(0, "<u2")], pairs()[block.load(2, "<u2")]
    fits = (high >= 10) & (high < NO_PAIR) & (low < NO_PAIR)
    if block.width == 7:
        fits &= block.load(4, "u1") == ord(" ")
    if block.width > 4:
        fits &= _letters()[block.load(block.width - 2, "<u2")]
    areas: npt.NDArray[np.uint16] = (high.astype(np.uint16) * np.uint16(100) + low) * fits
    return areas


def _area(text: str) -> int:
    """The area of one postcode; NO_AREA for none, BLANK when there is nothing."""
    bare = text.strip(BLANKS)
    if not bare:
        return BLANK
    return int(bare[:4]) if re.fullmatch("[1-9][0-9]{3}(?: ?[A-Za-z]{2})?", bare) else NO_AREA


@cache
def _letters() -> Rows:
    """For each two bytes, loaded as `<u2`, whether they are two letters of ASCII."""
    letter = np.array([code < 128 and chr(code).isalpha() for code in range(256)])
    return np.asarray(letter[:, None] & letter[None, :]).reshape(-1)


@cache
def _four_digits() -> npt.NDArray[np.uint32]:
    """For each number to 9999 its four digits, as they lie in memory."""
    return np.array([f"{number:04d}".encode() for number in range(10_000)], "S4").view("<u4")


@cache
def _month_names() -> Any:
    """The names of all months from 0001-01 on."""
    return pa.array(
        np.datetime_as_string(np.arange("0001-01", "10000-01", dtype="datetime64[M]")).tolist(), pa.string()
    )


def _dates(column: Any) -> Any:
    array = array_of(column)
    if not pa.types.is_date32(array.type):
        raise TypeError(f"a column of date32 is needed, not of {array.type}")
    return array


def _born_by(on: date, age: int) -> int | None:
    """The last day of birth, in days since 1970, of those who have reached an age on `on`; none before the year 1."""
    if on.year - age < 1:
        return None
    try:
        return on.replace(year=on.year - age).toordinal() - EPOCH
    except ValueError:  # 29 February, of a year that had none
        return date(on.year - age, 2, 28).toordinal() - EPOCH


def _steps(days: npt.NDArray[np.int32], on: date, width: int, top_code_age: int | None) -> list[int]:
    """The first age of each equal band, as far as anyone comes."""
    first = date.fromordinal(int(days.min()) + EPOCH).year if len(days) else on.year
    furthest = max(on.year - first, 0) if top_code_age is None else top_code_age
    return list(range(0, furthest + 1, width))


def _check_bands(width: int | None, bounds: Sequence[int]) -> None:
    if (width is None) == (not bounds):
        raise ValueError("bands have a width or bounds")
    if (width is not None and width < 1) or any(first >= after for first, after in pairwise(bounds)):
        raise ValueError("a width is at least 1, and bounds ascend")


def _band(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _span(first: int, after: int, whole: bool) -> str:
    joint = "-" if first >= 0 else " to "
    return (str(first) if after == first + 1 else f"{first}{joint}{after - 1}") if whole else f"{first}{joint}<{after}"
