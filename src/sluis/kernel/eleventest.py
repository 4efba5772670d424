"""The eleven-test of a BSN: 9·d1 + 8·d2 + … + 2·d8 − 1·d9 is a multiple of 11, and not all digits are zero.

Source: Logisch Ontwerp BSN; the general Dutch *elfproef* with the last weight negated.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sluis.kernel.columns import Rows
from sluis.kernel.widths import eight_digits

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
ZERO = np.uint8(ord("0"))


def is_bsn(text: str) -> bool:
    """Whether one text is a BSN: nine ASCII digits that pass."""
    if len(text) != 9 or not (text.isascii() and text.isdigit()) or text == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=True)) % 11 == 0


def passes(first_eight: npt.NDArray[np.uint64], ninth: npt.NDArray[np.uint8]) -> Rows:
    """Whether nine characters are a BSN: digits, eleven-test, not all zero.

    Args:
        first_eight: n times the first eight characters, the first in the lowest byte.
        ninth: n times the last character.
    """
    digits = first_eight & np.uint64(0x0F0F0F0F0F0F0F0F)
    every_other = np.uint64(0x00FF00FF00FF00FF)
    odd, even = digits & every_other, (digits >> np.uint64(8)) & every_other
    # Four lanes of 16 bits: the product's highest lane is the sum of each digit times its weight, at most 396
    # for digits; for other bytes at most 660, which the table still holds.
    weighed = odd * np.uint64(0x0009_0007_0005_0003) + even * np.uint64(0x0008_0006_0004_0002)
    last = ninth - ZERO
    total = (weighed >> np.uint64(48)).astype(np.int16)
    fits = multiples().take(total + np.int16(9) - np.minimum(last, 9), mode="clip")
    return np.asarray(fits & eight_digits(first_eight) & (last < 10) & ((digits > 0) | (last > 0)), np.bool_)


@cache
def multiples() -> Rows:
    """Whether a weighed sum is a multiple of 11; place 9 stands for the sum 0, place 0 for the least possible, −9."""
    return np.asarray((np.arange(700) - 9) % 11 == 0, np.bool_)


def passing_numbers(numbers: npt.NDArray[np.int64]) -> Rows:
    """Whether numbers from 1 to 999,999,999 are BSNs, when written with nine digits."""
    high, low = np.divmod(numbers, 100_000)
    totals = _weighed(4, WEIGHTS[:4])[high] + _weighed(5, WEIGHTS[4:])[low]
    return np.asarray((totals % 11 == 0) & (numbers > 0), np.bool_)


@cache
def _weighed(digits: int, weights: tuple[int, ...]) -> npt.NDArray[np.int16]:
    """For every number of so many digits its weighed sum."""
    numbers = np.arange(10**digits)
    places: Any = 10 ** np.arange(digits - 1, -1, -1)
    sums: npt.NDArray[np.int16] = ((numbers[:, None] // places % 10) @ np.array(weights)).astype(np.int16)
    return sums
