"""Reading dates: text by a pattern, and what spreadsheets and Parquet make of dates.

A pattern is of strptime's words: %d %m %Y %y %H %M %S and other characters, which stand for themselves. Values whose
parts all have full width are read a column at a time, what people write by hand ("1/2/2020") a distinct value at a
time.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluis.kernel.columns import Rows
from sluis.kernel.reading import (
    BLANKS,
    Read,
    absent,
    array_of,
    as_text,
    is_text,
    laid_out,
    local_time,
    numbers,
    per_distinct,
    plain_numbers,
)
from sluis.kernel.widths import NO_PAIR, Block, equal_to, of_width, pairs

ISO = "%Y-%m-%d"
WIDTHS = {"d": 2, "m": 2, "Y": 4, "y": 2, "H": 2, "M": 2, "S": 2}
LIMITS = {"H": 24, "M": 60, "S": 60}
PIVOT = 69
"""POSIX: a year of two digits below it is in this century, others in the last."""

EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = 1 - EPOCH, date.max.toordinal() - EPOCH


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of dates.

    Attributes:
        fields: (letter, first byte) of each number in a value of full width.
        literals: (first byte, bytes) of what stands between them.
        width: of a value of full width, in bytes.
        loose: what a value looks like in which days, months and times may have one digit.
        letters: of the groups of `loose`.
    """

    fields: tuple[tuple[str, int], ...]
    literals: tuple[tuple[int, bytes], ...]
    width: int
    loose: re.Pattern[str]
    letters: tuple[str, ...]

    @property
    def only_digits(self) -> bool:
        """Nothing stands between the numbers, so that a spreadsheet takes such a date for a number."""
        return not self.literals


@lru_cache(maxsize=256)
def pattern_of(text: str) -> Pattern:
    """The pattern that a specification names; empty for ISO.

    Raises:
        ValueError: another directive, one that comes twice, no year, or a day without a month.
    """
    pieces = re.findall(r"%.|[^%]+|%$", text or ISO, re.DOTALL)
    letters = tuple(piece[1] for piece in pieces if _is_number(piece))
    if any(piece[0] == "%" and piece != "%%" and not _is_number(piece) for piece in pieces):
        raise ValueError(f"a date pattern knows {' '.join('%' + letter for letter in WIDTHS)} and no other directive")
    years = letters.count("Y") + letters.count("y")
    if years != 1 or len(set(letters)) < len(letters) or ("d" in letters and "m" not in letters):
        raise ValueError("a date pattern has one year, a month if it has a day, and nothing twice")
    return _laid_out(pieces, letters)


def _is_number(piece: str) -> bool:
    return piece[0] == "%" and piece[1:] in WIDTHS


def _laid_out(pieces: list[str], letters: tuple[str, ...]) -> Pattern:
    fields: list[tuple[str, int]] = []
    literals: list[tuple[int, bytes]] = []
    loose, at = "", 0
    for before, piece, after in zip(["-", *pieces], pieces, [*pieces[1:], "-"], strict=False):
        if _is_number(piece):
            fields.append((piece[1], at))
            alone = not _is_number(before) and not _is_number(after)  # "1112020" could be two dates
            loose += "([0-9]{1,2})" if alone and piece not in {"%Y", "%y"} else f"([0-9]{{{WIDTHS[piece[1]]}}})"
            at += WIDTHS[piece[1]]
        else:
            literal = "%" if piece == "%%" else piece
            literals.append((at, literal.encode()))
            loose += re.escape(literal)
            at += len(literal.encode())
    return Pattern(tuple(fields), tuple(literals), at, re.compile(loose), letters)


def read_dates(column: Any, *, missing: tuple[str, ...], format: str = "") -> Read:
    """Read a column as dates.

    Text is read by the pattern; a time of day in it must exist and is left out; a day or month that the pattern does
    not name is the first. Days and months may have one digit where something else stands on both sides. Years of two
    digits follow POSIX (69 to 99 are 19xx), so a birth date wants %Y. Blanks around a value are taken off.

    Dates and timestamps of XLSX and Parquet are taken as they are (a timestamp: the day in its own time zone). Numbers
    in such a file are serial days of the 1900 system of spreadsheets (1 is 1 January 1900, 60 never existed; the part
    of the day is left out) – unless the pattern has nothing but digits (%Y%m%d): then they are such a date as a number,
    with at most one leading zero eaten.

    Args:
        column: n values.
        missing: texts that mean "nothing", exactly as they stand; for typed values, the dates that they write.
        format: the pattern; empty for ISO.
    Returns:
        n values of date32, from the years 1 to 9999.
    Raises:
        ValueError: a pattern that is not understood.
        TypeError: a column that cannot be read as text.
    """
    pattern = pattern_of(format)
    array = array_of(column)
    kind = array.type
    if is_text(array) or pa.types.is_null(kind):
        return _read_texts(array, missing, pattern)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        digits = pattern.only_digits
        read = _read_texts(_refilled(array, pattern.width), missing, pattern) if digits else _read_serials(array)
    elif pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        local = local_time(array) if pa.types.is_timestamp(kind) else array
        days, valid = plain_numbers(local.cast(pa.date32(), safe=False), "<i4")
        read = _bounded(days.astype(np.int64), valid, valid)
    else:
        filled = np.asarray(array.is_valid(), np.bool_)
        return Read(pa.nulls(len(array), pa.date32()), filled)
    return _without(read, [day for text in missing if (day := _read_one(text, pattern)) is not None])


