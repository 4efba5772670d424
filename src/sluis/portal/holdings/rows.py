"""Records as rows, and back: the fields of a kind, their values as JSON has them, and the names of their files."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, Q, QuerySet

from sluis.portal.holdings.register import Holding

AT_ONCE = 500
LONGEST_LINE = 4 << 20
"""Bytes: more than any record without its files ever is."""

Row = dict[str, Any]


def fields_of(holding: Holding) -> list[Any]:
    """The fields that travel: all but secrets and their digests."""
    left_out = holding.without | {"password"}
    return [each for each in holding.model._meta.concrete_fields if each.name not in left_out]


def is_content(field: Any) -> bool:
    """Whether it holds a file."""
    return isinstance(field, models.BinaryField)


def place_of(holding: Holding, pk: object, field: Any) -> str:
    """The name of a file in a return."""
    return f"files/{holding.record}/{pk}-{field.attname}"


def rows_of(holding: Holding, found: "QuerySet[Any]") -> Iterator[Row]:
    """Records as rows; for the content of a file its name, or none when there is none. One is read after the other."""
    fields = fields_of(holding)
    files = [each for each in fields if is_content(each)]
    there = {f"has_{one.name}": ExpressionWrapper(~Q(**{one.name: None}), models.BooleanField()) for one in files}
    read = [each.name for each in fields if not is_content(each)]
    for record in found.annotate(**there).order_by("pk").only(*read).iterator(chunk_size=AT_ONCE):
        yield {each.attname: _of(holding, record, each) for each in fields}


def _of(holding: Holding, record: Any, field: Any) -> Any:
    if is_content(field):
        return place_of(holding, record.pk, field) if getattr(record, f"has_{field.name}") else None
    return plain(field.value_from_object(record))


def plain(value: Any) -> Any:
    """As JSON has it."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str() | list() | dict():
            return value
    return str(value)


def line_of(row: Row) -> bytes:
    """A row as a line of JSON."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read_line(line: bytes) -> Row:
    """The row of a line.

    Raises:
        ValueError: it is no object, names something twice, or holds what JSON has not.
    """
    row = json.loads(line, object_pairs_hook=_once, parse_constant=_none)
    if not isinstance(row, dict):
        raise ValueError("a row is an object")
    return row


def typed(field: Any, value: Any) -> Any:
    """The value of a field that stands so in a row; held against all that the field says of itself.

    Raises:
        ValueError, TypeError, ValidationError: it is none of this field's.
    """
    if value is None:
        if not field.null:
            raise ValueError("something is missing")
        return None
    found = value if isinstance(field, models.JSONField) else _python(field, value)
    if plain(found) != value or isinstance(found, bool) != isinstance(value, bool):
        raise ValueError("a value has one form")
    if found not in field.empty_values and not field.is_relation:
        field.run_validators(found)
        if field.choices is not None and found not in {key for key, _label in field.flatchoices}:
            raise ValidationError("no choice")
    return found


def _python(field: Any, value: Any) -> Any:
    return (field.target_field if field.is_relation else field).to_python(value)


def _once(pairs: list[tuple[str, Any]]) -> Row:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _none(_name: str) -> Any:
    raise ValueError("no number")
