"""Parquet."""

import decimal
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import FieldType, Format
from sluis.tables import columnar
from sluis.tables.reading import open_table
from tables.conftest import Read, Refuses, table

PARQUET = Format("parquet")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "in.parquet"


def column(read: Read, path: Path, values: Any, type_: FieldType) -> list[Any]:
    pq.write_table(pa.table({"a": values}), path)
    return [row["a"] for row in read(path, table("a", a=type_), PARQUET).values()]


@pytest.mark.covers("Z-55")
def test_row_is_the_ordinal(read: Read, path: Path) -> None:
    pq.write_table(pa.table({"a": [None, *range(150_000)], "b": ["x"] * 150_001}), path, row_group_size=70_000)
    found = read(path, table("a", a=FieldType.INTEGER), PARQUET)
    assert list(found) == list(range(1, 150_002))
    assert found[1] == {"a": None} and found[150_001] == {"a": 149_999}


@pytest.mark.covers("Z-24")
def test_only_asked_columns_are_read(path: Path) -> None:
    pq.write_table(pa.table({"new": [1], "a": ["x"], "b": [[1]]}), path)
    reader = open_table(path, table("a", "b", dropped=("b",)), PARQUET)
    assert reader.names == ("new", "a", "b")
    assert [list(batch.columns) for batch in reader.batches()] == [["a"]]
    reader.close()


GOOD: list[tuple[Any, FieldType, list[Any]]] = [
    (pa.array(["x", None]), FieldType.STRING, ["x", None]),
    (pa.array(["x", None], pa.large_string()), FieldType.DATE, ["x", None]),
    (pa.array(["x", "x"]).dictionary_encode(), FieldType.STRING, ["x", "x"]),
    (pa.array([123456782, None]), FieldType.STRING, ["123456782", None]),
    (pa.array([123456782.0, 1.5, None]), FieldType.STRING, ["123456782", "1.5", None]),
    (pa.array([2**64 - 1], pa.uint64()), FieldType.INTEGER, ["18446744073709551615"]),
    (pa.array([7], pa.int8()), FieldType.INTEGER, [7]),
    (pa.array([1.5], pa.float32()), FieldType.NUMBER, [1.5]),
    (pa.array([decimal.Decimal("1.10")]), FieldType.NUMBER, ["1.10"]),
    (pa.array([True, None]), FieldType.BOOLEAN, [True, None]),
    (pa.array([date(2010, 1, 31)]), FieldType.DATE, [date(2010, 1, 31)]),
    (pa.array([date(2010, 1, 31)], pa.date64()), FieldType.DATE, [date(2010, 1, 31)]),
    (pa.array([datetime(2010, 1, 31, 12)]), FieldType.DATE, [date(2010, 1, 31)]),
    (
        pa.array([datetime(2010, 1, 30, 23, 30, tzinfo=UTC)], pa.timestamp("ms", "Europe/Amsterdam")),
        FieldType.DATE,
        [date(2010, 1, 31)],
    ),
    (pa.array([None, None]), FieldType.NUMBER, [None, None]),
]


@pytest.mark.parametrize(("values", "type_", "expected"), GOOD)
def test_types_that_fit(read: Read, path: Path, values: Any, type_: FieldType, expected: list[Any]) -> None:
    assert column(read, path, values, type_) == expected


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        (pa.array([[1]]), FieldType.INTEGER),
        (pa.array([{"x": 1}]), FieldType.STRING),
        (pa.array([b"123456782"]), FieldType.STRING),
        (pa.array([True]), FieldType.INTEGER),
        (pa.array([1.0]), FieldType.DATE),
        (pa.array([date(2010, 1, 31)]), FieldType.NUMBER),
    ],
)
def test_another_schema_is_refused(read: Read, path: Path, refuses: Refuses, values: Any, type_: FieldType) -> None:
    with refuses(codes.ANOTHER_SCHEMA, column="a", expected=type_.value):
        column(read, path, values, type_)


def test_missing_and_doubled_columns_are_refused(read: Read, path: Path, refuses: Refuses) -> None:
    pq.write_table(pa.table([pa.array([1]), pa.array([2])], names=["a", "a"]), path)
    with refuses(codes.HEADING_DOUBLED):
        read(path, table("a"), PARQUET)
    with refuses(codes.COLUMNS_MISSING, columns="b"):
        read(path, table("b"), PARQUET)


def test_no_rows_are_refused(read: Read, path: Path, refuses: Refuses) -> None:
    pq.write_table(pa.table({"a": pa.array([], pa.string())}), path)
    with refuses(codes.NO_ROWS):
        read(path, table("a"), PARQUET)


@pytest.mark.parametrize("kept", [4, 100, 2000, -1])
def test_cut_off_file_is_refused(read: Read, path: Path, refuses: Refuses, kept: int) -> None:
    pq.write_table(pa.table({"a": [str(n) for n in range(1000)]}), path)
    path.write_bytes(path.read_bytes()[:kept])
    with refuses(codes.NOT_PARQUET):
        read(path, table("a"), PARQUET)


def test_damaged_pages_are_refused(read: Read, path: Path, refuses: Refuses) -> None:
    pq.write_table(pa.table({"a": [str(n) for n in range(5000)]}), path, compression="zstd", use_dictionary=False)
    data = bytearray(path.read_bytes())
    data[60:2000] = bytes(1940)
    path.write_bytes(data)
    with refuses(codes.NOT_PARQUET):
        read(path, table("a"), PARQUET)


def test_large_row_group_is_refused(read: Read, path: Path, refuses: Refuses, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table({"a": ["x"] * 10 + [str(n) for n in range(10_000)]}), path, row_group_size=10)
    monkeypatch.setattr(columnar, "MOST_ROW_GROUP_BYTES", 70)
    with refuses(codes.ROW_GROUP_TOO_LARGE, group=2):
        read(path, table("a"), PARQUET)
