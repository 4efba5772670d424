"""CSV: separated values, parsed by pyarrow in blocks, with the row numbers that a spreadsheet shows.

The heading is row 1. A blank line, or a row in which no column holds anything, has a number but is skipped; a newline
between quotes begins no row.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
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
from sluis.tables.quotes import Quotes
from sluis.tables.texts import Text

_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the values of one file are separated."""

    original: Original
    encoding: str | None
    delimiter: str
    quote: str
    width: int
    block_bytes: int


class SeparatedReader:
    """A CSV file. Its columns are strings, never null.

    Raises:
        Refused: when the heading cannot be read, lacks a column or doubles one; while reading, for whatever else is
            wrong with the file.
    """

    def __init__(self, original: Original, table: Table, layout: Format, block_bytes: int) -> None:
        self._original = original
        fields = headings.asked(table)
        delimiter, self.names = _heading(original, table, layout, block_bytes)
        self._places = headings.columns(self.names, fields, original.where)
        shape = _Shape(original, layout.encoding, delimiter, layout.quote_char, len(self.names), block_bytes)
        self._pass = _Pass(shape, sorted(self._places.values()))
        self._shape = shape
        self.bytes_total = original.size
        self.findings: list[Finding] = []

    @property
    def bytes_read(self) -> int:
        """How far the parser is; some blocks ahead of the batches."""
        return self._pass.text.bytes_read

    def batches(self) -> Iterator[Batch]:
        """The rows, in batches of about one block."""
        count = 0
        with self._original.steady():
            while (found := self._pass.next()) is not None:
                batch = self._batch(*found)
                count += len(batch.rows)
                if len(batch.rows):
                    yield batch
            if not count:
                raise Refused(codes.NO_ROWS, self._original.where)
        if self._pass.text.guessed:
            self.findings.append(Finding(codes.READ_AS_WINDOWS_1252))

    def _batch(self, rows: npt.NDArray[np.int64], values: dict[int, Any]) -> Batch:
        blank = _blank(values)
        if blank is not None and not self._pass.whole:
            # Only the other columns can tell whether nothing stands in the row; from here on they are read too.
            self._pass = self._pass.widened()
            rows, values = self._pass.found
            blank = _blank(values)
        if blank is not None:
            filled = pa.array(~blank)
            rows, values = rows[~blank], {place: column.filter(filled) for place, column in values.items()}
        return Batch(rows, {name: values[place] for name, place in self._places.items()})

    def close(self) -> None:
        """Let go of the file."""
        self._pass.close()
        self._original.close()


