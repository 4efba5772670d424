"""What a data specification says, as frozen values. `reading` makes them from YAML and refuses what cannot be meant."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scheme(StrEnum):
    """How identifiers become pseudonyms; the letter begins every label."""

    POLYMORPHIC = "polymorphic"
    KEYED = "keyed"

    @property
    def letter(self) -> str:
        """`p` or `k`."""
        return self.value[0]


class FieldType(StrEnum):
    """The types of Frictionless Table Schema that a delivery can hold."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


class OnError(StrEnum):
    """What happens when a value is wrong."""

    REFUSE = "refuse"
    BLANK = "blank"
    REJECT_ROW = "reject_row"


class Classification(StrEnum):
    """What kind of personal data a field holds (GDPR art. 4, 9; statutory secrecy)."""

    IDENTIFIER = "identifier"
    ORDINARY = "ordinary"
    SPECIAL = "special"
    SECRET = "secret"  # noqa: S105 - statutory secrecy, no password


@dataclass(frozen=True, slots=True)
class Pseudonymise:
    """The value becomes a pseudonym at the recipient."""


@dataclass(frozen=True, slots=True)
class Generalise:
    """The value becomes coarser; the result is sealed.

    Attributes:
        to: `year`, `month`, `age_band`, `pc4`, `pc3`, `pc2` or `band`.
        top_code_age: ages above it count as it (year, month, age_band).
        mask: four-digit areas that are left blank, because few people live there (pc4, pc3, pc2).
        width: of equal bands (age_band, band).
        bounds: the first value of each band, ascending (age_band, band); instead of `width`.
        as_of: the day on which ages are reckoned; none for the day of the delivery.
    """

    to: str
    top_code_age: int | None = None
    mask: frozenset[str] = frozenset()
    width: int | None = None
    bounds: tuple[int, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """The value reaches the recipient as it is, and nobody else."""


@dataclass(frozen=True, slots=True)
class Clear:
    """One value for the whole package, which the TTP may see."""


@dataclass(frozen=True, slots=True)
class Drop:
    """The value never leaves the source."""


Treatment = Pseudonymise | Generalise | Seal | Clear | Drop


@dataclass(frozen=True, slots=True)
class Constraints:
    """Which values are right (Frictionless words)."""

    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table.

    Attributes:
        name: the heading in the file, exactly.
        type: how the value is read.
        format: for a date its strptime pattern (default ISO, `%Y-%m-%d`); for a boolean none.
        treatment: what happens to it; never implied.
        justification: why the recipient needs it (need-to-have).
        identifier: `bsn` when it is one.
        pad: put back leading zeros that a spreadsheet ate, with a warning (identifier only).
        sentinels: values that mean "no number" by the layout, such as 000000000 (identifier only).
        on_error: what happens when a value is wrong; always `refuse` for a clear value, which no row holds.
        missing_values: texts that mean "nothing".
        decimal_char: of a number.
        group_char: between thousands of a number; empty for none.
        true_values: texts that mean true.
        false_values: texts that mean false.
        free_text: may hold what nobody foresaw, special categories among it.
        classification: kind of personal data.
        position: (start, length), the first position is 1; fixed-width only.
        title: what people call it.
        description: what it means.
    """

    name: str
    type: FieldType
    treatment: Treatment
    justification: str
    format: str = ""
    identifier: str | None = None
    pad: bool = False
    sentinels: frozenset[str] = frozenset()
    on_error: OnError = OnError.BLANK
    constraints: Constraints = Constraints()
    missing_values: tuple[str, ...] = ("",)
    decimal_char: str = "."
    group_char: str = ""
    true_values: tuple[str, ...] = ("true", "True", "TRUE", "1")
    false_values: tuple[str, ...] = ("false", "False", "FALSE", "0")
    free_text: bool = False
    classification: Classification | None = None
    position: tuple[int, int] | None = None
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Composite:
    """An identifier made of several fields, where there is no number.

    Attributes:
        name: the column that the recipient gets; also the type in the canonical identifier.
        of: fields of the same table, in this order; each is normalised by its type, and all must be filled for a
            pseudonym.
    """

    name: str
    of: tuple[str, ...]
    justification: str


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Values of `fields` stand in `reference_fields` of `reference_table`."""

    fields: tuple[str, ...]
    reference_table: str
    reference_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a delivery (a Frictionless resource)."""

    name: str
    fields: tuple[Field, ...]
    composites: tuple[Composite, ...] = ()
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """How the files are written.

    Attributes:
        type: `csv`, `xlsx`, `parquet` or `fixed-width`.
        delimiter: of a CSV; none to find out (comma, semicolon, tab, bar).
        encoding: `utf-8`, `windows-1252`, …; none to find out (UTF-8, with or without BOM, else Windows-1252).
        sheet: of a workbook; none for the only visible sheet, or the one named after the table.
    """

    type: str = "csv"
    delimiter: str | None = None
    encoding: str | None = None
    quote_char: str = '"'
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Specification:
    """The data specification of one flow.

    Attributes:
        sha256: hex digest of the exact bytes of the file; what agreements and packages name.
        closed: a column that the specification does not name is refused, not dropped.
        valid_from: first day of deliveries under this version.
        valid_until: last day.
    """

    name: str
    version: str
    scheme: Scheme
    format: Format
    tables: tuple[Table, ...]
    sha256: str
    closed: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    title: str = ""
    description: str = ""

    def table(self, name: str) -> Table:
        """The table of that name; KeyError when there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)
