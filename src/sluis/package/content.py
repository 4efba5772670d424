"""The tables of a delivery: Parquet, made and sealed in one pass, without a temporary file.

age pulls: each read makes the next row group when none is left. A pseudonymised column holds handles (see `persons`);
`row_reference` holds what only the source can turn back into the row's number in its file.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from sluis.refusals import Refused
from sluis.refusals.catalogue import packages as codes
from sluis.signatures import exact
from sluis.specification.model import Field, FieldType, Generalise, Pseudonymise, Seal, Table

METADATA_KEY = b"sluis"
REFERENCE = "row_reference"
_LIMIT = 1 << 20
_MOST_COLUMNS = 4096
_SAMPLE = 8192


def content_schema(table: Table, *, identifiers_only: bool) -> pa.Schema:
    """The columns of a table's content, by the specification.

    Args:
        identifiers_only: in mode `withdraw` only the identifiers travel.
    """
    columns = [
        (field.name, sealed_type(field))
        for field in table.fields
        if isinstance(field.treatment, Pseudonymise)
        or (isinstance(field.treatment, Seal | Generalise) and not identifiers_only)
    ]
    columns += [(composite.name, pa.uint64()) for composite in table.composites]
    return pa.schema([*columns, (REFERENCE, pa.uint64())])


def sealed_type(field: Field) -> pa.DataType:
    """The type of a field's column in the content."""
    treatment = field.treatment
    if isinstance(treatment, Pseudonymise):
        return pa.uint64()
    if isinstance(treatment, Generalise):
        return pa.int16() if treatment.to == "year" else pa.string()
    return _ARROW[field.type]


_ARROW = {
    FieldType.STRING: pa.string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DATE: pa.date32(),
}


def joined(chunks: Sequence[Any], kind: pa.DataType) -> Any:
    """One array of that type of several, each of text or of a dictionary of text, or all of another type."""
    if pa.types.is_dictionary(kind):
        coded = [one if pa.types.is_dictionary(one.type) else one.dictionary_encode() for one in chunks]
        return pa.chunked_array(coded).unify_dictionaries().combine_chunks()
    plain = [one.cast(kind) if pa.types.is_dictionary(one.type) else one for one in chunks]
    return pa.chunked_array(plain).combine_chunks()


class ParquetStream(io.RawIOBase):
    """A Parquet file that is written while it is read, row group by row group, in bounded memory.

    Args:
        groups: the row groups, one after the other.
        schema: their columns.
        metadata: asked after the last row group, when the counts are known.
    """

    def __init__(
        self, groups: Iterator[pa.Table], schema: pa.Schema, metadata: Callable[[], Mapping[str, Any]]
    ) -> None:
        self._chunks = self._make(groups, schema, metadata)
        self._part, self._at = b"", 0

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; empty at the end."""
        while self._at >= len(self._part):
            following = next(self._chunks, None)
            if following is None:
                return b""
            self._part, self._at = following, 0
        end = len(self._part) if size is None or size < 0 else self._at + size
        data, self._at = self._part[self._at : end], min(end, len(self._part))
        return data

    @staticmethod
    def _make(
        groups: Iterator[pa.Table], schema: pa.Schema, metadata: Callable[[], Mapping[str, Any]]
    ) -> Iterator[bytes]:
        gathered = _Gatherer()
        writer: Any = None
        for group in groups:
            writer = writer or _writer(gathered, group)
            writer.write_table(group, row_group_size=1 << 20)
            yield from gathered.take()
        writer = writer or _writer(gathered, schema.empty_table())
        writer.add_key_value_metadata({METADATA_KEY: exact.dump(dict(metadata()))})
        writer.close()
        yield from gathered.take()


def _writer(target: io.RawIOBase, first: pa.Table) -> Any:
    """For row groups like the first. Text may be coded as dictionaries; the reader gets text either way."""
    schema = first.schema
    coded = [one.name for one in schema if pa.types.is_dictionary(one.type) or _repeats(first.column(one.name))]
    random = {one.name for one in schema if one.type == pa.uint64()}
    return pq.ParquetWriter(
        target,
        schema,
        compression={name: "none" if name in random else "zstd" for name in schema.names},
        use_dictionary=coded,
        write_statistics=False,
        store_schema=False,
    )


def _repeats(column: Any) -> bool:
    """Whether values repeat so much that a dictionary pays; one that is thrown away costs as much as the rest."""
    some = column.slice(0, _SAMPLE)
    return len(some.unique()) * 2 <= len(some)


class _Gatherer(io.RawIOBase):
    """What the Parquet writer wrote since it was last asked, in the pieces in which it came."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._told = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        self._told += len(data)
        return len(data)

    def tell(self) -> int:
        return self._told

    def take(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """A table's content after opening, checked against the manifest."""

    file: Any
    rows: int
    member: str

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns as they were sealed."""
        return self.file.schema_arrow

    def batches(self, size: int = 1 << 16) -> Iterator[pa.RecordBatch]:
        """The rows, in the order in which they were sealed.

        Raises:
            Refused: DAMAGED when they are not what the file's own directory says.
        """
        try:
            yield from self.file.iter_batches(batch_size=size, use_threads=False)
        except (pa.ArrowException, OSError, ValueError):
            raise Refused(codes.DAMAGED, self.member) from None


def open_table(file: BinaryIO, *, table: str, binding: Mapping[str, Any], rows: int) -> OpenedTable:
    """The opened member as a table, when it is bound to this delivery.

    Raises:
        Refused: OTHER_MANIFEST, COUNTS_DIFFER, or DAMAGED when it is no Parquet file.
    """
    member = f"content-{table}.age"
    try:
        parquet = pq.ParquetFile(
            file, pre_buffer=False, thrift_string_size_limit=64 << 20, thrift_container_size_limit=1 << 20
        )
        metadata = exact.load((parquet.metadata.metadata or {})[METADATA_KEY], limit=_LIMIT, depth=4)
    except (pa.ArrowException, OSError, KeyError, ValueError):  # the last for a name that is no text
        raise Refused(codes.DAMAGED, member) from None
    if {name: metadata.get(name) for name in binding} != dict(binding) or metadata.get("table") != table:
        raise Refused(codes.OTHER_MANIFEST, member=member)
    if (
        parquet.metadata.num_rows != rows
        or metadata.get("rows") != rows
        or parquet.metadata.num_columns > _MOST_COLUMNS
    ):
        raise Refused(codes.COUNTS_DIFFER, member=member)
    return OpenedTable(parquet, rows, member)