class _Pass:
    """One reading of the file from its start, of some of its columns."""

    def __init__(self, shape: _Shape, places: list[int]) -> None:
        self._shape = shape
        self._places = places
        self.whole = len(places) == shape.width
        self._row = 1
        self._count = 0
        self._skipped: list[int] = []
        self._refusal: Refused | None = None
        quotes = Quotes(shape.quote.encode(), shape.delimiter.encode()) if shape.quote else None
        self.text = Text(shape.original, shape.encoding, shape.block_bytes, quotes=quotes)
        self._stream: Any = None
        self.found: tuple[npt.NDArray[np.int64], dict[int, Any]] = np.empty(0, np.int64), {}

    def next(self) -> tuple[npt.NDArray[np.int64], dict[int, Any]] | None:
        """The next rows, blank ones among them: their numbers, and the columns by place; none at the end."""
        batch = self._parsed()
        if batch is None:
            if self.text.quote_open:
                raise Refused(codes.QUOTE_NOT_CLOSED, self._shape.original.where, row=self._row)
            return None
        self._count += 1
        self.found = self._numbers(batch.num_rows), dict(zip(self._places, batch.columns, strict=True))
        return self.found

    def widened(self) -> "_Pass":
        """A reading of all columns, as far as this one: the same bytes fall into the same blocks."""
        self.close()
        other = _Pass(self._shape, list(range(self._shape.width)))
        for _ in range(self._count):
            other.next()
        return other

    def close(self) -> None:
        """Stop the parser."""
        if self._stream is not None:
            self._stream.close()

    def _parsed(self) -> Any | None:
        straddles = False
        try:
            if self._stream is None:
                self._stream = self._open()
            return self._stream.read_next_batch()
        except StopIteration:
            return None
        except pa.ArrowInvalid as error:
            # What pyarrow says may hold values, so not even the chain of exceptions keeps it.
            straddles = "straddl" in str(error)
        raise self._refused(straddles)

    def _refused(self, straddles: bool) -> Refused:
        where = self._shape.original.where
        if self._refusal:
            return self._refusal
        if straddles and self.text.lines_in_block:
            return Refused(codes.QUOTE_NOT_CLOSED, where, row=self._row + 1)
        if straddles:
            return Refused(codes.LINE_TOO_LONG, where, row=self._row + 1, limit=self._shape.block_bytes)
        return Refused(codes.SEPARATED_UNREADABLE, where, row=self._row)

    def _open(self) -> Any:
        names = [str(place) for place in range(self._shape.width)]
        wanted = [names[place] for place in self._places]
        read = pa.csv.ReadOptions(
            # One read is one block of `text`, also when its encoding makes it grow: pyarrow wants the end of a row
            # within two blocks, and a small remainder would not hold it.
            block_size=4 * self._shape.block_bytes + (1 << 18),
            use_threads=False,  # with threads it does not tell the numbers of invalid rows
            column_names=names,
            skip_rows_after_names=1,
        )
        parse = pa.csv.ParseOptions(
            delimiter=self._shape.delimiter,
            quote_char=self._shape.quote or False,
            newlines_in_values=bool(self._shape.quote),
            ignore_empty_lines=False,
            invalid_row_handler=self._miscounted,
        )
        convert = pa.csv.ConvertOptions(
            check_utf8=False,  # `text` has done so
            include_columns=wanted,
            column_types=dict.fromkeys(wanted, pa.string()),
            strings_can_be_null=False,
        )
        return pa.csv.open_csv(self.text, read_options=read, parse_options=parse, convert_options=convert)

    def _miscounted(self, row: Any) -> str:
        if not row.text.strip():
            self._skipped.append(row.number)
            return "skip"
        where = self._shape.original.where
        if self.text.quote_open and row.text.count(self._shape.quote) % 2:
            self._refusal = Refused(codes.QUOTE_NOT_CLOSED, where, row=row.number)
            return "error"
        counts = {"found": row.actual_columns, "expected": row.expected_columns}
        self._refusal = Refused(codes.VALUES_MISCOUNTED, where, row=row.number, **counts)
        return "error"

    def _numbers(self, count: int) -> npt.NDArray[np.int64]:
        """The numbers of the next rows, without those of skipped lines."""
        first = self._row + 1
        ahead = [row for row in self._skipped if row >= first]
        last = first + count - 1
        for row in ahead:
            last += row <= last
        rows = np.arange(first, last + 1)
        self._row, self._skipped = last, [row for row in ahead if row > last]
        return np.setdiff1d(rows, ahead, assume_unique=True) if len(rows) > count else rows


def _blank(values: dict[int, Any]) -> npt.NDArray[np.bool_] | None:
    """Which rows are empty in all these columns; none when there is no such row, as almost always."""
    blank: npt.NDArray[np.bool_] | None = None
    for column in values.values():
        offsets = np.frombuffer(column.buffers()[1] or b"\0\0\0\0", np.int32)
        offsets = offsets[column.offset : column.offset + len(column) + 1]
        empty = offsets[1:] == offsets[:-1]
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return None
    return blank


def _heading(original: Original, table: Table, layout: Format, block_bytes: int) -> tuple[str, tuple[str, ...]]:
    """The delimiter and all headings."""
    line = next(Text(original, layout.encoding, block_bytes).blocks(), b"").decode(errors="ignore")
    if not line.strip():
        raise Refused(codes.FILE_EMPTY, original.where)
    wanted = {field.name for field in table.fields}
    found = {mark: _split(line, mark, layout.quote_char, original) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: len(wanted.intersection(found[mark])))
    if layout.delimiter is None:
        return best, found[best]
    names = _split(line, layout.delimiter, layout.quote_char, original)
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
