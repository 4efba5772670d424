"""The group ristretto255 (RFC 9496), strictly: columns in, columns out, and nothing that is not an element.

The arithmetic is libsodium's, which `rbcl` carries. It fails silently in four ways, and each is closed here:

- adding an invalid point gives zero bytes and a return code that rbcl drops: every return code is read;
- the identity (32 zero bytes) counts as a valid point: it is refused coming in and going out;
- a scalar of L or more is used as it is, and 0 gives the identity: every scalar must be 0 < s < L;
- version 1.0.18 ignores the highest bit, so that one point has two encodings: a set bit is refused.

A column is a numpy array, uint8, shape (n, 32), of any row stride.

Security: the operations on secrets are libsodium's constant-time ones. The range check of a single secret scalar
compares Python integers; it can tell how close to L a secret is, of which a random one gives nothing away.
"""

import os
from collections.abc import Iterable
from typing import Any, Final, NewType

import numpy as np
import numpy.typing as npt
import rbcl

from sluis.kernel import libsodium
from sluis.kernel.libsodium import WIDTH, Column
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import groups

Scalar = NewType("Scalar", bytes)
"""32 bytes, little-endian, 0 < s < L."""

Element = NewType("Element", bytes)
"""32 bytes, a canonical encoding, not the identity."""

