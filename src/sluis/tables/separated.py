"""CSV: separated values, parsed by pyarrow in blocks, with the row numbers that a spreadsheet shows.

The heading is row 1. A blank line, or a row in which no column holds anything, has a number but is skipped; a newline
between quotes begins no row.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from sluis.refusals import Finding, Refused
from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import Format, Table
from sluis.tables import headings
from sluis.tables.batch import Batch
from sluis.tables.originals import Original
from sluis.tables.rows import BadRowError, Quoting, whole_rows
from sluis.tables.texts import Text

_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")
"""How workbooks, other zips, old Office files and Parquet begin."""

_DELIMITERS = (",", ";", "\t", "|")


class SeparatedReader:
    """A CSV file. Its columns are strings, never null.

    Raises:
        Refused: when the heading cannot be read, lacks a column or doubles one; while reading, for whatever else is
            wrong with the file.
    """

    def __init__(self, original: Original, table: Table, layout: Format, block_bytes: int) -> None:
        self._original = original
        self._block_bytes = block_bytes
        self._quote = layout.quote_char
        self._delimiter, self.names = _heading(original, table, layout, block_bytes)
        self._places = headings.columns(self.names, headings.asked(table), original.where)
        self._text = Text(original, layout.encoding, block_bytes)
        self._row = 0
        self.bytes_total = original.size
        self.findings: list[Finding] = []

    @property
    def bytes_read(self) -> int:
        """How far the reader is."""
        return self._text.bytes_read

    def batches(self) -> Iterator[Batch]:
        """The rows, in batches of about one block."""
        count = 0
        with self._original.steady():
            for lines in self._whole_rows():
                batch = self._batch(pa.py_buffer(lines))
                count += len(batch.rows)
                if len(batch.rows):
                    yield batch
            if not count:
                raise Refused(codes.NO_ROWS, self._original.where)
        if self._text.guessed:
            self.findings.append(Finding(codes.READ_AS_WINDOWS_1252))

    def _whole_rows(self) -> Iterator[memoryview]:
        quoting = Quoting(self._quote.encode(), self._delimiter.encode())
        try:
            yield from whole_rows(self._text.blocks(), self._block_bytes, quoting)
        except BadRowError as bad:
            limit = {"limit": self._block_bytes} if bad.code is codes.LINE_TOO_LONG else {}
            raise Refused(bad.code, self._original.where, row=self._row + 1, **limit) from None

    def _batch(self, lines: Any) -> Batch:
        """The rows of some lines."""
        rows, columns = self._parsed(lines, sorted(self._places.values()))
        blank = _blank(columns)
        if blank is not None and len(columns) < len(self.names):
            # Only the other columns can tell whether nothing stands in such a row.
            _, everything = self._parsed(lines, list(range(len(self.names))))
            blank = _blank(everything)
        if blank is not None:
            filled = pa.array(~blank)
            rows, columns = rows[~blank], {place: column.filter(filled) for place, column in columns.items()}
        self._row = int(self._last)
        return Batch(rows, {name: columns[place] for name, place in self._places.items()})

    def _parsed(self, lines: Any, places: list[int]) -> tuple[npt.NDArray[np.int64], dict[int, Any]]:
        """The numbers of the rows, blank ones among them, and some columns by their place."""
        parse = _Parse(self._original.where, self._quote, self._delimiter, self._row)
        parsed = parse.columns(lines, len(self.names), places)
        self._last, rows = parse.numbers(parsed.num_rows)
        return rows, {place: _whole(parsed.column(str(place))) for place in places}

    def close(self) -> None:
        """Let go of the file."""
        self._original.close()


class _Parse:
    """One call of the parser, for whole rows.

    Args:
        row: how many rows came before.
    """

    def __init__(self, where: str, quote: str, delimiter: str, row: int) -> None:
        self._where = where
        self._quote = quote
        self._delimiter = delimiter
        self._row = row
        self._skipped: list[int] = []
        self._refusal = Refused(codes.SEPARATED_UNREADABLE, where, row=row)

    def columns(self, lines: Any, width: int, places: list[int]) -> Any:
        """Some columns, all strings, as a pyarrow table whose names are their places."""
        wanted = [str(place) for place in places]
        read = pa.csv.ReadOptions(
            block_size=lines.size + 1,
            use_threads=False,  # with threads it does not tell the numbers of invalid rows
            column_names=[str(place) for place in range(width)],
            skip_rows_after_names=int(self._row == 0),
        )
        parse = pa.csv.ParseOptions(
            delimiter=self._delimiter,
            quote_char=self._quote or False,
            newlines_in_values=bool(self._quote),
            ignore_empty_lines=False,
            invalid_row_handler=self._miscounted,
        )
        convert = pa.csv.ConvertOptions(
            check_utf8=False,  # `Text` has done so
            include_columns=wanted,
            column_types=dict.fromkeys(wanted, pa.string()),
            strings_can_be_null=False,
        )
        try:
            return pa.csv.read_csv(pa.BufferReader(lines), read, parse, convert)
        except pa.ArrowInvalid:
            pass  # what pyarrow says may hold values, so not even the chain of exceptions keeps it
        raise self._refusal

    def _miscounted(self, row: Any) -> str:
        if not row.text.strip():
            self._skipped.append(self._row + row.number)
            return "skip"
        counts = {"found": row.actual_columns, "expected": row.expected_columns}
        self._refusal = Refused(codes.VALUES_MISCOUNTED, self._where, row=self._row + row.number, **counts)
        return "error"

    def numbers(self, count: int) -> tuple[int, npt.NDArray[np.int64]]:
        """The number of the last row, and those of `count` rows that were not skipped."""
        first = self._row + 1 + (self._row == 0)
        last = first + count + len(self._skipped) - 1
        rows = np.arange(first, last + 1)
        return last, np.setdiff1d(rows, self._skipped, assume_unique=True) if self._skipped else rows


def _whole(column: Any) -> Any:
    """A chunked array as an array; a copy only where there is more than one chunk."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _blank(columns: dict[int, Any]) -> npt.NDArray[np.bool_] | None:
    """Which rows are empty in all these columns; none when there is no such row, as almost always."""
    blank: npt.NDArray[np.bool_] | None = None
    for column in columns.values():
        offsets = np.frombuffer(column.buffers()[1] or b"\0\0\0\0", np.int32)
        offsets = offsets[column.offset : column.offset + len(column) + 1]
        empty = offsets[1:] == offsets[:-1]
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return None
    return blank


