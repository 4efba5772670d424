"""One column's way through: read by its type, check by its constraints, make coarser as the specification says."""

import dataclasses
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluis.kernel import minimisation, values
from sluis.kernel.identifiers import dominates, read_bsn, share_of_bsn
from sluis.kernel.reading import Read
from sluis.refusals import Code, Fact
from sluis.refusals.catalogue import values as codes
from sluis.specification.model import Clear, Field, FieldType, Generalise, Seal

Mask = npt.NDArray[np.bool_]
_FEW = 8
"""A column has few distinct values when each stands, on average, in at least so many rows of a batch."""
_WORTH_IT = 256
_SAMPLE = 1024
_BATCHES = 8
_MAY_HOLD_BSN = (FieldType.STRING, FieldType.INTEGER, FieldType.NUMBER)


@dataclass(frozen=True, slots=True)
class Mark:
    """Rows in which a field has something that the source should know.

    Attributes:
        code: a warning; its fatal twin counts when the field refuses.
        rows: n booleans.
        facts: what the message names.
        harmless: only to be told; the value stays.
    """

    code: Code
    rows: Mask
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Treated:
    """A column after its way.

    Attributes:
        values: what goes into the content, or the canonical identifiers; null where a mark blanks.
        marks: only those with at least one row.
        plain: the values before they were made coarser, for composites.
    """

    values: Any
    marks: tuple[Mark, ...]
    plain: Any


class Column:
    """What is to be done with one field, worked out once.

    Args:
        field: from the specification.
        on: the day on which ages are reckoned, unless the specification names one.
    """

    def __init__(self, field: Field, on: date) -> None:
        self.field = field
        self._on = on
        self._read = self._reader()
        pattern = field.format or "%Y-%m-%d"
        self._format: Mapping[str, Fact] = {"format": pattern} if field.type is FieldType.DATE else {}
        self._checks = tuple(self._make_checks())
        self._few = field.identifier is None
        self._textual = field.type is FieldType.STRING and not isinstance(field.treatment, Generalise)
        self._may_hold_bsn = isinstance(field.treatment, Seal | Clear) and field.type in _MAY_HOLD_BSN
        self._bsn = (0, 0)
        self._batches = 0

    def treat(self, column: Any) -> Treated:
        """n values on their way; a column of few distinct values goes by each value once."""
        if self.field.identifier == "bsn":
            return self._identifier(column)
        self._look(column)
        if self._few and self._textual and pa.types.is_string(column.type) and len(column) >= _WORTH_IT:
            encoded = column.dictionary_encode()
            self._few = len(encoded.dictionary) * _FEW <= len(column)
            if self._few:
                return _spread(self._each(encoded.dictionary), encoded.indices)
        return self._each(column)

    @property
    def is_bsn(self) -> bool:
        """Whether valid citizen service numbers dominate what was seen, in a column that leaves as it is."""
        return dominates(*self._bsn)

    def _look(self, column: Any) -> None:
        """Count valid citizen service numbers: in a sample of large batches, and of many batches in one of eight.

        Chance makes one of eleven numbers valid, and a column is refused when most are, so a sample tells them apart.
        """
        self._batches += 1
        if self._may_hold_bsn and (self._batches <= _BATCHES or not secrets.randbelow(_BATCHES)):
            start = secrets.randbelow(len(column) - _SAMPLE) if len(column) > _SAMPLE else 0
            valid, filled = share_of_bsn(column.slice(start, _SAMPLE))
            self._bsn = self._bsn[0] + valid, self._bsn[1] + filled

    def _each(self, column: Any) -> Treated:
        read = self._read(column)
        marks = [Mark(_UNREADABLE[self.field.type], read.wrong, self._format)]
        marks += [Mark(code, check(read.values), facts) for code, check, facts in self._checks]
        found = tuple(mark for mark in marks if mark.rows.any())
        plain = _blanked(read.values, found)
        if not isinstance(self.field.treatment, Generalise):
            return Treated(plain, found, plain)
        coarse = self._generalise(plain)
        if coarse.wrong.any():
            found += (Mark(_IMPOSSIBLE[self.field.type], coarse.wrong),)
        return Treated(coarse.values, found, plain)

    def _identifier(self, column: Any) -> Treated:
        read = read_bsn(column, pad=self.field.pad, sentinels=self.field.sentinels)
        marks = [Mark(codes.BSN_WRONG, read.wrong), Mark(codes.BSN_PADDED, read.padded, harmless=True)]
        marks.append(Mark(codes.BSN_UNKNOWN, read.unknown, harmless=True))
        if self.field.constraints.required:
            absent = np.asarray(read.canonical.is_null()) & ~read.wrong
            marks.append(Mark(codes.REQUIRED_MISSING, absent))
        return Treated(read.canonical, tuple(mark for mark in marks if mark.rows.any()), read.canonical)

    def _reader(self) -> Callable[[Any], Read]:
        field = self.field
        missing = field.missing_values
        return {
            FieldType.STRING: lambda column: values.read_strings(column, missing=missing),
            FieldType.INTEGER: lambda column: values.read_integers(column, missing=missing),
            FieldType.NUMBER: lambda column: values.read_numbers(
                column, missing=missing, decimal_char=field.decimal_char, group_char=field.group_char
            ),
            FieldType.BOOLEAN: lambda column: values.read_booleans(
                column, missing=missing, true_values=field.true_values, false_values=field.false_values
            ),
            FieldType.DATE: lambda column: values.read_dates(
                column, missing=missing, format=field.format or "%Y-%m-%d"
            ),
        }[field.type]

    def _make_checks(self) -> Iterator[tuple[Code, Callable[[Any], Mask], Mapping[str, Fact]]]:
        rules = self.field.constraints
        if rules.required:
            yield codes.REQUIRED_MISSING, lambda column: np.asarray(column.is_null()), {}
        if rules.minimum is not None:
            minimum = self._bound(rules.minimum)
            yield codes.BELOW_MINIMUM, lambda column: values.below(column, minimum), {"minimum": rules.minimum}
        if rules.maximum is not None:
            maximum = self._bound(rules.maximum)
            yield codes.ABOVE_MAXIMUM, lambda column: values.above(column, maximum), {"maximum": rules.maximum}
        if rules.enum:
            enum = tuple(self._bound(value) for value in rules.enum)
            yield codes.NOT_IN_LIST, lambda column: values.not_in(column, enum), {}
        if rules.min_length is not None:
            least = rules.min_length
            yield codes.TOO_SHORT, lambda column: values.shorter(column, least), {"minimum": least}
        if rules.max_length is not None:
            most = rules.max_length
            yield codes.TOO_LONG, lambda column: values.longer(column, most), {"maximum": most}
        if rules.pattern is not None:
            pattern = rules.pattern
            yield codes.WRONG_PATTERN, lambda column: values.not_matching(column, pattern), {}

    def _bound(self, text: str) -> Any:
        kinds: dict[FieldType, Callable[[str], Any]] = {
            FieldType.INTEGER: int,
            FieldType.NUMBER: lambda value: float(Decimal(value)),
            FieldType.DATE: date.fromisoformat,
        }
        return kinds.get(self.field.type, str)(text)

    def _generalise(self, plain: Any) -> Read:
        how = self.field.treatment
        assert isinstance(how, Generalise)
        on = how.as_of or self._on
        if how.to == "year":
            return minimisation.years(plain, top_code_age=how.top_code_age, on=on)
        if how.to == "month":
            return minimisation.months(plain, top_code_age=how.top_code_age, on=on)
        if how.to == "age_band":
            return minimisation.age_bands(
                plain, on=on, width=how.width, bounds=how.bounds, top_code_age=how.top_code_age
            )
        if how.to == "band":
            return minimisation.number_bands(plain, width=how.width, bounds=how.bounds)
        return minimisation.postcodes(plain, positions=int(how.to[2:]), mask=how.mask)


