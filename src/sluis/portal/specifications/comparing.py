"""Two versions side by side, in words: what is new, gone and different, old beside new."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from sluis.portal.specifications.reading import CLASSES, composite_row, field_row
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.refusing import reader_language
from sluis.refusals import translation
from sluis.specification import changes
from sluis.specification.comparing import Change, ChangeKind
from sluis.specification.describing import ON_ERROR, TYPES, coarser, operation
from sluis.specification.model import (
    Classification,
    Composite,
    Constraints,
    Field,
    FieldType,
    ForeignKey,
    Format,
    Generalise,
    Specification,
    Table,
)

_WHOLE = ("table", "field", "composite")

ATTRIBUTES: dict[str, Text] = {
    "name": gettext_lazy("Name"),
    "version": gettext_lazy("Version"),
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Meaning"),
    "scheme": gettext_lazy("Scheme"),
    "closed": gettext_lazy("The list of fields is closed"),
    "valid_from": gettext_lazy("First day in the file"),
    "valid_until": gettext_lazy("Last day in the file"),
    "type": gettext_lazy("Type"),
    "format": gettext_lazy("Format"),
    "treatment": gettext_lazy("Operation at the source"),
    "treatment.to": gettext_lazy("Made coarser to"),
    "treatment.top_code_age": gettext_lazy("Ages above it count as it"),
    "treatment.mask": gettext_lazy("Areas left blank"),
    "treatment.width": gettext_lazy("Width of the bands"),
    "treatment.bounds": gettext_lazy("First values of the bands"),
    "treatment.as_of": gettext_lazy("Day on which ages are reckoned"),
    "justification": gettext_lazy("Why the recipient needs it"),
    "identifier": gettext_lazy("Identifier"),
    "pad": gettext_lazy("Leading zeros put back"),
    "sentinels": gettext_lazy("Texts that mean “no number”"),
    "on_error": gettext_lazy("When a value is wrong"),
    "missing_values": gettext_lazy("Texts that mean “nothing”"),
    "decimal_char": gettext_lazy("Decimal sign"),
    "group_char": gettext_lazy("Sign between thousands"),
    "true_values": gettext_lazy("Texts that mean “yes”"),
    "false_values": gettext_lazy("Texts that mean “no”"),
    "free_text": gettext_lazy("Free text"),
    "classification": gettext_lazy("Kind of personal data"),
    "position": gettext_lazy("Position in the line"),
    "constraints.required": gettext_lazy("Required"),
    "constraints.unique": gettext_lazy("Unique"),
    "constraints.enum": gettext_lazy("Options"),
    "constraints.minimum": gettext_lazy("Lowest value"),
    "constraints.maximum": gettext_lazy("Highest value"),
    "constraints.min_length": gettext_lazy("Least number of characters"),
    "constraints.max_length": gettext_lazy("Largest number of characters"),
    "constraints.pattern": gettext_lazy("Pattern"),
    "of": gettext_lazy("Made of"),
    "primary_key": gettext_lazy("Fields that tell rows apart"),
    "foreign_keys": gettext_lazy("References to other tables"),
    "order of fields": gettext_lazy("Order of the fields"),
    "order of composites": gettext_lazy("Order of the composites"),
    "format.type": gettext_lazy("Kind of file"),
    "format.delimiter": gettext_lazy("Sign between columns"),
    "format.encoding": gettext_lazy("Encoding"),
    "format.quote_char": gettext_lazy("Sign around texts"),
    "format.sheet": gettext_lazy("Sheet"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words.

    Attributes:
        kind: `added`, `removed` or `changed`.
        field: of which field or composite; empty for the table or the specification as a whole.
        what: which of its sides.
        old: as it was; empty when it is new.
        new: as it is; empty when it is gone.
    """

    kind: str
    field: str
    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Group:
    """The differences in one table; the one without a name is about the specification as a whole."""

    table: str
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of them."""

    groups: Sequence[Group]

    def count(self, kind: str) -> int:
        """How many there are of a kind."""
        return sum(each.kind == kind for group in self.groups for each in group.differences)

    @property
    def added(self) -> int:
        """How many are new."""
        return self.count("added")

    @property
    def removed(self) -> int:
        """How many are gone."""
        return self.count("removed")

    @property
    def changed(self) -> int:
        """How many are different."""
        return self.count("changed")

    @property
    def touched(self) -> frozenset[tuple[str, str]]:
        """Which fields of which tables differ."""
        return frozenset((group.table, each.field) for group in self.groups for each in group.differences)


def compare(old: Specification, new: Specification) -> Comparison:
    """What is different in the new one."""
    found: dict[str, list[Difference]] = {}
    for change in changes(old, new):
        table = change.place[0] if change.place else ""
        found.setdefault(table, []).append(_difference(change, old, new))
    return Comparison([Group(table, differences) for table, differences in found.items()])


def _difference(change: Change, old: Specification, new: Specification) -> Difference:
    field = change.place[1] if len(change.place) > 1 else ""
    if change.kind is not ChangeKind.CHANGED or change.what in _WHOLE:
        return Difference(change.kind.value, field, "", _whole(change.old, old), _whole(change.new, new))
    what = str(ATTRIBUTES.get(change.what, change.what))
    return Difference(change.kind.value, field, what, _word(change, change.old), _word(change, change.new))


def _whole(value: Any, specification: Specification) -> str:
    """A field, composite or table that is new or gone."""
    match value:
        case Field():
            row = field_row(value, specification)
            return f"{row.kind}; {row.operation}; {row.classification}. {row.justification}"
        case Composite():
            row = composite_row(value, specification)
            return f"{row.operation}. {row.justification}"
        case Table():
            return gettext("%(count)d fields: %(fields)s") % {
                "count": len(value.fields),
                "fields": ", ".join(field.name for field in value.fields),
            }
    return ""


def _word(change: Change, value: Any) -> str:
    """A value of one side of a thing."""
    say = translation(reader_language()).gettext
    match change.what:
        case "treatment":
            return operation(Field("", FieldType.STRING, value, ""), say)
        case "treatment.to":
            return coarser(Generalise(value), say)
        case "classification":
            return str(CLASSES[Classification(value) if value else None])
        case "on_error":
            return say(ON_ERROR[value])
        case "type" if value in TYPES:
            return say(TYPES[value])
    return _plain(value)


def _plain(value: Any) -> str:
    """Any value that a specification holds."""
    if value in (None, "", (), frozenset()):
        return "–"
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words(value)
    return str(value)


def _key(key: ForeignKey) -> str:
    return f"{', '.join(key.fields)} → {key.reference_table} ({', '.join(key.reference_fields)})"


def _parts(value: Any) -> str:
    return _texts(f"{each.name}: {getattr(value, each.name)}" for each in fields(value))


def _texts(values: Iterable[Any]) -> str:
    return ", ".join(_plain(each) if each != "" else "“”" for each in values)


_WORDS: Sequence[tuple[type[Any] | tuple[type[Any], ...], Callable[[Any], str]]] = (
    (bool, lambda value: gettext("yes") if value else gettext("no")),
    (date, day),
    (StrEnum, lambda value: str(value.value)),
    (ForeignKey, _key),
    (tuple, _texts),
    (frozenset, lambda value: _texts(sorted(value))),
    ((Format, Constraints), _parts),
)
"""How each kind of value is written; the first that fits."""
