"""Reading a column by its type: text, whole numbers, numbers, booleans; dates are in `dates`, what else may be asked of
a value in `constraints`. All can be had from here.

A reading tries the quick way for the entire column first. Only when that fails does it look for the culprits, judge
each of their distinct values in plain Python, and read the others quickly again. What is missing is null and not wrong.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sluis.kernel.columns import Rows, Texts
from sluis.kernel.columns import texts as texts_of
from sluis.kernel.constraints import above, below, longer, not_in, not_matching, shorter
from sluis.kernel.dates import pattern_of, read_dates
from sluis.kernel.reading import (
    BLANKS,
    Read,
    absent,
    array_of,
    bitmap,
    blank,
    is_text,
    laid_out,
    numbers,
    per_distinct,
    plain_numbers,
)

__all__ = [
    "Read",
    "above",
    "below",
    "longer",
    "not_in",
    "not_matching",
    "pattern_of",
    "read_booleans",
    "read_dates",
    "read_integers",
    "read_numbers",
    "read_strings",
    "shorter",
]

Parse = Callable[[str], int | float | None]
"""Reads one bare text; none when that is not what was asked for."""

NOTHING, UNREADABLE = -2, -1
"""What a distinct text is that has no place among the words of a boolean."""

NUMPY = {pa.int64(): "<i8", pa.float64(): "<f8"}


@dataclass(frozen=True, slots=True)
class Trusted:
    """Which text Arrow's cast reads as Sluis means it.

    Attributes:
        odd: for each byte whether a text with it must be looked at first (Arrow also reads 0x1F, nan and inf).
        shape: texts that are right beyond doubt, as RE2 writes it.
    """

    odd: Rows
    shape: str


def _trusted(characters: bytes, shape: str) -> Trusted:
    odd = np.ones(256, np.bool_)
    odd[list(characters)] = False
    return Trusted(odd, shape)


INTEGERS = _trusted(b"0123456789-", "^-?[0-9]{1,18}$")
NUMBERS = _trusted(b"0123456789+-eE.", r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$")


def read_strings(column: Any, *, missing: tuple[str, ...]) -> Read:
    """Read a column as text, exactly as it stands.

    Args:
        column: n values; typed ones are written as a person would (3.0 as "3", dates in ISO form).
        missing: texts that mean "nothing".
    Returns:
        A StringArray of n values; never wrong.
    Raises:
        TypeError: nested values, or bytes that are not UTF-8.
    """
    array, texts, lengths = laid_out(column)
    return Read(blank(array, absent(texts, lengths, missing)), np.zeros(len(array), np.bool_))


def read_integers(column: Any, *, missing: tuple[str, ...]) -> Read:
    """Read a column as whole numbers.

    Text is an optional sign and ASCII digits, with blanks around it; "3.0" is wrong, the number 3.0 of a spreadsheet
    is right.

    Args:
        column: n values.
        missing: texts that mean "nothing"; for typed values, the numbers that they write.
    Returns:
        n values of int64; what lies outside its range is wrong.
    Raises:
        TypeError: nested values, or bytes that are not UTF-8.
    """
    array = array_of(column)
    if is_text(array) or pa.types.is_null(array.type):
        return _read_texts(array, missing, pa.int64(), INTEGERS, _integer)
    return _without(_typed_integers(array), missing, pa.int64(), _integer)


def read_numbers(column: Any, *, missing: tuple[str, ...], decimal_char: str = ".", group_char: str = "") -> Read:
    """Read a column as numbers.

    Text is an optional sign, digits, an optional fraction and an optional exponent ("1.5", ".5", "-2e3"), with blanks
    around it. Group characters stand before every three digits or nowhere, so that "12.34" is never 1234. Infinite
    and "NaN" are wrong.

    Args:
        column: n values.
        missing: texts that mean "nothing"; for typed values, the numbers that they write.
        decimal_char: between the whole and the fraction.
        group_char: between thousands; empty for none.
    Returns:
        n values of float64.
    Raises:
        ValueError: characters that cannot be told apart.
        TypeError: nested values, or bytes that are not UTF-8.
    """
    if len(decimal_char) != 1 or decimal_char == group_char or {*decimal_char, *group_char} & set("0123456789+-eE"):
        raise ValueError("decimal and group characters are single characters that differ and stand in no number")
    parse = _number_parser(decimal_char, group_char)
    array = array_of(column)
    if not (is_text(array) or pa.types.is_null(array.type)):
        return _without(_typed_numbers(array), missing, pa.float64(), parse)
    return _read_texts(array, missing, pa.float64(), NUMBERS, parse, point=decimal_char)


def read_booleans(
    column: Any, *, missing: tuple[str, ...], true_values: tuple[str, ...], false_values: tuple[str, ...]
) -> Read:
    """Read a column as true and false.

    Args:
        column: n values; numbers of a spreadsheet are compared as text.
        missing: texts that mean "nothing".
        true_values: texts that mean true, blanks around them aside.
        false_values: texts that mean false.
    Returns:
        n booleans.
    Raises:
        TypeError: nested values, or bytes that are not UTF-8.
    """
    array = array_of(column)
    if pa.types.is_boolean(array.type):
        return Read(array, np.zeros(len(array), np.bool_))
    if pa.types.is_temporal(array.type):
        return Read(pa.nulls(len(array), pa.bool_()), np.asarray(array.is_valid(), np.bool_))
    array, texts, lengths = laid_out(array)
    gone = absent(texts, lengths, missing)
    words = pa.array([*true_values, *false_values], pa.string())
    found = np.array(pc.index_in(array, value_set=words).fill_null(UNREADABLE), np.int32)
    rest = np.flatnonzero((found < 0) & ~gone)
    if len(rest):
        places = {text: place for place, text in reversed(list(enumerate([*true_values, *false_values])))}
        answers, codes = per_distinct(array, rest, lambda text: _place(text.strip(BLANKS), places, missing))
        found[rest] = np.array(answers, np.int32)[codes]
        gone[rest] = found[rest] == NOTHING
    valid = (found >= 0) & ~gone
    return Read(pa.array((found < len(true_values)) & valid, mask=~valid), ~(valid | gone))


def _place(text: str, places: dict[str, int], missing: tuple[str, ...]) -> int:
    return NOTHING if text in missing else places.get(text, UNREADABLE)


def _read_texts(
    column: Any, missing: tuple[str, ...], kind: Any, trusted: Trusted, parse: Parse, *, point: str = "."
) -> Read:
    """Read text as numbers: one cast for all, or the culprits by hand and one cast for the others."""
    array, texts, lengths = laid_out(column)
    gone = absent(texts, lengths, missing)
    plain = _with_points(array, texts, point)
    part = texts_of(plain).data[int(texts.offsets[0]) : int(texts.offsets[-1])]
    if not trusted.odd[part].any():
        try:
            return _finite(blank(plain, gone).cast(kind), ~gone)
        except pa.ArrowInvalid:
            pass
    sure = np.asarray(pc.match_substring_regex(plain, trusted.shape).fill_null(False), np.bool_) & ~gone
    values, _ = plain_numbers(blank(plain, ~sure).cast(kind), NUMPY[kind])
    values, valid = values.copy(), sure.copy()
    rest = np.flatnonzero(~(sure | gone))
    if len(rest):
        answers, codes = per_distinct(array, rest, lambda text: _parsed(text.strip(BLANKS), missing, parse))
        gone[rest] = np.array([answer == "" for answer in answers])[codes]
        numeric = np.array([not isinstance(answer, str) for answer in answers])[codes]
        valid[rest] = numeric
        values[rest] = np.array([0 if isinstance(answer, str) else answer for answer in answers], NUMPY[kind])[codes]
    return _finite(numbers(values, valid, kind), ~gone)


def _parsed(bare: str, missing: tuple[str, ...], parse: Parse) -> int | float | str:
    """The number; "" for nothing, another text for what is no number."""
    if bare in missing:
        return ""
    number = parse(bare)
    return "wrong" if number is None else number


def _with_points(array: Any, texts: Texts, decimal_char: str) -> Any:
    """The texts with a point where they have the decimal character, and no number where they have a point."""
    if decimal_char == ".":
        return array
    table = np.arange(256, dtype=np.uint8)
    table[ord(".")] = ord("!")
    if decimal_char.isascii():
        table[ord(decimal_char)] = ord(".")
    valid = None if texts.valid is None else bitmap(texts.valid)
    offsets = pa.py_buffer(np.ascontiguousarray(texts.offsets))
    return pa.StringArray.from_buffers(len(array), offsets, pa.py_buffer(table[texts.data]), valid)


def _finite(array: Any, filled: Rows) -> Read:
    """What was read, with infinite numbers taken out; `filled` are the values that were there."""
    values, valid = plain_numbers(array, NUMPY[array.type])
    if array.type == pa.float64() and not (finite := np.isfinite(values)).all():
        array, valid = numbers(np.where(finite, values, 0.0), valid & finite, pa.float64()), valid & finite
    return Read(array, filled & ~valid)


def _integer(text: str) -> int | None:
    if not re.fullmatch("[+-]?[0-9]{1,100}", text):
        return None
    number = int(text)
    return number if -(2**63) <= number < 2**63 else None


def _number_parser(decimal_char: str, group_char: str) -> Parse:
    point, comma = re.escape(decimal_char), re.escape(group_char)
    whole = f"(?:[0-9]{{1,3}}(?:{comma}[0-9]{{3}})+|[0-9]+)" if group_char else "[0-9]+"
    shape = re.compile(rf"[+-]?(?:{whole}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?")

    def parse(text: str) -> float | None:
        if not shape.fullmatch(text):
            return None
        number = float((text.replace(group_char, "") if group_char else text).replace(decimal_char, "."))
        return number if math.isfinite(number) else None

    return parse


def _typed_integers(array: Any) -> Read:
    kind = array.type
    filled = np.asarray(array.is_valid(), np.bool_)
    if kind == pa.uint64():
        values, _ = plain_numbers(array, "<u8")
        fits = filled & (values < np.uint64(2**63))
        return Read(numbers(values.astype(np.int64), fits, pa.int64()), filled & ~fits)
    if pa.types.is_integer(kind):
        return Read(array.cast(pa.int64()), np.zeros(len(array), np.bool_))
    if pa.types.is_floating(kind):
        floats, _ = plain_numbers(array.cast(pa.float64()), "<f8")
        fits = filled & (floats == np.floor(floats)) & (np.abs(floats) < 2.0**63)
        return Read(numbers(np.where(fits, floats, 0).astype(np.int64), fits, pa.int64()), filled & ~fits)
    if pa.types.is_decimal(kind):
        whole = [
            None if value is None or value != int(value) else _integer(str(int(value))) for value in array.to_pylist()
        ]
        read = pa.array(whole, pa.int64())
        return Read(read, filled & ~np.asarray(read.is_valid(), np.bool_))
    return Read(pa.nulls(len(array), pa.int64()), filled)


def _typed_numbers(array: Any) -> Read:
    filled = np.asarray(array.is_valid(), np.bool_)
    kind = array.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _finite(array.cast(pa.float64(), safe=False), filled)
    return Read(pa.nulls(len(array), pa.float64()), filled)


def _without(read: Read, missing: tuple[str, ...], kind: Any, parse: Parse) -> Read:
    """Blank the typed values that mean "nothing"; they are not wrong."""
    nothing = [number for text in missing if (number := parse(text)) is not None]
    if not nothing:
        return read
    gone = np.asarray(pc.is_in(read.values, value_set=pa.array(nothing, kind)), np.bool_)
    return Read(pc.if_else(pa.array(~gone), read.values, pa.scalar(None, kind)), read.wrong)
