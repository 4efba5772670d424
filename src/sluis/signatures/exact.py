"""JSON in one exact byte form, so that what is signed, hashed and compared is never a matter of taste.

Sorted keys (by code point), UTF-8, no spaces, one newline at the end; text, truth, null and whole numbers within 53
bits, which every JSON reader holds exactly, and no fractions. It is RFC 8785 with a newline, as long as keys lie in the
basic plane.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from sluis.refusals import Refused
from sluis.refusals.catalogue import signing

LARGEST = 2**53 - 1
"""Whole numbers reach to here on both sides of zero (RFC 7493, section 2.2)."""


def dump(value: Mapping[str, Any]) -> bytes:
    """The exact bytes of a value.

    Args:
        value: a mapping of text to text, truth, none, whole number, mapping, list or tuple.
    Raises:
        TypeError: something in it has no exact form (a fraction, bytes, a key that is no text).
        ValueError: a number beyond 53 bits, or text that is no Unicode (a lone surrogate).
    """
    if not isinstance(value, Mapping):
        raise TypeError("an exact document is a mapping")
    _check(value)
    return _encode(value)


def load(data: bytes, *, limit: int = 1 << 20, depth: int = 8, where: str = "") -> dict[str, Any]:
    """Read a document that must be byte for byte what `dump` gives.

    Args:
        data: the bytes, untrusted.
        limit: largest size in bytes.
        depth: deepest nesting; the outermost object is 1.
        where: the place named in a refusal.
    Raises:
        Refused: 2530 to 2535; never with a value from the document.
    """
    if len(data) > limit:
        raise Refused(signing.DOCUMENT_TOO_LARGE, where, limit=limit)
    value = _parse(data, depth, where)
    if not isinstance(value, dict):
        raise Refused(signing.DOCUMENT_NOT_JSON, where)
    try:
        if _check(value) > depth:
            raise Refused(signing.DOCUMENT_TOO_DEEP, where, depth=depth)
        same = _encode(value) == data
    except (TypeError, ValueError):
        raise Refused(signing.DOCUMENT_VALUE, where) from None
    except RecursionError:
        raise Refused(signing.DOCUMENT_TOO_DEEP, where, depth=depth) from None
    if not same:
        raise Refused(signing.DOCUMENT_NOT_EXACT, where)
    return value


class _RepeatedKeyError(ValueError):
    """A key stands twice in one object."""


class _NoExactValueError(ValueError):
    """A number that has no exact form."""


def _parse(data: bytes, depth: int, where: str) -> object:
    try:
        parsed: object = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_whole,
        )
    except _RepeatedKeyError:
        raise Refused(signing.DOCUMENT_REPEATED_KEY, where) from None
    except _NoExactValueError:
        raise Refused(signing.DOCUMENT_VALUE, where) from None
    except ValueError:
        raise Refused(signing.DOCUMENT_NOT_JSON, where) from None
    except RecursionError:
        raise Refused(signing.DOCUMENT_TOO_DEEP, where, depth=depth) from None
    return parsed


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _RepeatedKeyError
    return value


def _refuse_number(_: str) -> NoReturn:
    raise _NoExactValueError


def _whole(digits: str) -> int:
    if len(digits) > 17:
        raise _NoExactValueError
    return int(digits)


def _check(value: object) -> int:
    """The depth of a value; an error when a part of it has no exact form."""
    if value is None or isinstance(value, str | bool):
        return 0
    if isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise ValueError("a whole number reaches to 53 bits")
        return 0
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a key is text")
        return 1 + max(map(_check, value.values()), default=0)
    if isinstance(value, list | tuple):
        return 1 + max(map(_check, value), default=0)
    raise TypeError(f"{type(value).__name__} has no exact form")


def _encode(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=dict)
    return text.encode("utf-8") + b"\n"
