"""BSNs where they should not be: how many values of a column are valid BSNs, however they are written.

A column that the specification seals or sends in the clear is counted while it is read. One in eleven random numbers
passes the eleven-test, so single finds mean nothing; a column in which they dominate is refused.
"""

import re
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluis.kernel.columns import Bytes, Rows, Texts
from sluis.kernel.columns import texts as texts_of
from sluis.kernel.eleventest import WEIGHTS, is_bsn, passes, passing_numbers
from sluis.kernel.reading import BLANKS, as_text, plain_numbers
from sluis.kernel.widths import Block, eight_digits, lengths_of, of_width

SHORTEST, LONGEST = 7, 17
"""Bytes in which a BSN can be written: from two leading zeros eaten to a separator between all digits."""

SEPARATORS = " .-"
FEW = 3
_MOST_LEGIBLE = 1000
_LEAST_ZEROS = 6


def dominates(valid: int, filled: int) -> bool:
    """Whether valid BSNs dominate a column: more than half of its values, or all when there are fewer than three."""
    return 0 < filled == valid if filled < FEW else 2 * valid > filled


def legible(blocks: Bytes) -> bool:
    """Whether a list of pre-pseudonyms holds texts or numbers: identifiers that nobody turned into anything.

    A block of 16 random bytes is all printable text once in 7 million, and has six zero bytes once in 35 billion; so
    more than one in a thousand, and in a short list one, is no chance.

    Args:
        blocks: uint8, shape (n, 16).
    """
    text = (((blocks >= ord(" ")) & (blocks <= ord("~"))) | (blocks == 0)).all(axis=1)
    number = (blocks == 0).sum(axis=1) >= _LEAST_ZEROS
    return int((text | number).sum()) * _MOST_LEGIBLE > len(blocks)


def share_of_bsn(column: Any) -> tuple[int, int]:
    """How many values are valid BSNs, and how many are filled at all.

    A BSN is also found with dots, spaces or hyphens between its digits, with one or two leading zeros eaten, with NL
    before it, or as a number. Columns of values that are too short cost next to nothing; of a dictionary each
    distinct value is judged once.

    Args:
        column: n values of any type; null, empty and blank are not filled.
    Returns:
        (valid, filled), to be added over the batches of a column and judged by `dominates`.
    """
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    counts = [_count(chunk) for chunk in chunks]
    return sum(valid for valid, _ in counts), sum(filled for _, filled in counts)


def _count(array: Any) -> tuple[int, int]:
    if not pa.types.is_dictionary(array.type):
        valid, filled = _judge(array)
        return int(np.count_nonzero(valid)), int(np.count_nonzero(filled))
    codes = array.indices.drop_null().cast(pa.int64()).to_numpy()
    times = np.bincount(codes, minlength=len(array.dictionary))
    valid, filled = _judge(array.dictionary)
    return int(times[valid].sum()), int(times[filled].sum())


def _judge(array: Any) -> tuple[Rows, Rows]:
    """Which values are BSNs, and which are filled."""
    kind = array.type
    if pa.types.is_integer(kind):
        numbers, filled = plain_numbers(array.cast(pa.int64(), safe=False), "<i8")
        return _judge_numbers(numbers), filled
    if pa.types.is_floating(kind):
        floats, filled = plain_numbers(array.cast(pa.float64()), "<f8")
        whole = (floats >= 0) & (floats < 1e9) & (floats == np.floor(floats))
        return _judge_numbers(np.where(whole, floats, 0).astype(np.int64)), filled & ~np.isnan(floats)
    if any(test(kind) for test in (pa.types.is_boolean, pa.types.is_temporal, pa.types.is_nested)):
        filled = np.asarray(array.is_valid(), np.bool_)
        return np.zeros(len(array), np.bool_), filled
    return _judge_texts(as_text(array))


def _judge_numbers(numbers: npt.NDArray[np.int64]) -> Rows:
    valid = np.zeros(len(numbers), np.bool_)
    near = (numbers >= 10 ** (SHORTEST - 1)) & (numbers < 10**9)
    if near.any():
        valid[near] = passing_numbers(numbers[near])
    return valid