Rows = npt.NDArray[np.bool_]
"""n booleans, one per row."""

ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""L, the prime order of the group (RFC 9496 section 4)."""

_ORDER_WORDS = np.frombuffer(ORDER.to_bytes(WIDTH, "little"), "<u8")


class RowsRefused(Refused):
    """Some rows of a column are refused; the message counts positions from 1 and names the first ten.

    Attributes:
        rows: the positions, counted from 0 within the column that was given, ascending.
    """

    def __init__(self, code: Code, refused: Rows) -> None:
        self.rows = np.flatnonzero(refused)
        named = ", ".join(str(row + 1) for row in self.rows[:10].tolist())
        super().__init__(code, count=len(self.rows), rows=named + (", …" if len(self.rows) > 10 else ""))


def require_scalar(value: bytes, where: str = "") -> Scalar:
    """The value, when it is a scalar 0 < s < L in 32 bytes.

    Raises:
        Refused: SCALAR_REFUSED.
        TypeError: not bytes.
    """
    _require_bytes(value)
    if len(value) != WIDTH or not 0 < int.from_bytes(value, "little") < ORDER:
        raise Refused(groups.SCALAR_REFUSED, where)
    return Scalar(value)


def require_element(value: bytes, where: str = "") -> Element:
    """The value, when it is the canonical encoding of a point that is not the identity.

    Raises:
        Refused: ELEMENT_REFUSED.
        TypeError: not bytes.
    """
    _require_bytes(value)
    if len(value) != WIDTH or invalid_elements(np.frombuffer(value, np.uint8).reshape(1, WIDTH)).any():
        raise Refused(groups.ELEMENT_REFUSED, where)
    return Element(value)


def invalid_elements(column: Column) -> Rows:
    """Which of n rows are not elements; for an error per item."""
    column = _column(column)
    return np.asarray((libsodium.run(libsodium.IS_VALID, column) != 1) | forbidden(column))


def require_elements(column: Column) -> Column:
    """The column, when every row is an element.

    Raises:
        RowsRefused: ELEMENTS_REFUSED.
    """
    refuse_rows(groups.ELEMENTS_REFUSED, invalid_elements(column))
    return column


def invalid_scalars(column: Column) -> Rows:
    """Which of n rows are not scalars 0 < s < L."""
    words = _words(column)
    below = words[:, 0] < _ORDER_WORDS[0]
    for place in (1, 2, 3):
        below = (words[:, place] < _ORDER_WORDS[place]) | ((words[:, place] == _ORDER_WORDS[place]) & below)
    return np.asarray(~below | ~words.any(axis=1))


def require_scalars(column: Column) -> Column:
    """The column, when every row is a scalar.

    Raises:
        RowsRefused: SCALARS_REFUSED.
    """
    refuse_rows(groups.SCALARS_REFUSED, invalid_scalars(column))
    return column


def random_scalars(count: int) -> Column:
    """Uniform scalars from the operating system, by rejection: 253 random bits are kept when 0 < s < L."""
    out = np.empty((count, WIDTH), np.uint8)
    missing = np.arange(count)
    while missing.size:
        drawn = np.frombuffer(os.urandom(WIDTH * missing.size), np.uint8).reshape(-1, WIDTH).copy()
        drawn[:, -1] &= 0x1F
        out[missing] = drawn
        missing = missing[invalid_scalars(drawn)]
    return out


def random_scalar() -> Scalar:
    """One uniform scalar from the operating system."""
    return Scalar(random_scalars(1).tobytes())


def invert(scalar: bytes) -> Scalar:
    """1/s modulo L.

    Raises:
        Refused: SCALAR_REFUSED.
    """
    return Scalar(rbcl.crypto_core_ristretto255_scalar_invert(require_scalar(scalar)))


def invert_scalars(column: Column) -> Column:
    """1/s modulo L for n scalars.

    Raises:
        RowsRefused: SCALARS_REFUSED.
    """
    column = require_scalars(_column(column))
    out = np.zeros((len(column), WIDTH), np.uint8)
    refuse_rows(groups.SCALARS_REFUSED, libsodium.run(libsodium.INVERT, out, column) != 0)
    return out


def product(left: bytes, right: bytes) -> Scalar:
    """left · right modulo L.

    Raises:
        Refused: SCALAR_REFUSED.
    """
    return Scalar(rbcl.crypto_core_ristretto255_scalar_mul(require_scalar(left), require_scalar(right)))


def difference(left: bytes, right: bytes) -> Scalar:
    """left − right modulo L.

    Raises:
        Refused: SCALAR_REFUSED; also when they are equal, for 0 is no scalar.
    """
    return require_scalar(rbcl.crypto_core_ristretto255_scalar_sub(require_scalar(left), require_scalar(right)))


def multiply(scalars: Column | bytes, elements: Column | bytes) -> Column:
    """s · E, row by row: n elements.

    Raises:
        RowsRefused: ELEMENTS_REFUSED or SCALARS_REFUSED.
        Refused: ELEMENT_REFUSED or SCALAR_REFUSED, of a single value.
    """
    count = _rows(scalars, elements)
    return _elements(libsodium.MULTIPLY, count, _scalar_operand(scalars, count), _element_operand(elements, count))


def multiply_base(scalars: Column | bytes) -> Column:
    """s · G, row by row: n elements.

    Raises:
        RowsRefused: SCALARS_REFUSED.
        Refused: SCALAR_REFUSED, of a single value.
    """
    count = _rows(scalars)
    return _elements(libsodium.MULTIPLY_BASE, count, _scalar_operand(scalars, count))


def add(left: Column | bytes, right: Column | bytes) -> Column:
    """left + right, row by row: n elements.

    Raises:
        RowsRefused: ELEMENTS_REFUSED; also when a sum is the identity.
        Refused: ELEMENT_REFUSED, of a single value.
    """
    count = _rows(left, right)
    return _elements(libsodium.ADD, count, _element_operand(left, count), _element_operand(right, count))


def subtract(left: Column | bytes, right: Column | bytes) -> Column:
    """left − right, row by row: n elements.

    Raises:
        RowsRefused: ELEMENTS_REFUSED; also when a difference is the identity.
        Refused: ELEMENT_REFUSED, of a single value.
    """
    count = _rows(left, right)
    return _elements(libsodium.SUBTRACT, count, _element_operand(left, count), _element_operand(right, count))


def from_hashes(digests: Iterable[bytes], count: int) -> Column:
    """The elements of `count` digests of 64 bytes (RFC 9496 section 4.3.4, element derivation).

    Raises:
        RowsRefused: ELEMENTS_REFUSED.
        ValueError: fewer digests than `count`, or of another length.
    """
    out = np.zeros((count, WIDTH), np.uint8)
    refuse_rows(groups.ELEMENTS_REFUSED, (libsodium.run_from_hash(out, digests) != 0) | forbidden(out))
    return out


def is_identity(column: Column) -> Rows:
    """Which rows are the identity: 32 zero bytes."""
    return np.asarray(~_words(column).any(axis=1))


def _elements(function: Any, count: int, *operands: Column) -> Column:
    out = np.zeros((count, WIDTH), np.uint8)
    refused = libsodium.run(function, out, *operands) != 0
    refuse_rows(groups.ELEMENTS_REFUSED, refused | is_identity(out))
    return out


def _rows(*operands: Column | bytes) -> int:
    counts = {len(operand) for operand in operands if not isinstance(operand, bytes)}
    if len(counts) > 1:
        raise ValueError("columns of one operation have the same number of rows")
    return counts.pop() if counts else 1


def _element_operand(value: Column | bytes, count: int) -> Column:
    if isinstance(value, bytes):
        return _same(require_element(value), count)
    column = _column(value)
    refuse_rows(groups.ELEMENTS_REFUSED, forbidden(column))  # what the return code does not tell
    return column


def _scalar_operand(value: Column | bytes, count: int) -> Column:
    return _same(require_scalar(value), count) if isinstance(value, bytes) else require_scalars(_column(value))


def _same(value: bytes, count: int) -> Column:
    return np.broadcast_to(np.frombuffer(value, np.uint8), (count, WIDTH))


def forbidden(column: Column) -> Rows:
    """Which rows no element has and libsodium does not tell: the highest bit set, or the identity."""
    return np.asarray((column[:, -1] >= 0x80) | is_identity(column))


def refuse_rows(code: Code, refused: Rows) -> None:
    """Raise RowsRefused when any row is refused."""
    if refused.any():
        raise RowsRefused(code, refused)


def _words(column: Column) -> npt.NDArray[np.uint64]:
    return np.ascontiguousarray(_column(column)).view("<u8")


def _column(value: Column) -> Column:
    if isinstance(value, np.ndarray) and value.ndim == 2 and value.strides[1] != 1:
        value = np.ascontiguousarray(value)
    libsodium.require_column(value)
    return value


def _require_bytes(value: object) -> None:
    if not isinstance(value, bytes):
        raise TypeError("a single scalar or element is bytes")