def _heading(original: Original, table: Table, layout: Format, block_bytes: int) -> tuple[str, tuple[str, ...]]:
    """The delimiter and all headings."""
    if original.read_at(0, 4) in _PACKED:
        raise Refused(codes.NOT_TEXT, original.where)
    block = next(Text(original, layout.encoding, block_bytes).blocks(), b"")
    text = bytes(block).decode(errors="ignore")
    if not text.strip():
        raise Refused(codes.FILE_EMPTY, original.where)
    wanted = {field.name for field in table.fields}
    found = {mark: _split(text, mark, layout.quote_char, original) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: len(wanted.intersection(found[mark])))
    if layout.delimiter is None:
        return best, found[best]
    names = _split(text, layout.delimiter, layout.quote_char, original)
    if len(names) == 1 and len(wanted.intersection(found[best])) > len(wanted.intersection(names)):
        raise Refused(codes.WRONG_DELIMITER, original.where)
    return layout.delimiter, names


def _split(text: str, delimiter: str, quote: str, original: Original) -> tuple[str, ...]:
    """The values of the first row of a text."""
    lines = io.StringIO(text, newline="")
    if quote:
        rows = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    else:
        rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        return headings.cleaned(next(rows, []))
    except csv.Error:
        raise Refused(codes.HEADING_UNREADABLE, original.where) from None
