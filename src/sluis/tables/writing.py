"""Rows to a file: Parquet or CSV, there whole or not at all."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes
from sluis.tables.files import atomic


def write_table(batches: Iterable[Any], schema: Any, path: Path) -> int:
    """Write record batches as `path`, in mode 0600; Parquet (zstd) or CSV (UTF-8, commas, headings) by its suffix.

    Values are written as they are. A spreadsheet takes a text that begins with =, +, - or @ for a formula: open a CSV
    of strangers' data there by importing it as text. Putting something before such a text would change the data.

    Args:
        batches: pyarrow record batches of this schema; what they raise passes on.
        schema: pyarrow schema.
        path: ends in .parquet or .csv; a file of that name is replaced.

    Returns:
        The number of rows.

    Raises:
        Refused: another suffix, no room left, or not writable; nothing was written then, nor after any other exception.
    """
    if path.suffix.lower() not in (".parquet", ".csv"):
        raise Refused(codes.SUFFIX_UNKNOWN, path.name)
    with atomic(path) as file:
        return _write(batches, _writer(file, schema, path.suffix.lower()))


def _writer(file: BinaryIO, schema: Any, suffix: str) -> Any:
    if suffix == ".parquet":
        return pq.ParquetWriter(file, schema, compression="zstd")
    return pa.csv.CSVWriter(file, schema)


def _write(batches: Iterable[Any], writer: Any) -> int:
    rows = 0
    try:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    except BaseException:
        with suppress(Exception):  # it failed already; what it adds now is thrown away
            writer.close()
        raise
    writer.close()
    return rows
