"""Which values are right: the constraints of a field, each of which can apply to its type and to the others."""

import re
import warnings
from datetime import date
from decimal import Decimal

from sluis.refusals.catalogue import specifications as codes
from sluis.specification.keys import CONSTRAINTS
from sluis.specification.model import Clear, Constraints, FieldType, Treatment
from sluis.specification.treatments import word_of
from sluis.specification.values import Section, Value, day

_ORDERED = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE)

APPLIES: dict[str, tuple[FieldType, ...]] = {
    "required": tuple(FieldType),
    "unique": (FieldType.STRING, *_ORDERED),
    "enum": (FieldType.STRING, *_ORDERED),
    "minimum": _ORDERED,
    "maximum": _ORDERED,
    "minLength": (FieldType.STRING,),
    "maxLength": (FieldType.STRING,),
    "pattern": (FieldType.STRING,),
}
"""The types to which each constraint can apply."""

LONGEST = 32_767
"""Characters in a value: what a cell of a workbook can hold."""

MAX_PATTERN = 500
"""Characters of a pattern."""

_ESCAPE_OR_SET = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_EXPLODES = re.compile(r"\((?:\?:)?(?:[^()|*+?{}][*+?])+\)[*+{]")
"""A repeated group in which everything is optional or repeated, as in (a+)+ or (\\w+ ?)*: time doubles per character.

It does not find every such pattern. What remains is bounded: the three parties approve a pattern, and it runs at the
source, on values of its own, each distinct one once.
"""

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


def parsed(kind: FieldType, text: str) -> str | Decimal | date | None:
    """The value that a constraint means; none when it is not of the type.

    Numbers have a decimal point and dates are ISO 8601, whatever the notation in the file.
    """
    if kind is FieldType.STRING:
        return text
    if kind is FieldType.DATE:
        return day(text)
    form = _INTEGER if kind is FieldType.INTEGER else _NUMBER
    return Decimal(text) if form.fullmatch(text) else None


def read_constraints(value: Value | None, kind: FieldType, treatment: Treatment, identifier: str | None) -> Constraints:
    """The constraints of a field of this type, treatment and identifier."""
    if value is None:
        return Constraints()
    section = value.section(CONSTRAINTS)
    _refuse_unfit(section, kind, treatment, identifier)
    minimum, maximum = (_limit(section.get(key), kind) for key in ("minimum", "maximum"))
    _ordered(section, "minimum", "maximum", *(parsed(kind, text) if text else None for text in (minimum, maximum)))
    shortest, longest = (_length(section.get(key)) for key in ("minLength", "maxLength"))
    _ordered(section, "minLength", "maxLength", shortest, longest)
    return Constraints(
        required=section.flag("required"),
        unique=section.flag("unique"),
        enum=_enum(section.get("enum"), kind),
        minimum=minimum,
        maximum=maximum,
        min_length=shortest,
        max_length=longest,
        pattern=_pattern(section.get("pattern")),
    )


def _refuse_unfit(section: Section, kind: FieldType, treatment: Treatment, identifier: str | None) -> None:
    for key, value in section.entries.items():
        if kind not in APPLIES[key]:
            raise value.refusal(codes.KEY_NOT_FOR_TYPE, key=key, type=kind.value)
        if identifier and key not in ("required", "unique"):
            raise value.refusal(codes.KEY_NOT_FOR_IDENTIFIER, key=key)
        if key == "unique" and isinstance(treatment, Clear):  # one value for all rows cannot be unique
            raise value.refusal(codes.KEY_NOT_FOR_TREATMENT, key=key, treatment=word_of(treatment))
    for key in ("minimum", "maximum", "minLength", "maxLength", "pattern"):
        section.exclude("enum", key)  # a list of values says everything; what stands beside it is dead or wrong


def _ordered(section: Section, low: str, high: str, least: object, most: object) -> None:
    if least is not None and most is not None and least > most:  # type: ignore[operator] # both of one type
        raise section[high].refusal(codes.RANGE_REVERSED, low=low, high=high)


def _limit(value: Value | None, kind: FieldType) -> str | None:
    return _typed(value, kind)[0] if value else None


def _typed(value: Value, kind: FieldType) -> tuple[str, object]:
    text = value.text(empty=kind is FieldType.STRING)
    result = parsed(kind, text)
    if result is None:
        raise value.refusal(codes.VALUE_NOT_OF_TYPE, key=value.key, type=kind.value)
    return text, result


def _length(value: Value | None) -> int | None:
    return value.whole(1, LONGEST) if value else None


def _enum(value: Value | None, kind: FieldType) -> tuple[str, ...]:
    texts: dict[object, str] = {}
    for number, item in enumerate(value.items() if value else (), start=1):
        text, meant = _typed(item, kind)
        if meant in texts:
            raise item.refusal(codes.LISTED_TWICE, key="enum", number=number)
        texts[meant] = text
    return tuple(texts.values())


def _pattern(value: Value | None) -> str | None:
    if value is None:
        return None
    pattern = value.text()
    if len(pattern) > MAX_PATTERN:
        raise value.refusal(codes.PATTERN_TOO_LONG, limit=MAX_PATTERN)
    if not _compiles(pattern):
        raise value.refusal(codes.PATTERN_INVALID)
    if _EXPLODES.search(_ESCAPE_OR_SET.sub("x", pattern)):
        raise value.refusal(codes.PATTERN_EXPLODES)
    return pattern


def _compiles(pattern: str) -> bool:
    """Whether both Python's `re` and RE2 (in Arrow) take the pattern, so that values can be matched by either.

    It means what Python makes of it. What RE2 does not take (look-around, back references) often takes long as well.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    anchored = rf"\A(?:{pattern})\z"
    try:
        pc.match_substring_regex(pa.array([""]), anchored)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a nested set means something else in a later Python
            re.compile(pattern)
    except (pa.ArrowInvalid, re.error, Warning, OverflowError, RecursionError):
        return False
    return True
