"""A small file as rows of text, and back: what a selection is, without anything else that a file can hold."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.documents.checking import check
from sluis.portal.documents.names import ending
from sluis.portal.support.models import MOST_BYTES
from sluis.refusals import Refused
from sluis.refusals.catalogue import support as codes

KINDS = ("csv", "xlsx", "txt")
MOST_COLUMNS = 200
MOST_UNPACKED = 16 << 20
MOST_LINES = 5000
"""Also empty ones, which do not count as records."""

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of text.

    Attributes:
        heading: names of the columns; none for lines of text.
        rows: the records.
    """

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def dump(self) -> bytes:
        """As it is sealed."""
        return json.dumps([self.heading, self.rows], ensure_ascii=False).encode()

    @classmethod
    def load(cls, content: bytes) -> "Cells":
        """As it was sealed."""
        heading, rows = json.loads(content)
        return cls(tuple(heading), tuple(map(tuple, rows)))


def read(file: UploadedFile, fields: Sequence[str], most: int) -> Cells:
    """The records in a file, when they are no more than was agreed on.

    Args:
        fields: names of the columns that may be in it; a file of lines has no names.
        most: records.
    Raises:
        Refused: TOO_MUCH, UNREADABLE, COLUMN_NOT_OFFERED, or as `documents.checking.check`.
    """
    if (file.size or 0) > MOST_BYTES:
        raise _too_much(most)
    kind = ending(file.name or "")
    if kind not in KINDS:
        raise Refused(codes.UNREADABLE)
    content = check(file).content
    try:
        rows = [row for row in _READERS[kind](content) if any(row)]
    except Refused:
        raise
    except Exception:  # whatever a reader trips over: its words would hold what stands in the file
        raise Refused(codes.UNREADABLE) from None
    return _cells(rows, fields, most, headed=kind != "txt")


def _cells(rows: Rows, fields: Sequence[str], most: int, *, headed: bool) -> Cells:
    heading, records = (tuple(rows[0]), rows[1:]) if headed and rows else ((), rows)
    if not records or max(map(len, rows)) > MOST_COLUMNS:
        raise Refused(codes.UNREADABLE)
    if len(records) > most:
        raise _too_much(most)
    if headed:
        _require_columns(heading, records, fields)
    return Cells(heading, tuple(map(tuple, records)))


def _require_columns(heading: Sequence[str], records: Rows, fields: Sequence[str]) -> None:
    """A column is named by its place: in a file without a heading its name would be somebody's value."""
    agreed = {each.strip().casefold() for each in fields}
    for number, name in enumerate(heading, 1):
        blank = not name and not any(row[number - 1] for row in records if len(row) >= number)
        if not blank and name.casefold() not in agreed:
            raise Refused(codes.COLUMN_NOT_OFFERED, column=number)
    if any(any(row[len(heading) :]) for row in records):
        raise Refused(codes.COLUMN_NOT_OFFERED, column=len(heading) + 1)


def _too_much(most: int) -> Refused:
    return Refused(codes.TOO_MUCH, most=most, kilobytes=MOST_BYTES >> 10)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _lines(content: bytes) -> Rows:
    return [[line.rstrip()] for line in _text(content).splitlines()]


def _separated(content: bytes) -> Rows:
    text = _text(content)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    mark = max(";,\t|", key=first.count)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    return [[cell.strip() for cell in row] for row in read]


def _workbook(content: bytes) -> Rows:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED:
            raise Refused(codes.UNREADABLE)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        if len(book.sheetnames) != 1:
            raise Refused(codes.UNREADABLE)
        return _sheet(book.worksheets[0])
    finally:
        book.close()


def _sheet(sheet: Any) -> Rows:
    sheet.reset_dimensions()
    found: Rows = []
    for number, row in enumerate(sheet.iter_rows()):
        if number >= MOST_LINES or len(row) > MOST_COLUMNS or any(cell.data_type == "f" for cell in row):
            raise Refused(codes.UNREADABLE)
        found.append(["" if cell.value is None else str(cell.value).strip() for cell in row])
    return found


_READERS = {"txt": _lines, "csv": _separated, "xlsx": _workbook}
