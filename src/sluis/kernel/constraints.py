"""What may be asked of values that were read: bounds, lists, lengths, patterns. A null breaks nothing.

Every function takes n values and gives n booleans: who breaks the rule.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sluis.kernel.columns import Rows
from sluis.kernel.reading import array_of, as_text, is_text

Value = str | int | float | date

MANY = 1_000
"""From so many distinct values on, RE2 is worth trying instead of Python."""

ALIKE = re.compile(
    r"""(?:
        [A-Za-z0-9\ _/,:;@#%=<>~"'!&-]          # a character
      | \\[dw.\-/+*?()\[\]{}|]                  # a digit, a letter, a character that would be an operator
      | \.
      | \[\^?(?:[A-Za-z0-9_/,:;.\ -]|\\[dw.\-])+\]
      | [|)] | \((?![?*+{])
      | (?:[*+?] | \{[0-9]{1,3}(?:,[0-9]{0,3})?\}) (?![*+?{])
    )*""",
    re.VERBOSE,
)
"""Patterns that mean the same to Python and to RE2, on ASCII text: no anchors, groups with a question mark, lazy or
possessive operators, blanks as a class, or sets in sets."""


def below(values: Any, minimum: Value) -> Rows:
    """Values under the minimum."""
    array = array_of(values)
    return _mask(pc.less(array, _scalar(array, minimum)))


def above(values: Any, maximum: Value) -> Rows:
    """Values over the maximum."""
    array = array_of(values)
    return _mask(pc.greater(array, _scalar(array, maximum)))


def not_in(values: Any, enum: Sequence[Value]) -> Rows:
    """Values that are not in the list; texts in it are read as the type of the values."""
    array = _plain(values)
    allowed = _list_of(array.type, tuple(enum))
    return np.asarray(pc.and_not(array.is_valid(), pc.is_in(array, value_set=allowed)), np.bool_)


@cache
def _list_of(kind: Any, enum: tuple[Value, ...]) -> Any:
    return pa.array([_scalar_of(kind, one).cast(kind).as_py() for one in enum], kind)


def shorter(values: Any, minimum: int) -> Rows:
    """Texts of fewer characters than the minimum."""
    return _mask(pc.less(pc.utf8_length(_plain(values)), minimum))


def longer(values: Any, maximum: int) -> Rows:
    """Texts of more characters than the maximum."""
    return _mask(pc.greater(pc.utf8_length(_plain(values)), maximum))


def not_matching(values: Any, pattern: str) -> Rows:
    """Texts that the pattern, as Python's `re` understands it, does not match from first to last character.

    Each distinct value is tried once.

    Raises:
        re.error: not a pattern.
    """
    encoded = _plain(values).dictionary_encode()
    broken = _distinct_not_matching(encoded.dictionary, re.compile(pattern))
    return _mask(pa.array(broken, pa.bool_()).take(encoded.indices))


def _distinct_not_matching(texts: Any, pattern: re.Pattern[str]) -> list[bool]:
    if len(texts) >= MANY and ALIKE.fullmatch(pattern.pattern) and pc.all(pc.string_is_ascii(texts)).as_py():
        try:
            broken: list[bool] = pc.invert(pc.match_substring_regex(texts, rf"\A(?:{pattern.pattern})\z")).to_pylist()
            return broken
        except pa.ArrowInvalid:  # RE2 has bounds of its own
            pass
    return [pattern.fullmatch(text) is None for text in texts.to_pylist()]


def _scalar(values: Any, value: Value) -> Any:
    """The value to compare with; a text is read as the type of the column.

    Raises:
        ValueError: it has no such form.
    """
    return _scalar_of(values.type, value)


@cache
def _scalar_of(kind: Any, value: Value) -> Any:
    """Made once per rule: pyarrow looks for pandas at every scalar, which costs more than a comparison."""
    if not isinstance(value, str):
        return pa.scalar(value)
    if pa.types.is_integer(kind) and not re.fullmatch("-?[0-9]+", value):
        return pa.scalar(float(value))  # whole numbers can be held against 0.5
    return pa.scalar(value).cast(kind)


def _plain(values: Any) -> Any:
    array = array_of(values)
    return as_text(array) if is_text(array) else array


def _mask(broken: Any) -> Rows:
    return np.asarray(broken.fill_null(False), np.bool_)
