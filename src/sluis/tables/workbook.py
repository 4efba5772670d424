"""XLSX, and XLS as far as its values go: a sheet whose first filled row holds the headings.

Row numbers are those beside the sheet. Rows without any value are skipped. Hidden sheets are ignored. A formula is read
by the value that was calculated last, and an error cell is blank; both are told in the findings (not in XLS, where the
reader cannot see them).
"""

import io
import zipfile
from collections.abc import Iterator

import numpy as np
import python_calamine as calamine

from sluis.refusals import Code, Finding, Refused
from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import Format, Table
from sluis.tables import cells, headings, sheets
from sluis.tables.batch import Batch
from sluis.tables.locked import unlocked
from sluis.tables.originals import Original
from sluis.tables.packed import OversizedError, Packed, UnsafeError

MOST_BYTES = 256 << 20
_BATCH_ROWS = 1 << 16
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class WorkbookReader:
    """A sheet of a workbook. Its columns are strings, int64, float64, booleans or date32, with nulls.

    Raises:
        Refused: the file is no workbook, locked, unsafe or too large, its sheet or headings are not what the
            specification says, or a formula was never calculated.
    """

    def __init__(self, original: Original, table: Table, layout: Format, password: str | None) -> None:
        self._original = original
        self._fields = headings.asked(table)
        where = original.where
        if original.size > MOST_BYTES:
            raise Refused(codes.WORKBOOK_TOO_LARGE, where, limit=MOST_BYTES, unit="bytes")
        data = unlocked(original.read_at(0, MOST_BYTES), password, where)
        workbook, packed = _opened(data, where)
        name = _sheet(workbook, layout, table, where)
        inspection, self._from_1904 = _inspected(packed, name, where)
        self._rows, self._first_column = _values(workbook, name, where)
        self._row, self.names = self._heading()
        self._places = headings.columns(self.names, self._fields, where)
        self.findings = self._findings(inspection)
        self.bytes_total = original.size

    def _heading(self) -> tuple[int, tuple[str, ...]]:
        for number, row in enumerate(self._rows, 1):
            if any(value != "" for value in row):
                return number, headings.cleaned(cells.text(value, None) for value in row)
        raise Refused(codes.FILE_EMPTY, self._original.where)

    def _findings(self, inspection: sheets.Inspection) -> list[Finding]:
        """What the source should know about the asked columns."""
        found: list[Finding] = []
        for name, place in self._places.items():
            column = place + self._first_column
            if (row := inspection.uncalculated.get(column)) is not None:
                cell = f"{sheets.column_letters(column)}{row}"
                raise Refused(codes.FORMULA_NOT_CALCULATED, self._original.where, cell=cell)
            found += _finding(codes.FORMULAS, inspection.formulas.get(column), name)
            found += _finding(codes.ERROR_CELLS, inspection.errors.get(column), name)
        return found

    @property
    def bytes_read(self) -> int:
        """How far the reader is, reckoned from the rows."""
        return int(self.bytes_total * self._row / max(1, len(self._rows)))

    def batches(self) -> Iterator[Batch]:
        """The rows, in batches of at most 65,536."""
        count = 0
        with self._original.steady():
            while self._row < len(self._rows):
                batch = self._batch(self._rows[self._row : self._row + _BATCH_ROWS])
                count += len(batch.rows)
                if len(batch.rows):
                    yield batch
            if not count:
                raise Refused(codes.NO_ROWS, self._original.where)

    def _batch(self, rows: list[list[cells.Cell]]) -> Batch:
        filled = [index for index, row in enumerate(rows) if any(value != "" for value in row)]
        numbers = np.array(filled, np.int64) + self._row + 1
        self._row += len(rows)
        columns = {}
        for field in self._fields:
            place = self._places[field.name]
            values = [rows[index][place] for index in filled]
            columns[field.name] = cells.column(values, field, from_1904=self._from_1904)
        return Batch(numbers, columns)

    def close(self) -> None:
        """Let go of the file and its values."""
        self._rows = []
        self._original.close()


def _finding(code: Code, found: sheets.Cells | None, name: str) -> list[Finding]:
    return [Finding(code, row=found.first_row, field=name, facts={"count": found.count})] if found else []


def _opened(data: bytes, where: str) -> tuple[calamine.CalamineWorkbook, Packed | None]:
    """The workbook, and its zip when it is one; checked before the reader of values sees it."""
    if not data.startswith((_ZIP, _COMPOUND)):
        raise Refused(codes.NOT_A_WORKBOOK, where)
    packed = _packed(data, where) if data.startswith(_ZIP) else None
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)), packed
    except (calamine.CalamineError, OSError, ValueError):
        raise Refused(codes.NOT_A_WORKBOOK, where) from None


def _packed(data: bytes, where: str) -> Packed:
    try:
        packed = Packed(data)
        packed.require_honest()
    except UnsafeError:
        raise Refused(codes.WORKBOOK_UNSAFE, where) from None
    except OversizedError:
        raise Refused(codes.WORKBOOK_TOO_LARGE, where, limit=1 << 30, unit="bytes") from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise Refused(codes.NOT_A_WORKBOOK, where) from None
    # Another spreadsheet format in a zip would pass the look at formulas below unseen.
    if "xl/workbook.xml" not in packed:
        raise Refused(codes.NOT_A_WORKBOOK, where)
    return packed


def _sheet(workbook: calamine.CalamineWorkbook, layout: Format, table: Table, where: str) -> str:
    """The name of the sheet to read."""
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    wanted = layout.sheet or (table.name if table.name in visible else None)
    if wanted is None and len(visible) == 1:
        return visible[0]
    if wanted is None:
        raise Refused(codes.SHEET_UNCLEAR, where, count=len(visible))
    if wanted not in visible:
        raise Refused(codes.SHEET_MISSING, where, sheet=wanted)
    return wanted


def _inspected(packed: Packed | None, sheet: str, where: str) -> tuple[sheets.Inspection, bool]:
    if packed is None:
        return sheets.Inspection(), False
    try:
        return sheets.inspect(packed, sheets.member_of(packed, sheet)), sheets.counts_from_1904(packed)
    except UnsafeError:
        raise Refused(codes.WORKBOOK_UNSAFE, where) from None
    except OversizedError:
        raise Refused(codes.WORKBOOK_TOO_LARGE, where, limit=sheets.MOST_CELLS, unit="cells") from None
    except sheets.NotAWorkbookError:
        raise Refused(codes.NOT_A_WORKBOOK, where) from None


def _values(workbook: calamine.CalamineWorkbook, sheet: str, where: str) -> tuple[list[list[cells.Cell]], int]:
    """All rows from row 1, each from the first column that holds anything, and that column."""
    try:
        found = workbook.get_sheet_by_name(sheet)
    except (calamine.CalamineError, OSError, ValueError):
        raise Refused(codes.NOT_A_WORKBOOK, where) from None
    if found.start is None:
        raise Refused(codes.FILE_EMPTY, where)
    return list(found.iter_rows()), found.start[1]