def _read_texts(column: Any, missing: tuple[str, ...], pattern: Pattern) -> Read:
    array, texts, lengths = laid_out(column)
    days, valid = np.zeros(len(array), np.int32), np.zeros(len(array), np.bool_)
    gone = absent(texts, lengths, missing)
    block = of_width(texts, lengths, pattern.width)
    if block.count:
        found, fits = _read_block(block, pattern)
        block.spread(found, days)
        block.spread(fits, valid)
        valid &= ~gone
    rest = np.flatnonzero(~(valid | gone))
    if len(rest):
        answers, codes = per_distinct(array, rest, lambda text: _read_loose(text, missing, pattern))
        nothing = np.array([answer == "" for answer in answers])[codes]
        found = np.array([answer if isinstance(answer, int) else LAST_DAY + 1 for answer in answers], np.int32)[codes]
        gone[rest[nothing]] = True
        valid[rest] = found <= LAST_DAY
        days[rest] = found
    return Read(numbers(days, valid, pa.date32()), ~(valid | gone))


def _read_block(block: Block, pattern: Pattern) -> tuple[npt.NDArray[np.int32], Rows]:
    """Read values of full width: the days since 1970, and which of them exist."""
    parts = {letter: _field(block, letter, at) for letter, at in pattern.fields}
    fits = np.ones(block.count, np.bool_)
    for at, literal in pattern.literals:
        fits &= equal_to(block, literal, at)
    for letter, limit in LIMITS.items():
        if letter in parts:
            fits &= parts[letter] < limit
    year = parts["Y"] if "Y" in parts else _century()[parts["y"]]
    month = parts.get("m", np.ones(1, np.uint8))
    firsts, sizes = _months()
    which = year.astype(np.intp) * 16
    which += np.minimum(month, 15)
    day = parts.get("d", np.ones(1, np.uint8)) - np.uint8(1)  # of day 0 this makes 255
    fits &= day < sizes[which]
    return firsts[which] + day, fits


def _field(block: Block, letter: str, at: int) -> npt.NDArray[Any]:
    """A number of two or four digits; 100 or more, or the year 0, when it is none."""
    high: npt.NDArray[np.uint8] = pairs()[block.load(at, "<u2")]
    if letter != "Y":
        return high
    low = pairs()[block.load(at + 2, "<u2")]
    year = high.astype(np.int16) * np.int16(100) + low
    return np.where((high < NO_PAIR) & (low < NO_PAIR), year, np.int16(0))


@cache
def _century() -> npt.NDArray[np.int16]:
    """For each number of two digits its year; 0 for what is no number."""
    years = [0 if year == NO_PAIR else year + (1900 if year >= PIVOT else 2000) for year in range(NO_PAIR + 1)]
    return np.array(years, np.int16)


@cache
def _months() -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """For year · 16 + month: the days from 1970 to the first of that month, and how many days it has (0: no month)."""
    first = np.arange("0001-01", "10000-01", dtype="datetime64[M]")
    days, ends = first.astype("datetime64[D]").astype(np.int32), (first + 1).astype("datetime64[D]").astype(np.int32)
    firsts, sizes = np.zeros((10_000, 16), np.int32), np.zeros((10_000, 16), np.uint8)
    firsts[1:, 1:13], sizes[1:, 1:13] = days.reshape(-1, 12), (ends - days).reshape(-1, 12)
    return firsts.reshape(-1), sizes.reshape(-1)


def _read_loose(text: str, missing: tuple[str, ...], pattern: Pattern) -> int | str | None:
    """The days since 1970; "" for nothing, none for what is no date."""
    bare = text.strip(BLANKS)
    return "" if bare in missing else _read_one(bare, pattern)


def _read_one(text: str, pattern: Pattern) -> int | None:
    """The days since 1970 of one text; none for what is no date."""
    match = pattern.loose.fullmatch(text)
    if match is None:
        return None
    parts = dict(zip(pattern.letters, map(int, match.groups()), strict=True))
    year = parts["Y"] if "Y" in parts else int(_century()[parts["y"]])
    if any(parts.get(letter, 0) >= limit for letter, limit in LIMITS.items()):
        return None
    try:
        return date(year, parts.get("m", 1), parts.get("d", 1)).toordinal() - EPOCH
    except ValueError:
        return None


def _refilled(array: Any, width: int) -> Any:
    """Numbers as text, with one leading zero put back where it was eaten."""
    text = as_text(array)
    return pc.if_else(pc.equal(pc.binary_length(text), width - 1), pc.utf8_lpad(text, width, "0"), text)


def _read_serials(array: Any) -> Read:
    """Days as spreadsheets count them, in the 1900 system."""
    floats, filled = plain_numbers(array.cast(pa.float64()), "<f8")
    sane = filled & (floats >= 1) & (floats < 2_958_466)
    serial = np.where(sane, floats, 0).astype(np.int64)
    # Lotus 1-2-3 took 1900 for a leap year and all others followed: the days before its 29 February are one off.
    days = serial + (date(1899, 12, 30).toordinal() - EPOCH) + (serial < 60)
    return _bounded(days, sane & (serial != 60), filled)


def _bounded(days: npt.NDArray[np.int64], valid: Rows, filled: Rows) -> Read:
    fits = valid & (days >= FIRST_DAY) & (days <= LAST_DAY)
    return Read(numbers(days.astype(np.int32), fits, pa.date32()), filled & ~fits)


def _without(read: Read, nothing: list[int]) -> Read:
    """Blank the typed values that mean "nothing"."""
    if not nothing:
        return read
    days, valid = plain_numbers(read.values, "<i4")
    return Read(numbers(days.copy(), valid & ~np.isin(days, nothing), pa.date32()), read.wrong)
