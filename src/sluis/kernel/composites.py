"""An identifier made of several fields, where there is no number: names, birth date, sex, postcode.

The canonical form is `composite:<name>:` and then for every part a letter for its type, the number of bytes, a colon
and the normalised value: `composite:LINK:s6:jansend10:2012-03-04s1:2`. Types and lengths keep two different persons
from being written alike ("ab" + "c" and "a" + "bc").

Normalisation decides which people are the same, so it is part of the pseudonym: changing anything here makes new
pseudonyms and takes a new version of the domain. Its vectors are `tests/vectors/sluis-identifiers-1.json`.

Text: compatibility decomposition (NFKD), case folded, decomposed again; letters that do not decompose written as people
without that keyboard do (ø as o, æ as ae); then all but letters and decimal digits is left out: blanks, hyphens,
apostrophes, diacritics. "Ĳsbrand" is "ijsbrand", "Groß" is "gross", "van 't Hof" is "vanthof": Dutch particles stay.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sluis.kernel.columns import Rows
from sluis.kernel.columns import texts as texts_of
from sluis.kernel.reading import array_of, as_text, bitmap, per_distinct

TAGS = {"string": "s", "integer": "i", "boolean": "b", "date": "d", "postcode": "p"}
"""The types of which an identifier can be made, and the letter that stands for each."""

WITHOUT_KEYBOARD = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)

LOWERED = bytes(range(128)).lower() + bytes(range(128, 256))
LEFT_OUT = bytes(code for code in range(256) if not (code < 128 and chr(code).isalnum()))
"""What becomes of bytes of ASCII text."""


@dataclass(frozen=True, slots=True)
class Composite:
    """A column of identifiers that was made.

    Attributes:
        canonical: StringArray of n values; null where a part is missing or wrong.
        wrong: n booleans: a part is filled, but holds no letter or digit.
    """

    canonical: Any
    wrong: Rows


def composite(name: str, columns: Sequence[Any], types: Sequence[str]) -> Composite:
    """Make one identifier per row of several columns.

    Args:
        name: of the composite; the type of the identifier. A colon or per cent sign in it is written %3A or %25.
        columns: at least one; n values each, as `values` reads them (text, int64, bool, date32).
        types: of each column: `string`, `integer`, `boolean`, `date` or `postcode` (text).
    Returns:
        n identifiers.
    Raises:
        ValueError: no columns, another number of types, or a type of which no identifier can be made (`number`: what is
            measured identifies nobody, and has no one way of writing).
        TypeError: a column that does not hold what its type says.
    """
    if not columns or len(columns) != len(types) or not set(types) <= TAGS.keys():
        raise ValueError(f"a composite is made of columns of the types {', '.join(TAGS)}")
    kind = name.replace("%", "%25").replace(":", "%3A")
    pieces: list[Any] = [pa.scalar(f"composite:{kind}:")]
    wrong = np.zeros(len(columns[0]), np.bool_)
    for column, of_type in zip(columns, types, strict=True):
        array = array_of(column)
        part = _normalised(array, of_type)
        filled = np.asarray(array.is_valid(), np.bool_)
        empty = filled & _is_empty(part)
        wrong |= empty
        part = pc.if_else(pa.array(~(empty | ~filled)), part, pa.scalar(None, pa.string()))
        pieces += [pa.scalar(TAGS[of_type]), pc.binary_length(part).cast(pa.string()), pa.scalar(":"), part]
    return Composite(pc.binary_join_element_wise(*pieces, "", null_handling="emit_null"), wrong)


def _is_empty(part: Any) -> Rows:
    lengths = pc.binary_length(part).fill_null(0)
    return np.asarray(pc.equal(lengths, 0), np.bool_)


def _normalised(array: Any, of_type: str) -> Any:
    kind = array.type
    expected = {"integer": pa.types.is_integer, "boolean": pa.types.is_boolean, "date": pa.types.is_date32}
    if of_type in expected and not expected[of_type](kind):
        raise TypeError(f"a part of type {of_type} cannot be a column of {kind}")
    if of_type in expected:
        return as_text(array)
    text = normalised(as_text(array))
    return pc.ascii_upper(text) if of_type == "postcode" else text


def normalise(text: str) -> str:
    """One text in its normal form: folded letters and decimal digits only; empty when it has none."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(WITHOUT_KEYBOARD)
    return "".join(one for one in folded if (kind := unicodedata.category(one))[0] == "L" or kind == "Nd")


def normalised(array: Any) -> Any:
    """`normalise` of every value of a StringArray; ASCII by its bytes, other texts once per distinct value."""
    plain = _normalised_ascii(array)
    other = np.asarray(pc.invert(pc.string_is_ascii(array)).fill_null(False), np.bool_)
    if not other.any():
        return plain
    answers, codes = per_distinct(array, np.flatnonzero(other), normalise)
    return pc.replace_with_mask(plain, pa.array(other), pa.array(answers, pa.string()).take(pa.array(codes)))


def _normalised_ascii(array: Any) -> Any:
    texts = texts_of(array)
    first, last = int(texts.offsets[0]), int(texts.offsets[-1])
    part = texts.data[first:last]
    left_out = np.flatnonzero(_left_out().take(part))
    offsets = texts.offsets - first
    offsets = (offsets - np.searchsorted(left_out, offsets)).astype(np.int32)
    data = part.tobytes().translate(LOWERED, LEFT_OUT)
    valid = None if texts.valid is None else bitmap(texts.valid)
    return pa.StringArray.from_buffers(len(array), pa.py_buffer(offsets), pa.py_buffer(data), valid)


@cache
def _left_out() -> Rows:
    table = np.zeros(256, np.bool_)
    table[list(LEFT_OUT)] = True
    return table
