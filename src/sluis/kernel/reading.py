"""What every reading shares: text from any type, what counts as missing, the slow path per distinct value."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluis.kernel.columns import Bytes, Rows, Texts, validity
from sluis.kernel.columns import texts as texts_of
from sluis.kernel.widths import equal_to, lengths_of, of_width

T = TypeVar("T")

BLANKS = " \t\r\n"
"""What may stand around a value; a no-break space and other Unicode blanks are not among them."""


@dataclass(frozen=True, slots=True)
class Read:
    """A column that was read.

    Attributes:
        values: pyarrow array of n values of the type that was asked for; null where missing or wrong.
        wrong: n booleans: there was a value, and it cannot be read. A missing value is never wrong.
    """

    values: Any
    wrong: Rows


def array_of(column: Any) -> Any:
    """One array with the values themselves: chunks joined, dictionaries laid out.

    Raises:
        TypeError: not a pyarrow Array or ChunkedArray.
    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if not isinstance(column, pa.Array):
        raise TypeError(f"a column is a pyarrow Array or ChunkedArray, not {type(column).__name__}")
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def is_text(array: Any) -> bool:
    """Whether the array holds text, in any of Arrow's layouts."""
    kind = array.type
    return any(test(kind) for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def as_text(column: Any) -> Any:
    """The column as a pyarrow StringArray, nulls kept.

    Typed values are written as a person would: 3.0 as "3", true as "true", dates in ISO form.

    Raises:
        TypeError: nested values, or bytes that are not UTF-8.
    """
    array = array_of(column)
    if pa.types.is_string(array.type):
        return array
    if pa.types.is_floating(array.type):
        return _floats_as_text(array)
    if pa.types.is_timestamp(array.type):
        return _timestamps_as_text(array)
    try:
        return array.cast(pa.string())
    except pa.ArrowException as error:
        raise TypeError(f"a column of {array.type} cannot be written as text") from error


def _floats_as_text(array: Any) -> Any:
    values = array.cast(pa.float64()).to_pylist()
    return pa.array([None if value is None else _float_as_text(value) for value in values], pa.string())


def _float_as_text(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _timestamps_as_text(array: Any) -> Any:
    local = local_time(array)
    days = local.cast(pa.date32())
    midnight = pc.equal(local, days.cast(local.type))
    return pc.if_else(midnight, days.cast(pa.string()), local.cast(pa.string()))


def local_time(stamps: Any) -> Any:
    """Timestamps as a clock on the wall of their own time zone showed them."""
    return stamps if stamps.type.tz is None else pc.local_timestamp(stamps)


def absent(texts: Texts, lengths: npt.NDArray[Any], missing: Iterable[str]) -> Rows:
    """Which values are null or exactly one of the texts that mean "nothing"."""
    gone: Rows = lengths < 0
    for text in missing:
        wanted = text.encode()
        if not wanted:
            gone |= lengths == 0
        elif (block := of_width(texts, lengths, len(wanted))).count:
            same = equal_to(block, wanted)
            gone[same if block.rows is None else block.rows[same]] = True
    return gone


def bitmap(valid: Rows) -> Any:
    """Arrow's validity bitmap; none when all are valid."""
    return None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))


def blank(array: Any, gone: Rows) -> Any:
    """The StringArray with more nulls; the bytes are shared, not copied."""
    if not gone.any():
        return array
    laid = texts_of(array)
    valid = ~gone if laid.valid is None else laid.valid & ~gone
    offsets = pa.py_buffer(np.ascontiguousarray(laid.offsets))
    return pa.StringArray.from_buffers(len(array), offsets, pa.py_buffer(laid.data), bitmap(valid))


def strings(rows: Bytes, valid: Rows) -> Any:
    """A StringArray of the rows of a matrix of bytes; under a null lie zeros."""
    count, width = rows.shape
    if not valid.all():
        rows[~valid] = 0
    offsets = np.arange(0, width * (count + 1), width, dtype=np.int32)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(rows), bitmap(valid))


def numbers(values: npt.NDArray[Any], valid: Rows, kind: Any) -> Any:
    """An array of a type of fixed width; under a null lies a zero."""
    if not valid.all():
        values[~valid] = 0
    return pa.Array.from_buffers(kind, len(values), [bitmap(valid), pa.py_buffer(np.ascontiguousarray(values))])


def plain_numbers(array: Any, kind: str) -> tuple[npt.NDArray[Any], Rows]:
    """The values of an array of a type of fixed width (0 under nulls), and which are valid."""
    valid = validity(array)
    if len(array) == 0:
        return np.zeros(0, kind), np.ones(0, np.bool_)
    values = np.frombuffer(array.buffers()[1], kind, len(array), array.offset * np.dtype(kind).itemsize)
    if valid is None:
        return values, np.ones(len(array), np.bool_)
    return np.where(valid, values, np.zeros(1, kind)), valid


def per_distinct(array: Any, rows: npt.NDArray[np.intp], read: Callable[[str], T]) -> tuple[list[T], npt.NDArray[Any]]:
    """Read some rows of a StringArray in plain Python, each distinct text once.

    Returns:
        The answers, and for each of `rows` the number of its answer.
    """
    encoded = array.take(pa.array(rows)).dictionary_encode()
    return [read(text) for text in encoded.dictionary.to_pylist()], encoded.indices.to_numpy()


def laid_out(column: Any) -> tuple[Any, Texts, npt.NDArray[Any]]:
    """The column as a StringArray, its bytes, and the lengths of its values (-1 for a null)."""
    array = as_text(column)
    laid = texts_of(array)
    return array, laid, lengths_of(laid)