def _spread(distinct: Treated, indices: Any) -> Treated:
    """What holds for distinct values, for the rows that have them."""
    rows = indices.to_numpy()
    marks = tuple(dataclasses.replace(mark, rows=mark.rows[rows]) for mark in distinct.marks)
    sent = _gathered(distinct.values, indices, rows)
    return Treated(sent, marks, sent if distinct.plain is distinct.values else distinct.plain.take(indices))


def _gathered(values: Any, indices: Any, rows: npt.NDArray[Any]) -> Any:
    """The rows' values; text stays a dictionary, which shuffling and Parquet take as it is."""
    if not pa.types.is_string(values.type):
        return values.take(indices)
    if values.null_count:
        indices = pa.array(rows, mask=np.asarray(values.is_null())[rows])
        values = values.fill_null("")
    return pa.DictionaryArray.from_arrays(indices, values)


def _blanked(column: Any, marks: tuple[Mark, ...]) -> Any:
    """The column without the values that a mark blanks; what could not be read is null already."""
    for mark in marks:
        if not mark.harmless and mark.code is not codes.REQUIRED_MISSING:
            column = pc.if_else(pa.array(~mark.rows), column, pa.scalar(None, column.type))
    return column


_UNREADABLE = {
    FieldType.STRING: codes.WRONG_PATTERN,  # text can always be read; no row is ever marked
    FieldType.INTEGER: codes.INTEGER_UNREADABLE,
    FieldType.NUMBER: codes.NUMBER_UNREADABLE,
    FieldType.BOOLEAN: codes.BOOLEAN_UNREADABLE,
    FieldType.DATE: codes.DATE_UNREADABLE,
}
_IMPOSSIBLE = {
    FieldType.STRING: codes.POSTCODE_UNREADABLE,
    FieldType.INTEGER: codes.NUMBER_UNREADABLE,
    FieldType.NUMBER: codes.NUMBER_UNREADABLE,
    FieldType.DATE: codes.AGE_IMPOSSIBLE,
}
