"""What fields, tables and composites may be called."""

import re
import unicodedata

from sluis.refusals.catalogue import specifications as codes
from sluis.specification.values import Value

MAX_HEADING = 200
MAX_NAME = 64

RESERVED = frozenset({"row_reference", "person"})
"""Columns that the package itself gives; names beginning with an underscore are kept as well."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COMPOSITE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")
_IDENTIFIERS = frozenset({"bsn"})


def is_plain_name(text: str) -> bool:
    """Whether a specification or table may be called so."""
    return len(text) <= MAX_NAME and bool(_NAME.fullmatch(text))


def plain_name(value: Value) -> str:
    """The name of a specification or table: part of file names and addresses."""
    name = value.text()
    if not is_plain_name(name):
        raise value.refusal(codes.NAME_FORM, limit=MAX_NAME)
    return name


def version(value: Value) -> str:
    """A version, as the text that was written."""
    text = value.text()
    if len(text) > MAX_NAME or not _VERSION.fullmatch(text):
        raise value.refusal(codes.VERSION_FORM, limit=MAX_NAME)
    return text


def field_name(value: Value) -> str:
    """A heading, exactly as it stands in the file."""
    name = value.text()
    if name != name.strip() or len(name) > MAX_HEADING or set(name) & set("\t\r\n"):
        raise value.refusal(codes.HEADING_FORM, limit=MAX_HEADING)
    _refuse_reserved(value, name)
    return name


def composite_name(value: Value) -> str:
    """The name of a composite, which also types its canonical identifiers: no colon, and never `bsn`."""
    name = value.text()
    _refuse_reserved(value, name)
    if len(name) > MAX_NAME or not _COMPOSITE.fullmatch(name) or name.casefold() in _IDENTIFIERS:
        raise value.refusal(codes.COMPOSITE_NAME_FORM, limit=MAX_NAME)
    return name


def _refuse_reserved(value: Value, name: str) -> None:
    if name.startswith("_") or name.casefold() in RESERVED:
        raise value.refusal(codes.NAME_RESERVED)


def says_bsn(name: str) -> bool:
    """Whether a heading says that it holds a citizen service number.

    Word by word, so that `absence` does not count; but `BSN_MOEDER`, `bsnMoeder`, `MotherBSN`, `Burger service nummer`
    and the older `sofinr` do. No Dutch or English word begins or ends with these letters.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = re.split("[^a-z]+", plain)
    together = "".join(words)
    return any(word.startswith("bsn") or word.endswith("bsn") or word == "sofi" for word in words) or any(
        part in together for part in ("burgerservice", "sofinummer", "sofinr", "citizenservicen")
    )
