"""Values of a workbook's cells to Arrow columns, by the type of the field."""

import math
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from sluis.specification.model import Field, FieldType

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What the reader of workbooks gives; an empty text for an empty cell."""

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SURE_SERIAL = 61
"""Serial 60 is 29 February 1900, a day that never was; before it the epoch is one day later."""

_INTEGERS_END = 2**63
_ARROW = {
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DATE: pa.date32(),
}


class _OtherTypeError(Exception):
    """A value is not of the field's type, so the column is given as text."""


def column(cells: list[Cell], field: Field, *, from_1904: bool) -> Any:
    """n cells as an array of n values, empty cells as nulls.

    Of the field's own type when all cells are; otherwise strings, written as the field says (its date format, its
    decimal character), so that they are judged like the text of a CSV. The type may differ between batches.
    """
    values = [None if cell == "" else cell for cell in cells]
    if field.type is not FieldType.STRING:
        try:
            typed = [None if value is None else _typed(value, field, from_1904) for value in values]
        except _OtherTypeError:
            pass
        else:
            return pa.array(typed, _ARROW[field.type])
    return pa.array([None if value is None else text(value, field, from_1904) for value in values], pa.string())


def text(cell: Cell, field: Field | None, from_1904: bool = False) -> str:
    """A cell as a person would have written it in a CSV of this specification; a whole number without decimals."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return _boolean(cell, field)
    if isinstance(cell, int | float):
        day = _from_serial(cell, field, from_1904) if field and field.type is FieldType.DATE else None
        return _number(cell, field) if day is None else _day(day, field)
    if isinstance(cell, date):
        return _day(cell, field)
    return str(cell)


def _typed(cell: Cell, field: Field, from_1904: bool) -> int | float | bool | date:
    """The cell as a value of the field's type."""
    match cell:
        case bool():
            if field.type is FieldType.BOOLEAN:
                return cell
        case int() | float():
            return _typed_number(cell, field, from_1904)
        case date() if field.type is FieldType.DATE:
            return cell.date() if isinstance(cell, datetime) else cell
    raise _OtherTypeError


def _typed_number(number: int | float, field: Field, from_1904: bool) -> int | float | date:
    if field.type is FieldType.INTEGER and abs(number) < _INTEGERS_END and number == int(number):
        return int(number)
    if field.type is FieldType.NUMBER:
        return float(number)
    if field.type is FieldType.DATE and (day := _from_serial(number, field, from_1904)):
        return day
    raise _OtherTypeError


def _from_serial(number: int | float, field: Field, from_1904: bool) -> date | None:
    """The day that a spreadsheet means by a bare number; none where it can be no such day.

    A format without separators, such as %Y%m%d, is itself a number: there 20240131 is what was written.
    """
    written_as_number = field.format and not any(mark in field.format for mark in "-/. ")
    if written_as_number or not math.isfinite(number):
        return None
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900
    if number < (0 if from_1904 else _FIRST_SURE_SERIAL):
        return None
    try:
        return epoch + timedelta(days=math.floor(number))
    except OverflowError:
        return None


def _day(day: date, field: Field | None) -> str:
    if field and field.type is FieldType.DATE and field.format:
        return day.strftime(field.format)
    return day.isoformat() if not isinstance(day, datetime) else day.isoformat(" ")


def _boolean(cell: bool, field: Field | None) -> str:
    if field and field.type is FieldType.BOOLEAN:
        return (field.true_values if cell else field.false_values)[0]
    return "true" if cell else "false"


def _number(number: int | float, field: Field | None) -> str:
    if isinstance(number, int) or (math.isfinite(number) and number == math.floor(number)):
        return str(int(number))
    written = np.format_float_positional(number, trim="-")
    return written.replace(".", field.decimal_char) if field and field.type is FieldType.NUMBER else written
