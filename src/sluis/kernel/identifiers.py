"""Identifiers in their one canonical way of writing: a burgerservicenummer (BSN) is `bsn:123456782`.

What is made of several fields, where there is no number, is in `composites`; BSNs that stand where they should not are
found by `leaks`. Both can be had from here.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sluis.kernel.columns import Bytes, Rows
from sluis.kernel.composites import Composite, composite
from sluis.kernel.eleventest import is_bsn, passes
from sluis.kernel.leaks import dominates, share_of_bsn
from sluis.kernel.reading import BLANKS, absent, laid_out, per_distinct, strings
from sluis.kernel.widths import Block, of_width

__all__ = ["Bsn", "Composite", "composite", "dominates", "read_bsn", "share_of_bsn"]

PREFIX = int.from_bytes(b"bsn:", "little")
CANONICAL = 13
"""Bytes of a canonical BSN."""

WRONG, VALID, PADDED, UNKNOWN, MISSING = range(5)
"""What a row can be."""

Kinds = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Bsn:
    """A column of BSNs that was read. A row without a number is missing, unknown or wrong.

    Attributes:
        canonical: StringArray of n values "bsn:123456782"; null where there is no number.
        wrong: n booleans: there is a value, and it is not a BSN.
        padded: leading zeros were put back, and so it is a BSN.
        unknown: the value means "no number" by the layout; it is not wrong.
    """

    canonical: Any
    wrong: Rows
    padded: Rows
    unknown: Rows


def read_bsn(column: Any, *, pad: bool, sentinels: frozenset[str]) -> Bsn:
    """Read a column of BSNs.

    Sentinels come first, since 000000000 or 999999990 may mean "no number". Otherwise a value is nine ASCII digits
    that pass the eleven-test and are not all zero. Blanks around it (space, tab, line end) are taken off, nothing else.

    Args:
        column: n values, text or the numbers of a spreadsheet; null and blank are missing.
        pad: a value of one to eight digits gets back the leading zeros that a spreadsheet ate, and is judged then,
            as a sentinel too.
        sentinels: texts that mean "no number".
    Returns:
        n rows. Of a value that is not a BSN no byte is left.
    Raises:
        TypeError: a column that cannot be written as text.
    Security: the result holds BSNs in the clear; it is for pseudonymising at once, in memory.
    Source: DESIGN, section 4; the eleven-test of `eleventest`.
    """
    array, texts, lengths = laid_out(column)
    kinds = np.where(lengths < 1, np.uint8(MISSING), np.uint8(WRONG))
    rows = np.zeros((len(array), CANONICAL), np.uint8)
    _judge(of_width(texts, lengths, 9), rows, kinds)
    kinds[absent(texts, lengths, sentinels) & (lengths > 0)] = UNKNOWN
    rest = np.flatnonzero(kinds == WRONG)
    if len(rest):
        kinds[rest] = _repair(array, rest, rows, pad, sentinels)
    canonical = strings(rows, (kinds == VALID) | (kinds == PADDED))
    return Bsn(canonical, kinds == WRONG, kinds == PADDED, kinds == UNKNOWN)


def _judge(nine: Block, rows: Bytes, kinds: Kinds) -> None:
    """Write the canonical form of all values of nine bytes, and mark those that are BSNs."""
    if not nine.count:
        return
    first_eight, ninth = nine.load(0, "<u8"), nine.load(8, "u1")
    nine.spread(passes(first_eight, ninth).astype(np.uint8), kinds)  # WRONG is 0 and VALID is 1
    each = (len(rows),), (CANONICAL,)
    np.ndarray(each[0], "<u4", rows, 0, each[1])[:] = PREFIX
    nine.spread(first_eight, np.ndarray(each[0], "<u8", rows, 4, each[1]))
    nine.spread(ninth, rows[:, 12])


def _repair(array: Any, rest: npt.NDArray[np.intp], rows: Bytes, pad: bool, sentinels: frozenset[str]) -> Kinds:
    """Judge what is not a BSN as it stands: blanks around it, zeros eaten; per distinct value, in plain Python."""
    answers, codes = per_distinct(array, rest, lambda text: _read(text, pad, sentinels))
    kinds: Kinds = np.array([kind for kind, _ in answers], np.uint8)[codes]
    canonical = np.array([f"bsn:{number}".encode() for _, number in answers], f"S{CANONICAL}")[codes]
    rows[rest] = canonical.view(np.uint8).reshape(-1, CANONICAL)
    return kinds


def _read(text: str, pad: bool, sentinels: frozenset[str]) -> tuple[int, str]:
    """What one value is, and its nine digits when it is a BSN."""
    bare = text.strip(BLANKS)
    number = bare.zfill(9) if pad else bare
    if not bare:
        return MISSING, ""
    if bare in sentinels or number in sentinels:
        return UNKNOWN, ""
    if not is_bsn(number):
        return WRONG, ""
    return (VALID if number == bare else PADDED), number
