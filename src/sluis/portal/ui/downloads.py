"""Rows as a file for a spreadsheet, written while they are read, with cells that no spreadsheet takes for a formula."""

import csv
import html
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

Cell = str | int | float | Decimal | datetime | date | time | None
IN_MEMORY = 4 << 20
AT_ONCE = 500
LONGEST = 32_767
"""The characters that a cell of a spreadsheet holds; more makes the file unreadable."""

# Full-width forms are taken for the plain ones by some programs; so is a formula behind spaces, seen or not.
_FORMULA = re.compile("^(?:[\\s\u200b-\u200f\u2060-\u2064\ufeff]*[=+\\-@＝＋－＠]|[\t\r\n])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell(value: Any) -> Cell:
    """A value as a cell: numbers and dates stay what they are, all else is text that is no formula."""
    match value:
        case None | "":
            return None
        case bool():
            return _("yes") if value else _("no")
        case int() | float() | Decimal() | date() | time() if not isinstance(value, datetime):
            return value
        case datetime():
            return timezone.make_naive(value) if timezone.is_aware(value) else value
    return harmless(_plain(value))


def harmless(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet could take it for a formula."""
    text = _CONTROL.sub("", text)[: LONGEST - 1]
    return f"'{text}" if _FORMULA.match(text) else text


def _plain(value: Any) -> str:
    """The text of what a page shows."""
    text = str(value) if isinstance(value, Promise) else value
    if isinstance(text, SafeString):
        return " ".join(html.unescape(strip_tags(text)).split())
    return str(text)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Iterable[Cell]], language: str) -> Iterator[bytes]:
    """A CSV file, line by line, as the spreadsheet of this language opens it: UTF-8 with its mark at the start.

    Dutch has semicolons and decimal commas, English commas and decimal points.
    """
    dutch = language == "nl"
    writer = csv.writer(_Echo(), delimiter=";" if dutch else ",", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in rows:
        yield writer.writerow([_in_csv(one, dutch) for one in row]).encode()


def spoken(lines: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The lines in parts, made in this language: a response is sent when the language of its page was given back."""
    while True:
        with translation.override(language):
            part = b"".join(islice(lines, AT_ONCE))
        if not part:
            return
        yield part


def _in_csv(value: Cell, dutch: bool) -> str:
    match value:
        case None:
            return ""
        case float() | Decimal():
            return f"{value:f}".replace(".", ",") if dutch else f"{value:f}"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def xlsx_file(rows: Iterable[Iterable[Cell]], title: str) -> IO[bytes]:
    """An XLSX file; a row is forgotten as soon as it is written, and small files never touch the disk."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=one) for one in row]  # type: ignore[arg-type] # its types know no dates and decimals
        for made in cells:
            if made.data_type == "f":  # never ours; `harmless` has been there before
                made.data_type = "s"
        sheet.append(cells)
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def file_name(title: str, on: date, kind: str) -> str:
    """A plain name: title and date."""
    return f"{slugify(title) or 'sluis'}-{on:%Y-%m-%d}.{kind}"
