"""Parquet. There is no heading: the first row is row 1, and row n is the n-th of the file."""

import os
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sluis.refusals import Finding, Refused
from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import Field, FieldType, Table
from sluis.tables import headings
from sluis.tables.batch import Batch
from sluis.tables.originals import Original

MOST_ROW_GROUP_BYTES = 1 << 30
_BATCH_ROWS = 1 << 16
_MOST_FOOTER_BYTES = 64 << 20


class ColumnarReader:
    """A Parquet file. Its columns are strings, int64, float64, booleans or date32, with nulls.

    Raises:
        Refused: it is no Parquet file, lacks a column, has one of another type, or its row groups are too large; while
            reading, when it is damaged.
    """

    def __init__(self, original: Original, table: Table) -> None:
        self._original = original
        self._fields = headings.asked(table)
        self._handle = os.fdopen(original.duplicate(), "rb")
        try:
            self._file = _opened(self._handle, original.where)
            self.names = headings.cleaned(self._file.schema_arrow.names)
            places = headings.columns(self.names, self._fields, original.where)
            self._require_bounded()
            self._conversions = {
                field.name: self._conversion(field, self._file.schema_arrow.field(places[field.name]).type)
                for field in self._fields
            }
        except BaseException:
            self._handle.close()
            raise
        self._inside = [self._file.schema_arrow.names[places[field.name]] for field in self._fields]
        self._rows = 0
        self.bytes_total = original.size
        self.findings: list[Finding] = []

    @property
    def bytes_read(self) -> int:
        """How far the reader is, reckoned from the rows."""
        return int(self.bytes_total * self._rows / max(1, self._file.metadata.num_rows))

    def batches(self) -> Iterator[Batch]:
        """The rows, in batches of at most 65,536."""
        with self._original.steady():
            if not self._file.metadata.num_rows:
                raise Refused(codes.NO_ROWS, self._original.where)
            stream = self._file.iter_batches(_BATCH_ROWS, columns=self._inside, use_threads=False)
            while (batch := self._next(stream)) is not None:
                rows = np.arange(self._rows + 1, self._rows + 1 + batch.num_rows)
                self._rows += batch.num_rows
                yield Batch(rows, self._converted(batch))

    def _next(self, stream: Any) -> Any | None:
        try:
            return next(stream, None)
        except (pa.ArrowException, OSError, ValueError):
            pass  # what pyarrow says may hold values, so not even the chain of exceptions keeps it
        raise Refused(codes.NOT_PARQUET, self._original.where)

    def _converted(self, batch: Any) -> dict[str, Any]:
        columns = zip(self._conversions.items(), self._inside, strict=True)
        return {name: convert(batch.column(inside)) for (name, convert), inside in columns}

    def _require_bounded(self) -> None:
        metadata = self._file.metadata
        for group in range(metadata.num_row_groups):
            if metadata.row_group(group).total_byte_size > MOST_ROW_GROUP_BYTES:
                facts = {"group": group + 1, "limit": MOST_ROW_GROUP_BYTES}
                raise Refused(codes.ROW_GROUP_TOO_LARGE, self._original.where, **facts)

    def _conversion(self, field: Field, kind: Any) -> Callable[[Any], Any]:
        convert = _conversion(kind)
        if convert is None or not _readable(kind, field.type):
            facts = {"column": field.name, "type": str(kind)[:60], "expected": field.type.value}
            raise Refused(codes.ANOTHER_SCHEMA, self._original.where, **facts)
        return _texts if field.type is FieldType.STRING else convert

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        self._handle.close()
        self._original.close()


def _opened(handle: BinaryIO, where: str) -> Any:
    limits = {"thrift_string_size_limit": _MOST_FOOTER_BYTES, "thrift_container_size_limit": 1_000_000}
    try:
        return pq.ParquetFile(handle, buffer_size=1 << 20, pre_buffer=False, **limits)
    except (pa.ArrowException, OSError, ValueError):
        pass
    raise Refused(codes.NOT_PARQUET, where)


def _is_text(kind: Any) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def _readable(kind: Any, expected: FieldType) -> bool:
    """Whether values of this Arrow type can mean what the field holds."""
    types = pa.types
    if types.is_null(kind) or _is_text(kind):
        return True
    number = types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
    day = types.is_date(kind) or types.is_timestamp(kind)
    fits = {
        FieldType.STRING: number or types.is_boolean(kind) or types.is_date(kind),
        FieldType.INTEGER: number,
        FieldType.NUMBER: number,
        FieldType.BOOLEAN: types.is_boolean(kind) or types.is_integer(kind),
        FieldType.DATE: day or types.is_integer(kind),
    }
    return bool(fits[expected])


def _conversion(kind: Any) -> Callable[[Any], Any] | None:
    """How an Arrow type becomes one of the few that a batch holds; none for nested, binary and other types."""
    types = pa.types
    if types.is_timestamp(kind):
        return _days
    if types.is_floating(kind):
        return lambda column: column.cast(pa.float64())
    if types.is_boolean(kind) or types.is_date(kind):
        plain = pa.bool_() if types.is_boolean(kind) else pa.date32()
        return lambda column: column.cast(plain)
    if types.is_integer(kind):
        target = pa.string() if types.is_uint64(kind) else pa.int64()  # the largest do not fit in an int64
        return lambda column: column.cast(target)
    textual = types.is_null(kind) or _is_text(kind) or types.is_decimal(kind)
    return _texts if textual else None


def _days(column: Any) -> Any:
    """The day on the calendar of the file's own time zone, where it has one."""
    return column.cast(pa.date32(), safe=False)


def _texts(column: Any) -> Any:
    """Strings; a whole number without decimals, also where a column with gaps became floating."""
    if pa.types.is_floating(column.type):
        column = column.cast(pa.float64())
        whole = pc.and_(pc.equal(column, pc.floor(column)), pc.less(pc.abs(column), 2.0**53))
        integers = pc.if_else(whole, column, None).cast(pa.int64()).cast(pa.string())
        return pc.coalesce(integers, column.cast(pa.string()))
    return column.cast(pa.string())
