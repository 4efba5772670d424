"""Sums of elements, where the identity is a value: an empty sum, or one that happens to come back to it.

Everywhere else the identity is refused (`ristretto`). A row of sums is an element or 32 zero bytes.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from sluis.kernel import libsodium
from sluis.kernel.libsodium import WIDTH, Column
from sluis.kernel.ristretto import forbidden, is_identity, multiply, refuse_rows
from sluis.refusals.catalogue import groups

_FEW = 1500  # so many multiplications cost about what the running sums over 4,095 buckets cost


def accumulate(sums: Column, places: npt.NDArray[np.integer[Any]], elements: Column) -> None:
    """sums[places[i]] += elements[i], one row after the other.

    Args:
        sums: m rows; changed in place.
        places: n numbers below m.
        elements: n elements.
    Raises:
        RowsRefused: ELEMENTS_REFUSED; the sums are then worthless.
    """
    if len(places) != len(elements):
        raise ValueError("there is one place per element")
    codes = libsodium.run_at(libsodium.ADD, libsodium.addresses_at(sums, places), elements)
    refuse_rows(groups.ELEMENTS_REFUSED, (codes != 0) | forbidden(elements))


def merge(sums: Column, others: Column) -> None:
    """sums[i] += others[i], in place."""
    refuse_rows(groups.ELEMENTS_REFUSED, libsodium.run(libsodium.ADD, sums, sums, others) != 0)


def plus(left: bytes, right: bytes) -> bytes:
    """left + right; each, and the result, may be the identity."""
    return _of_two(libsodium.ADD, left, right)


def minus(left: bytes, right: bytes) -> bytes:
    """left − right; each, and the result, may be the identity."""
    return _of_two(libsodium.SUBTRACT, left, right)


def total(elements: Column) -> bytes:
    """The sum of n rows; 32 zero bytes when it is the identity."""
    out = np.zeros((1, WIDTH), np.uint8)
    merge(np.broadcast_to(out, elements.shape), elements)
    return out.tobytes()


def weighted_total(buckets: Column) -> bytes:
    """Σ w · buckets[w] over m buckets; 32 zero bytes when it is the identity. Buckets are changed.

    Running sums from the top need two additions per bucket and no multiplication; with few full buckets multiplying
    each is quicker.
    """
    full = np.flatnonzero(~is_identity(buckets))
    full = full[full > 0]
    if len(full) < _FEW:
        return total(multiply(_scalars(full), buckets[full]))
    backwards = buckets[:0:-1]  # without bucket 0, which weighs nothing
    merge(backwards[1:], backwards[:-1])  # row by row in this order: each meets a neighbour that is already a sum
    return total(backwards)


def _of_two(function: Any, left: bytes, right: bytes) -> bytes:
    out = np.zeros((1, WIDTH), np.uint8)
    operands = (np.frombuffer(side, np.uint8).reshape(1, WIDTH) for side in (left, right))
    refuse_rows(groups.ELEMENTS_REFUSED, libsodium.run(function, out, *operands) != 0)
    return out.tobytes()


def _scalars(numbers: npt.NDArray[np.integer[Any]]) -> Column:
    words = np.zeros((len(numbers), WIDTH // 8), "<u8")
    words[:, 0] = numbers
    return words.view(np.uint8)
