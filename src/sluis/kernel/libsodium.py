"""libsodium's functions on the rows of numpy arrays: one C call per row, out of `map`, on addresses.

`rbcl` carries libsodium and a helper in Python per function. The helpers drop return codes and copy every value; here
the functions are called directly, so that a column costs hardly more than its arithmetic. ctypes releases the
interpreter's lock during each call, so several threads run truly at once.

Nothing here judges a value: `ristretto` does. What is checked here is memory: no call may read or write outside a row.
"""

import ctypes
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import rbcl  # noqa: F401 - initialises libsodium
from rbcl._sodium import _sodium, lib_path

Column = npt.NDArray[np.uint8]
"""n scalars or elements: uint8, shape (n, 32), any row stride."""

Codes = npt.NDArray[np.int32]
"""What each call returned: 0 for done, -1 for refused."""

WIDTH: Final = 32
DIGEST: Final = 64

if os.name == "posix":
    # rbcl writes the library (2.7 MB) to a temporary file at every import and leaves it there; once loaded it can go.
    with suppress(OSError):
        Path(lib_path).unlink()


def _function(name: str, addresses: int) -> Any:
    # A prototype of our own, so that rbcl's helpers keep theirs.
    return ctypes.CFUNCTYPE(ctypes.c_int, *([ctypes.c_void_p] * addresses))((name, _sodium))


ADD: Final = _function("crypto_core_ristretto255_add", 3)
SUBTRACT: Final = _function("crypto_core_ristretto255_sub", 3)
MULTIPLY: Final = _function("crypto_scalarmult_ristretto255", 3)
MULTIPLY_BASE: Final = _function("crypto_scalarmult_ristretto255_base", 2)
IS_VALID: Final = _function("crypto_core_ristretto255_is_valid_point", 1)
INVERT: Final = _function("crypto_core_ristretto255_scalar_invert", 2)
_FROM_HASH = _function("crypto_core_ristretto255_from_hash", 2)


def run(function: Any, *columns: Column) -> Codes:
    """Call the function once for each row of the columns, in order; they have the same number of rows.

    Raises:
        TypeError: what is not a column.
        ValueError: columns of different length.
    """
    count = len(columns[0])
    if any(len(column) != count for column in columns):
        raise ValueError("columns of one operation have the same number of rows")
    return np.fromiter(map(function, *(addresses(column) for column in columns)), np.int32, count)


def run_at(function: Any, targets: list[int], sources: Column) -> Codes:
    """Call function(target, target, source) for each row; the targets are addresses from `addresses_at`."""
    return np.fromiter(map(function, targets, targets, addresses(sources)), np.int32, len(sources))


def run_from_hash(out: Column, digests: Iterable[bytes]) -> Codes:
    """Fill the rows of `out` from digests of 64 bytes, taken one by one.

    Making a digest holds the interpreter's lock; taken one by one they alternate with calls that release it, and
    threads wait for each other for a microsecond and not for a whole column.
    """
    return np.fromiter(map(_FROM_HASH, addresses(out), _whole(digests)), np.int32, len(out))


def addresses(column: Column) -> Iterable[int]:
    """Where each row begins; the column must live until the last call is done."""
    require_column(column)
    start, step = _start(column), column.strides[0]
    return range(start, start + step * len(column), step) if step else repeat(start, len(column))


def addresses_at(column: Column, places: npt.NDArray[np.integer[Any]]) -> list[int]:
    """Where the rows with these numbers begin.

    Raises:
        ValueError: a number outside the column.
    """
    require_column(column)
    if len(places) and not 0 <= int(places.min()) <= int(places.max()) < len(column):
        raise ValueError("places lie outside the column")
    found: list[int] = (_start(column) + places.astype(np.int64) * column.strides[0]).tolist()
    return found


def require_column(value: Column) -> None:
    """Nothing, when the value is a column that C can walk over.

    Raises:
        TypeError: another type, shape, or bytes that do not lie side by side.
    """
    right = isinstance(value, np.ndarray) and value.dtype == np.uint8 and value.ndim == 2 and value.shape[1] == WIDTH
    if not right or (value.size and value.strides[1] != 1):
        raise TypeError(f"scalars and elements are uint8 of shape (n, {WIDTH}), each row in one piece")


def _start(column: Column) -> int:
    return int(column.__array_interface__["data"][0])


def _whole(digests: Iterable[bytes]) -> Iterator[bytes]:
    for digest in digests:
        if type(digest) is not bytes or len(digest) != DIGEST:
            raise ValueError(f"a digest is {DIGEST} bytes")
        yield digest
