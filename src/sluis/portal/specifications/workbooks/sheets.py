"""What both workbooks are made with: names of sheets, and cells that hold text as it is and never a formula."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""The characters that a cell holds."""
LONGEST_NAME = 31
"""The characters that the name of a sheet has."""

_SURROGATES = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]]")
_HEADING = PatternFill("solid", fgColor="0B5C6B")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def plain(text: str) -> str:
    """A text that every spreadsheet reads."""
    return _SURROGATES.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST]


def put(sheet: Worksheet, row: int, column: int, value: Any) -> Any:
    """Write a cell; a text stays that text, also when it begins as a formula or looks like a number."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = plain(value)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def add_sheet(book: Workbook, wanted: str) -> Worksheet:
    """A sheet, with a name that no other has, whatever its capitals."""
    bare = _NOT_IN_NAMES.sub(" ", wanted).strip("'")[:LONGEST_NAME] or "-"
    taken = {name.casefold() for name in book.sheetnames}
    name, number = bare, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = bare[: LONGEST_NAME - len(ending)] + ending, number + 1
    made: Worksheet = book.create_sheet(name)
    return made


def fill(sheet: Worksheet, headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> None:
    """A table with a heading that stays in sight, and a filter."""
    for column, heading in enumerate(headings, 1):
        dress(put(sheet, 1, column, heading))
        sheet.column_dimensions[get_column_letter(column)].width = widths[column - 1]
    last = 1
    for last, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            put(sheet, last, column, value).alignment = _WRAPPED
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"


def dress(cell: Any) -> None:
    """As a heading."""
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = _HEADING
    cell.alignment = _WRAPPED


def saved(book: Workbook) -> bytes:
    """The file."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()
