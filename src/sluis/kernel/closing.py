"""The closing row: one row more, with which the recipient checks a whole table of persons, whoever altered it.

The source draws a secret weight w from 1 to 4,095 for every person, and a secret scalar d, and adds one element to the
table, at a random place:

    T = d·G − Σ w·M

After the relay every element has been multiplied by k. The recipient, who got weights, d and the place inside the
sealed content, opens the table and checks, with K = k·G from the agreement,

    Σ w·P + P_T = d·K

A wrong key, version or table, a person who was added, left out or altered, two who changed places: each breaks the
equation. The third party, who could do all of these, knows neither weights nor place and sees no element. To alter one
row alone always fails; to alter several in step, so that their errors cancel, needs a guess of the ratio of their
weights: it goes unseen once in about 4,000 times, and each time that it fails it is seen.

The sum costs one addition per person: each element goes into the bucket of its weight, and the buckets are summed at
the end. Twelve bits are the balance of that: more bits, more buckets.
"""

import hashlib
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sluis.kernel.libsodium import WIDTH, Column
from sluis.kernel.ristretto import Element, is_identity, multiply, multiply_base, require_element
from sluis.kernel.sums import accumulate, minus, plus, weighted_total
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

Weights = npt.NDArray[np.uint16]

LARGEST_WEIGHT: Final = 4095
SEED_WIDTH: Final = 32
_PURPOSE = b"sluis closing weights 1"
_CHUNK = 4096


def weights(seed: bytes, count: int) -> Weights:
    """The secret weights of `count` persons, in the order of the table without its closing row.

    SHAKE-256 over purpose and seed gives four bytes per person, u little-endian; the weight is 1 + ⌊4095·u / 2³²⌋. No
    draw is thrown away, so the place of a person fixes the place in the stream; the price is that some weights are
    likelier than others by less than one in a million. The weights of n persons begin those of n + 1.

    Args:
        seed: 32 random bytes, fresh per package and list, for the recipient's eyes only.
    Returns:
        uint16, shape (count,), each from 1 to 4,095.
    """
    if len(seed) != SEED_WIDTH:
        raise ValueError(f"the seed is {SEED_WIDTH} bytes")
    drawn = np.frombuffer(hashlib.shake_256(_PURPOSE + seed).digest(4 * count), "<u4").astype(np.uint64)
    drawn *= np.uint64(LARGEST_WEIGHT)
    drawn >>= np.uint64(32)
    return drawn.astype(np.uint16) + np.uint16(1)


class WeightedSum:
    """Σ w·E over a table that comes in chunks, in any order and from several threads at once.

    After a refusal the sum is worthless and says so.
    """

    def __init__(self) -> None:
        self._idle: list[
            Column
        ] = []  # each thread takes one set of buckets and puts it back; list operations are atomic
        self._sound = True

    def add(self, elements: Column, weights: npt.NDArray[np.integer[Any]]) -> None:
        """Add n elements with their n weights.

        Raises:
            RowsRefused: ELEMENTS_REFUSED.
            ValueError: a weight outside 1 to 4,095, or not one per element.
        """
        if len(weights) and not 1 <= int(weights.min()) <= int(weights.max()) <= LARGEST_WEIGHT:
            raise ValueError(f"a weight is 1 to {LARGEST_WEIGHT}")
        buckets = self._take()
        try:
            accumulate(buckets, weights, elements)
        except BaseException:
            self._sound = False
            raise
        self._idle.append(buckets)

    def total(self) -> bytes:
        """The sum: 32 bytes, all zero when it is the identity (of nothing, for one). All `add` calls are done.

        Raises:
            ValueError: something was refused on the way.
        """
        if not self._sound:
            raise ValueError("an element of this sum was refused")
        first, *others = self._idle or [_empty()]
        buckets = first.copy()
        for each in others:
            full = np.flatnonzero(~is_identity(each))
            accumulate(buckets, full, each[full])
        return weighted_total(buckets)

    def _take(self) -> Column:
        try:
            return self._idle.pop()
        except IndexError:
            return _empty()


def _empty() -> Column:
    return np.zeros((LARGEST_WEIGHT + 1, WIDTH), np.uint8)


def closing_element(elements: Column, seed: bytes, d: bytes) -> Element:
    """Source: T of a whole table.

    Args:
        elements: M of n persons, in the order of the table without the closing row.
        seed: of the weights.
        d: a fresh secret scalar.
    Raises:
        RowsRefused: ELEMENTS_REFUSED. Refused: SCALAR_REFUSED, CLOSING_REFUSED.
    """
    return closing_of(_weighted(elements, seed), d)


def closing_of(total_of_elements: bytes, d: bytes) -> Element:
    """Source: T = d·G − total, for a total that came out of a `WeightedSum` of M.

    Raises:
        Refused: SCALAR_REFUSED; ELEMENT_REFUSED when d is the very sum: draw another.
    """
    return require_element(minus(multiply_base(d).tobytes(), total_of_elements))


def verify_closing(elements: Column, closing: bytes, seed: bytes, d: bytes, key: bytes) -> None:
    """Recipient: nothing, when the opened table is the one that the source closed, under the key of the agreement.

    Args:
        elements: P of n persons, in the order of the table without the closing row.
        closing: P_T, the opened closing row.
        seed: of the weights, from the sealed content.
        d: the source's scalar, from the sealed content.
        key: K = k·G, from the agreement.
    Raises:
        Refused: CLOSING_REFUSED, ELEMENT_REFUSED, SCALAR_REFUSED. RowsRefused: ELEMENTS_REFUSED.
    """
    verify_total(_weighted(elements, seed), closing, d, key)


def verify_total(total_of_elements: bytes, closing: bytes, d: bytes, key: bytes) -> None:
    """Recipient: as `verify_closing`, for a total that came out of a `WeightedSum` of P.

    Raises:
        Refused: CLOSING_REFUSED, ELEMENT_REFUSED, SCALAR_REFUSED.
    """
    if plus(total_of_elements, require_element(closing)) != multiply(d, key).tobytes():
        raise Refused(groups.CLOSING_REFUSED)


def _weighted(elements: Column, seed: bytes) -> bytes:
    drawn, summed = weights(seed, len(elements)), WeightedSum()
    for start in range(0, len(elements), _CHUNK):
        summed.add(elements[start : start + _CHUNK], drawn[start : start + _CHUNK])
    return summed.total()
