"""A table's content: Parquet that is made while it is read, and read back only when it is what the manifest says."""

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.package.content import METADATA_KEY, REFERENCE, ParquetStream, content_schema, open_table
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import packages as codes
from sluis.signatures import exact
from sluis.specification.reading import read_specification

BINDING = {"delivery": "ab" * 16, "test": False}
SCHEMA = pa.schema([("BSN", pa.uint64()), ("SCORE", pa.int64()), ("SEEN", pa.binary(16))])


def table(rows: int, start: int = 0) -> pa.Table:
    """Rows that can be told apart."""
    numbers = range(start, start + rows)
    columns = [list(numbers), [number % 7 or None for number in numbers], [number.to_bytes(16) for number in numbers]]
    return pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)


def sealed(groups: list[Any], *, rows: int | None = None, chunk: int = -1, name: str = "children") -> bytes:
    """What a stream gives, read in pieces."""
    total = sum(len(group) for group in groups) if rows is None else rows
    stream = ParquetStream(iter(groups), SCHEMA, lambda: {**BINDING, "table": name, "rows": total})
    return b"".join(iter(lambda: stream.read(chunk), b""))


def opened(data: bytes, rows: int, **other: Any) -> Any:
    """The content, as a recipient opens it."""
    return open_table(io.BytesIO(data), **{"table": "children", "binding": BINDING, "rows": rows, **other})


def refuses(code: Code, data: bytes, rows: int, **other: Any) -> None:
    """The content is refused with this code."""
    with pytest.raises(Refused) as refusal:
        list(opened(data, rows, **other).batches())
    assert refusal.value.code is code


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 50), max_size=5), st.integers(1, 5000))
def test_row_groups_come_back_in_order_whatever_pieces_they_are_read_in(sizes: list[int], chunk: int) -> None:
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    groups = [table(size, start) for size, start in zip(sizes, starts, strict=True)]
    total = sum(sizes)
    got = opened(sealed(groups, chunk=chunk), total)
    assert pa.Table.from_batches(got.batches(), schema=SCHEMA).to_pylist() == table(total).to_pylist()
    assert got.schema.equals(SCHEMA, check_metadata=False)


def test_the_next_row_group_is_made_only_when_it_is_asked_for() -> None:
    made = []

    def groups() -> Iterator[Any]:
        for number in range(3):
            made.append(number)
            yield table(2000, 2000 * number)

    stream = ParquetStream(groups(), SCHEMA, lambda: {**BINDING, "table": "children", "rows": 6000})
    assert stream.readable() and made == []
    stream.read(16)
    assert made == [0]
    while stream.read(1 << 16):
        pass
    assert made == [0, 1, 2] and stream.read(16) == b""


@pytest.mark.parametrize(
    ("code", "other"),
    [
        (codes.OTHER_MANIFEST, {"binding": BINDING | {"delivery": "cd" * 16}}),
        (codes.OTHER_MANIFEST, {"binding": BINDING | {"test": True}}),
        (codes.OTHER_MANIFEST, {"binding": BINDING | {"mode": "add"}}),
        (codes.OTHER_MANIFEST, {"table": "episodes"}),
    ],
)
def test_content_of_another_delivery_or_table_is_refused(code: Code, other: dict[str, Any]) -> None:
    refuses(code, sealed([table(3)]), 3, **other)


def test_content_with_another_number_of_rows_is_refused() -> None:
    refuses(codes.COUNTS_DIFFER, sealed([table(3)]), 4)
    refuses(codes.COUNTS_DIFFER, sealed([table(3)], rows=4), 4)
    refuses(codes.COUNTS_DIFFER, sealed([table(3)], rows=4), 3)


def test_what_is_no_parquet_is_refused() -> None:
    data = sealed([table(100)])
    for other in (b"", b"PAR1", data[:-1], data[1:], data[:50], b"PAR1" + b"\xff" * 60 + b"PAR1"):
        refuses(codes.DAMAGED, other, 100)


