"""What the XML of a workbook tells and its values do not: formulas, errors, extent, calendar.

The parser is expat, fed piece by piece; a document type, with which entities are declared, is refused.
Source: ECMA-376 part 1, 18.2 (workbook), 18.3.1.4 (c), 18.3.1.40 (f), 18.3.1.96 (v).
"""

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from sluis.tables.packed import OversizedError, Packed, UnsafeError

MOST_CELLS = 20_000_000
"""In the rectangle around all filled cells, because the reader of values makes room for each."""

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


@dataclass(slots=True)
class Cells:
    """Cells of one kind in one column."""

    first_row: int
    count: int = 1


@dataclass(slots=True)
class Inspection:
    """What stands in one sheet; columns are counted from 0, rows as a person sees them.

    Attributes:
        formulas: by column, those with a stored value.
        errors: by column, such as #N/A.
        uncalculated: (column, row) of formulas without a stored value; the first per column.
    """

    formulas: dict[int, Cells] = field(default_factory=dict)
    errors: dict[int, Cells] = field(default_factory=dict)
    uncalculated: dict[int, int] = field(default_factory=dict)


class NotAWorkbookError(ValueError):
    """It is not a workbook."""


def counts_from_1904(packed: Packed) -> bool:
    """Whether day 0 of the workbook is 1 January 1904.

    Raises:
        NotAWorkbookError: it has no readable workbook part.
        UnsafeError: it declares entities, or lies about its size.
    """
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "workbookPr":
            found.append(attributes.get("date1904", "0"))

    _parse(packed, "xl/workbook.xml", start)
    return found[:1] in (["1"], ["true"])


def member_of(packed: Packed, sheet: str) -> str:
    """The member of the zip that holds the sheet of that name.

    Raises:
        NotAWorkbookError: there is none.
    """
    identities: dict[str, str] = {}
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet" and "name" in attributes:
            identity = attributes.get(_RELATION) or attributes.get(_STRICT_RELATION) or ""
            identities.setdefault(attributes["name"], identity)
        elif _local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parse(packed, "xl/workbook.xml", start)
    _parse(packed, "xl/_rels/workbook.xml.rels", start)
    target = targets.get(identities.get(sheet, ""), "")
    member = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    if not target or member not in packed:
        raise NotAWorkbookError(sheet)
    return member


def inspect(packed: Packed, member: str) -> Inspection:
    """Look through the cells of one sheet.

    Raises:
        NotAWorkbookError: it is not well-formed.
        UnsafeError: it declares entities, or lies about its size.
        OversizedError: the rectangle around its cells is larger than `MOST_CELLS`.
    """
    scan = _Scan()
    _parse(packed, member, scan.start, scan)
    scan.close_cell()
    return scan.found


class _Scan:
    """Follows the elements of a sheet."""

    def __init__(self) -> None:
        self.found = Inspection()
        self.parser: expat.XMLParserType | None = None
        self._columns: dict[str, int] = {}
        self._row = 0
        self._column = -1
        self._kind = ""
        self._formula = self._stored = False
        self._corners: tuple[int, int, int, int] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match _local(name):
            case "row":
                self.close_cell()
                self._row = _bounded(int(attributes["r"]) if "r" in attributes else self._row + 1, _MOST_ROWS)
                self._column = -1
            case "c":
                self.close_cell()
                self._place(attributes.get("r"))
                self._kind = attributes.get("t", "")
                if self._kind == "e":
                    _count(self.found.errors, self._column, self._row)
            case "f":
                self._formula = True
            case "v":
                self._fill()
                # An empty text is a value too, when the cell says that it is a text.
                self._stored = self._stored or self._kind == "str"
                if self._formula and self.parser:
                    self.parser.CharacterDataHandler = self._text
            case "is":
                self._fill()
                self._stored = True

    def _text(self, text: str) -> None:
        self._stored = self._stored or bool(text.strip())

    def close_cell(self) -> None:
        """The cell before ends."""
        if self._formula:
            if self._stored:
                _count(self.found.formulas, self._column, self._row)
            else:
                self.found.uncalculated.setdefault(self._column, self._row)
            if self.parser:
                self.parser.CharacterDataHandler = None
        self._formula = self._stored = False

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column = _bounded(self._column + 2, _MOST_COLUMNS) - 1
            return
        match = _REFERENCE.fullmatch(reference)
        if not match:
            raise NotAWorkbookError("reference")
        letters, digits = match.groups()
        if letters not in self._columns:
            self._columns[letters] = _bounded(_number(letters), _MOST_COLUMNS) - 1
        self._column, self._row = self._columns[letters], _bounded(int(digits), _MOST_ROWS)

    def _fill(self) -> None:
        row, column = self._row, self._column
        top, left, bottom, right = self._corners or (row, column, row, column)
        if top <= row <= bottom and left <= column <= right and self._corners:
            return
        top, left, bottom, right = min(top, row), min(left, column), max(bottom, row), max(right, column)
        self._corners = top, left, bottom, right
        # The reader of values also makes rows up to the first one.
        if bottom * (right - left + 1) > MOST_CELLS:
            raise OversizedError("cells")


def _count(cells: dict[int, Cells], column: int, row: int) -> None:
    if column in cells:
        cells[column].count += 1
    else:
        cells[column] = Cells(row)


def _bounded(number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise NotAWorkbookError("place")
    return number


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def column_letters(index: int) -> str:
    """The letters above a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _refuse(*_arguments: object) -> NoReturn:
    raise UnsafeError("document type")


def _parse(
    packed: Packed, member: str, start: Callable[[str, dict[str, str]], None], scan: _Scan | None = None
) -> None:
    """Feed a member of the zip to a parser that knows elements only."""
    if member not in packed:
        raise NotAWorkbookError(member)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    if scan:
        scan.parser = parser
    _feed(parser, packed.pieces(member))


def _feed(parser: expat.XMLParserType, pieces: Iterable[bytes]) -> None:
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, NotAWorkbookError, ValueError) as error:
        if isinstance(error, NotAWorkbookError | UnsafeError | OversizedError):
            raise
        raise NotAWorkbookError("xml") from None
