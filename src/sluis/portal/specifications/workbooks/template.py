"""A workbook to fill in: a sheet per table, with headings as the source's program wants them, help and checks.

Only what the source's program reads has a column: what is dropped and used for nothing is better not typed at all.
Identifiers and texts are cells of text, so that leading zeros survive.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sluis.portal.specifications.reading import Row, field_row
from sluis.portal.specifications.workbooks.sheets import add_sheet, dress, plain, put, saved
from sluis.specification.model import Field, FieldType, Specification, Table
from sluis.tables.headings import asked

Option = str | int | float | date
LAST_ROW = 1_048_576
_DATES = {"%Y": "yyyy", "%m": "mm", "%d": "dd", "%H": "hh", "%M": "mm", "%S": "ss"}
_PARTS = re.compile("%.|[^%]")
_WIDTHS = {FieldType.STRING: 22, FieldType.DATE: 16, FieldType.BOOLEAN: 12}
_FIRST_DAY, _LAST_DAY = "1900-01-01", "2999-12-31"
_LIMITS = {
    FieldType.STRING: ("textLength", "0", "32767"),
    FieldType.INTEGER: ("whole", "-999999999999999", "999999999999999"),
    FieldType.NUMBER: ("decimal", "-1E+300", "1E+300"),
    FieldType.DATE: ("date", _FIRST_DAY, _LAST_DAY),
}
"""How a spreadsheet checks a type, and the lowest and highest that it can."""
_LONGEST_HELP = 1_500
_LONGEST_PROMPT = 250


def template(specification: Specification) -> bytes:
    """The workbook of a specification."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = f"{specification.title or specification.name} {specification.version}"
    book.properties.creator = "Sluis"
    options = _Options(book)
    for table in specification.tables:
        _sheet(add_sheet(book, specification.format.sheet or table.name), table, specification, options)
    options.hide()
    return saved(book)


def _sheet(sheet: Worksheet, table: Table, specification: Specification, options: "_Options") -> None:
    for column, field in enumerate(asked(table), 1):
        heading = put(sheet, 1, column, field.name)
        dress(heading)
        heading.comment = _help(field_row(field, specification))
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = max(_WIDTHS.get(field.type, 14), min(len(field.name) + 4, 40))
        sheet.column_dimensions[letter].number_format = number_format(field)
        check = _check(field, options)
        if check is not None:
            _word(check, field)
            check.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(check)
    sheet.freeze_panes = "A2"


def number_format(field: Field) -> str:
    """How a spreadsheet shows and keeps the column: texts as texts, dates as the specification writes them."""
    match field.type:
        case FieldType.DATE:
            return "".join(map(_shown, _PARTS.findall(field.format or "%Y-%m-%d")))
        case FieldType.INTEGER:
            return "0"
        case FieldType.NUMBER:
            return "General"
    return "@"


def _shown(part: str) -> str:
    """A part of a date's pattern as spreadsheets write it; a letter between the numbers is only a letter."""
    return _DATES.get(part) or (f'"{part}"' if part.isalpha() else part)


def _help(row: Row) -> Comment:
    lines = [
        row.title,
        row.description,
        f"{_('Type')}: {row.kind}",
        f"{_('Allowed')}: {row.allowed}" if row.allowed else "",
        f"{_('Operation at the source')}: {row.operation}",
        f"{_('Why the recipient needs it')}: {row.justification}",
    ]
    text = plain("\n".join(each for each in lines if each))[:_LONGEST_HELP]
    return Comment(text, "Sluis", height=40 + 20 * text.count("\n") + len(text) // 2, width=320)


def _check(field: Field, options: "_Options") -> DataValidation | None:
    """What the spreadsheet itself can check; the source's program checks everything again."""
    rules = field.constraints
    nothing = _nothing(field)
    if rules.enum:
        return options.check((*(_typed(field, each) for each in rules.enum), *nothing))
    if field.type is FieldType.BOOLEAN:
        return options.check((*field.true_values, *field.false_values, *nothing))
    kind, lowest, highest = _LIMITS[field.type]
    if field.type is FieldType.STRING:
        least, most = rules.min_length, rules.max_length
        return _between(kind, str(least or lowest), str(most or highest)) if least or most else None
    least_, most_ = rules.minimum or lowest, rules.maximum or highest
    days = field.type is FieldType.DATE
    return _between(kind, _day(least_), _day(most_)) if days else _between(kind, least_, most_)


def _word(check: DataValidation, field: Field) -> None:
    """What it says when a value is not right. Where a text may mean "nothing", it warns only."""
    check.allow_blank = True
    check.showErrorMessage = True
    check.errorStyle = "warning" if _nothing(field) and check.type != "list" else "stop"
    check.errorTitle = plain(field.name)[:32]
    check.error = _("This value is not among those that the specification allows.")[:_LONGEST_PROMPT]


def _nothing(field: Field) -> tuple[str, ...]:
    return tuple(each for each in field.missing_values if each)


def _between(kind: Any, least: str, most: str) -> DataValidation:
    return DataValidation(kind, operator="between", formula1=least, formula2=most)


def _day(text: str) -> str:
    """A day in a formula; spreadsheets know none before 1900."""
    on = max(date.fromisoformat(text), date.fromisoformat(_FIRST_DAY))
    return f"DATE({on.year},{on.month},{on.day})"


def _typed(field: Field, option: str) -> Option:
    """An option as a cell of this column holds it."""
    match field.type:
        case FieldType.INTEGER:
            return int(option)
        case FieldType.NUMBER:
            return float(option)
        case FieldType.DATE:
            return date.fromisoformat(option)
    return option


class _Options:
    """The options of all fields in columns of a hidden sheet: a list in the check itself is short and takes no commas."""

    NAME = "Sluis options"  # no table is called so: names of tables have no blanks

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet: Worksheet | None = None
        self._known: dict[tuple[Option, ...], str] = {}

    def check(self, options: Sequence[Option]) -> DataValidation:
        """A check against a list."""
        return DataValidation("list", formula1=self._range(tuple(dict.fromkeys(options))))

    def hide(self) -> None:
        """Out of sight, and behind the tables."""
        if self._sheet is not None:
            self._sheet.sheet_state = "hidden"
            self._book.move_sheet(self._sheet, len(self._book.sheetnames))

    def _range(self, options: tuple[Option, ...]) -> str:
        if options not in self._known:
            self._sheet = self._sheet or add_sheet(self._book, self.NAME)
            column = len(self._known) + 1
            for row, option in enumerate(options, 1):
                put(self._sheet, row, column, option)
            letter = get_column_letter(column)
            self._known[options] = f"{quote_sheetname(self._sheet.title)}!${letter}$1:${letter}${len(options)}"
        return self._known[options]