def test_a_footer_that_claims_to_be_huge_is_refused_without_room_for_it() -> None:
    data = sealed([table(3)])
    refuses(codes.DAMAGED, data[:-8] + (2**31 - 1).to_bytes(4, "little") + b"PAR1", 3)
    refuses(codes.DAMAGED, data[:-8] + (2**32 - 1).to_bytes(4, "little") + b"PAR1", 3)


def test_a_column_name_that_is_no_text_is_refused() -> None:
    data = sealed([table(3)])
    assert data.count(b"SCORE") >= 2
    refuses(codes.DAMAGED, data.replace(b"SCORE", b"SC\xd1RE"), 3)


def test_rows_that_are_not_what_the_footer_says_are_refused_when_they_are_read() -> None:
    data = sealed([table(2000)])
    got = opened(b"PAR1" + bytes(len(data) // 2) + data[4 + len(data) // 2 :], 2000)
    with pytest.raises(Refused) as refusal:
        list(got.batches())
    assert refusal.value.code is codes.DAMAGED


@pytest.mark.parametrize("metadata", [None, {}, {b"other": b"x"}])
def test_parquet_without_our_metadata_is_refused(metadata: Any) -> None:
    buffer = io.BytesIO()
    pq.write_table(table(3).replace_schema_metadata(metadata), buffer)
    refuses(codes.DAMAGED, buffer.getvalue(), 3)


@pytest.mark.parametrize("text", [b"x", b"[]\n", b'{"a": 1}\n', b'{"a":1,"a":1}\n', b'{"a":' * 30 + b"1" + b"}" * 30])
def test_metadata_in_another_form_than_the_exact_one_is_refused(text: bytes) -> None:
    buffer = io.BytesIO()
    pq.write_table(table(3).replace_schema_metadata({METADATA_KEY: text}), buffer)
    with pytest.raises(Refused):
        opened(buffer.getvalue(), 3)


def test_metadata_larger_than_a_megabyte_is_refused() -> None:
    buffer = io.BytesIO()
    value = exact.dump({**BINDING, "table": "children", "rows": 3, "more": "x" * (1 << 20)})
    pq.write_table(table(3).replace_schema_metadata({METADATA_KEY: value}), buffer)
    with pytest.raises(Refused):
        opened(buffer.getvalue(), 3)


def test_more_columns_than_a_table_ever_has_are_refused() -> None:
    buffer = io.BytesIO()
    value = exact.dump({**BINDING, "table": "children", "rows": 1})
    wide = pa.table({f"c{number}": [0] for number in range(4097)}).replace_schema_metadata({METADATA_KEY: value})
    pq.write_table(wide, buffer)
    refuses(codes.COUNTS_DIFFER, buffer.getvalue(), 1)


SPECIFICATION = b"""\
name: small
version: 1.0.0
scheme: keyed
format: {type: csv}
fields:
  - {name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: j}
  - {name: NAME, type: string, treatment: drop, justification: j}
  - {name: BORN, type: date, treatment: {generalise: year}, justification: j}
  - {name: POST, type: string, treatment: {generalise: pc4}, justification: j}
  - {name: WEIGHT, type: number, treatment: seal, justification: j}
  - {name: SEEN, type: date, treatment: seal, justification: j}
  - {name: PERIOD, type: string, treatment: clear, justification: j}
composites:
  - {name: LINK, of: [NAME, BORN], treatment: pseudonymise, justification: j}
"""


@pytest.mark.covers("Z-40")
def test_content_has_no_column_for_what_is_dropped_or_clear_and_only_handles_for_identifiers() -> None:
    (small,) = read_specification(SPECIFICATION).tables
    schema = content_schema(small, identifiers_only=False)
    assert {field.name: str(field.type) for field in schema if field.name != REFERENCE} == {
        "BSN": "uint64",
        "BORN": "int16",
        "POST": "string",
        "WEIGHT": "double",
        "SEEN": "date32[day]",
        "LINK": "uint64",
    }
    assert schema.names[-1] == REFERENCE
    assert content_schema(small, identifiers_only=True).names == ["BSN", "LINK", REFERENCE]