def _judge_texts(array: Any) -> tuple[Rows, Rows]:
    texts, lengths = _bare(array)
    valid = np.zeros(len(array), np.bool_)
    if len(lengths) and int(lengths.max()) >= SHORTEST:
        nine = of_width(texts, lengths, 9)
        first_eight, ninth = nine.load(0, "<u8"), nine.load(8, "u1")
        nine.spread(passes(first_eight, ninth), valid)
        if nine.count < len(lengths) or not eight_digits(first_eight).all():
            _judge_at_ease(texts, lengths, valid)
    return valid, lengths > 0


def _bare(array: Any) -> tuple[Texts, npt.NDArray[Any]]:
    """The values without blanks around them, which are taken off only where there are any."""
    texts = texts_of(array)
    lengths = lengths_of(texts)
    part = texts.data[int(texts.offsets[0]) : int(texts.offsets[-1])]
    if len(part) and int(part.min()) <= ord(" "):
        rows = np.flatnonzero(lengths > 0)
        ends = np.concatenate([texts.offsets[rows], texts.offsets[rows + 1] - 1])
        if (texts.data[ends] <= ord(" ")).any():
            texts = texts_of(pc.ascii_trim(array, characters=BLANKS))
            lengths = lengths_of(texts)
    return texts, lengths


def _judge_at_ease(texts: Texts, lengths: npt.NDArray[Any], valid: Rows) -> None:
    """Find the BSNs that are not plainly nine digits; most values fall out by their first or last byte."""
    rows = np.flatnonzero((lengths >= SHORTEST) & (lengths <= LONGEST) & ~valid)
    rows = rows[_is_digit(texts.data[texts.offsets[rows + 1] - 1])]
    firsts = texts.data[texts.offsets[rows]]
    for row in rows[(firsts | 0x20) == ord("n")]:
        start, stop = int(texts.offsets[row]), int(texts.offsets[row + 1])
        valid[row] = _is_bsn_after_nl(bytes(texts.data[start:stop]))
    plain = np.zeros_like(lengths)
    rows = rows[_is_digit(firsts)]
    plain[rows] = lengths[rows]
    for width in np.unique(lengths[rows]):
        block = of_width(texts, plain, int(width))
        found = _passes_at_ease(block)
        valid[rows[lengths[rows] == width]] = found


def _is_digit(characters: Bytes) -> Rows:
    return np.asarray(characters - np.uint8(ord("0")) < 10, np.bool_)


def _passes_at_ease(block: Block) -> Rows:
    """Whether values of one width are 7 to 9 digits that pass, with separators anywhere between them."""
    weights, allowed = np.zeros(32, np.int16), _separators()
    weights[:9] = WEIGHTS[::-1]
    count, total = np.zeros(block.count, np.uint8), np.zeros(block.count, np.int16)
    fits, some = np.ones(block.count, np.bool_), np.zeros(block.count, np.uint8)
    for at in range(block.width - 1, -1, -1):
        characters = block.load(at, "u1")
        is_digit = _is_digit(characters)
        digits = np.where(is_digit, characters & 0x0F, 0)
        fits &= is_digit | allowed[characters]
        if not fits.any():  # a column of dates, mostly
            break
        total += weights[count] * digits
        some |= digits
        count += is_digit
    return np.asarray(fits & (count >= 7) & (count <= 9) & (some > 0) & (total % 11 == 0), np.bool_)


@cache
def _separators() -> Rows:
    table = np.zeros(256, np.bool_)
    table[list(SEPARATORS.encode())] = True
    return table


def _is_bsn_after_nl(value: bytes) -> bool:
    number = re.fullmatch(rb"[Nn][Ll]([ .-]*[0-9][0-9 .-]*)", value)
    digits = re.sub(rb"[^0-9]", b"", number[1]).decode() if number else ""
    return len(digits) >= SHORTEST and is_bsn(digits.zfill(9))
