"""A pseudonym's label: `<scheme><version>.<ttp>.<domain>.<hex>`, for example `k3.sluis.registry-1.` and 32 digits.

Method, version, provider and domain can be read off, so a recipient can tell pseudonyms of two domains apart and can
change provider. The hex digits are the pseudonym itself: 32 bytes of a group element (scheme `p`) or 16 bytes of a tag
(scheme `k`). There is one spelling: a label that differs in one capital is not a label.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from sluis.kernel.columns import Bytes, Rows, Window, chunks, positions, texts
from sluis.refusals import Refused
from sluis.refusals.catalogue import keys

WIDTHS: Final = {"p": 32, "k": 16}
"""The bytes of a pseudonym by scheme: polymorphic, keyed."""

NAME_LENGTH = 40
LAST_VERSION = 999_999_999
_TEST = "-test"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LABEL = re.compile(r"([pk])([1-9][0-9]{0,8})\.([a-z][a-z0-9-]{0,39})\.([a-z][a-z0-9-]{0,44})\.([0-9a-f]{32,64})")
_SLICE = 8192  # rows whose digits stay in the cache between looking up and writing
_SMALL = 2**31 - 1  # bytes that 32-bit offsets reach

_DIGITS = np.array([f"{low:02x}{high:02x}".encode() for high in range(256) for low in range(256)]).view("<u4")
"""Four digits for every pair of bytes."""

_VALUES = np.full(65536, 0xFF00, "<u2")
_VALUES[np.array([f"{value:02x}".encode() for value in range(256)]).view("<u2")] = np.arange(256)
"""The byte for every pair of digits; what is no such pair has bits above it."""

_ANY_WRONG = np.uint64(0xFF00FF00FF00FF00)


@dataclass(frozen=True, slots=True)
class LabelPrefix:
    """All of a label but the pseudonym itself.

    Attributes:
        scheme: `p` (polymorphic) or `k` (keyed).
        version: of the domain's key, from 1.
        ttp: the provider's name.
        domain: the recipient's domain, without the mark of a test.
        test: pseudonyms of a test delivery; the domain is then written with `-test` behind it.
    Raises:
        Refused: LABEL_NAME or LABEL_VERSION.
    """

    scheme: str
    version: int
    ttp: str
    domain: str
    test: bool = False

    def __post_init__(self) -> None:
        if self.scheme not in WIDTHS or not 1 <= self.version <= LAST_VERSION:
            raise Refused(keys.LABEL_VERSION, most=LAST_VERSION)
        for part, name in (("ttp", self.ttp), ("domain", self.domain)):
            if not _NAME.fullmatch(name) or (part == "domain" and name.endswith(_TEST)):
                raise Refused(keys.LABEL_NAME, part, part=part, most=NAME_LENGTH)

    def __str__(self) -> str:
        return f"{self.scheme}{self.version}.{self.ttp}.{self.domain}{_TEST if self.test else ''}."

    @property
    def width(self) -> int:
        """How many bytes a pseudonym has."""
        return WIDTHS[self.scheme]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column of labels, read.

    Attributes:
        elements: uint8, shape (n, width); zero where the label is null or refused.
        refused: n booleans: neither null nor a label with the expected prefix.
    """

    elements: Bytes
    refused: Rows


def render(prefix: LabelPrefix, elements: Bytes, valid: Rows | None = None) -> pa.Array:
    """The labels of n pseudonyms.

    Args:
        prefix: what all of them begin with.
        elements: uint8, shape (n, prefix.width).
        valid: n booleans; where false the label is null. None: all are valid.
    Returns:
        a StringArray of n labels; a LargeStringArray when they take more than 2 GiB.
    Raises:
        ValueError: elements of another shape or type.
    """
    if elements.dtype != np.uint8 or elements.ndim != 2 or elements.shape[1] != prefix.width:
        raise ValueError(f"pseudonyms are uint8 of shape (n, {prefix.width})")
    if valid is not None and valid.shape != (len(elements),):
        raise ValueError("there is one validity per pseudonym")
    data = _text(str(prefix).encode(), elements if valid is None else elements[valid])
    return _strings(data, len(elements), valid)


def parse(text: str) -> tuple[LabelPrefix, bytes]:
    """What a label says, and its pseudonym.

    Raises:
        Refused: LABEL_MALFORMED; also for capitals, spaces, leading zeros and a wrong number of digits.
    """
    match = _LABEL.fullmatch(text)
    if match is None:
        raise Refused(keys.LABEL_MALFORMED)
    scheme, version, ttp, domain, digits = match.groups()
    try:
        prefix = LabelPrefix(scheme, int(version), ttp, domain.removesuffix(_TEST), domain.endswith(_TEST))
    except Refused as error:  # a domain of 45 letters, or with the mark of a test twice
        raise Refused(keys.LABEL_MALFORMED) from error
    if len(digits) != 2 * prefix.width:
        raise Refused(keys.LABEL_MALFORMED)
    return prefix, bytes.fromhex(digits)


def parse_rows(column: pa.Array | pa.ChunkedArray, prefix: LabelPrefix) -> Parsed:
    """The pseudonyms of a column of labels, with the rows that are not labels of this prefix; for an error per item.

    Raises:
        TypeError: a column that holds no text.
    """
    expected = np.frombuffer(str(prefix).encode(), np.uint8)
    elements = np.zeros((len(column), prefix.width), np.uint8)
    refused = np.zeros(len(column), np.bool_)
    start = 0
    for chunk in chunks(column):
        values = texts(chunk)
        for window in values.windows(_SLICE):
            rows = slice(start + window.start, start + window.stop)
            refused[rows] = ~_read(window, expected, elements[rows])
            if values.valid is not None:
                refused[rows] &= values.valid[window.start : window.stop]
        start += len(chunk)
    return Parsed(elements, refused)


def parse_column(column: pa.Array | pa.ChunkedArray, prefix: LabelPrefix) -> Bytes:
    """The pseudonyms of a column of labels that must all have this prefix.

    Returns:
        uint8, shape (n, prefix.width); zero where the label is null.
    Raises:
        Refused: LABELS_FOREIGN, with positions counted from 1, never with values.
    """
    parsed = parse_rows(column, prefix)
    if parsed.refused.any():
        count, rows = int(parsed.refused.sum()), positions(parsed.refused)
        raise Refused(keys.LABELS_FOREIGN, count=count, prefix=str(prefix), digits=2 * prefix.width, rows=rows)
    return parsed.elements


def _text(prefix: bytes, elements: Bytes) -> Bytes:
    """The labels one behind the other, as bytes: each row is the prefix and the digits, moved as one piece each."""
    count, width = elements.shape
    row = np.dtype([("prefix", f"V{len(prefix)}"), ("digits", f"V{2 * width}")])
    out = np.empty(count, row)
    out["prefix"] = np.frombuffer(prefix, row["prefix"])
    digits = np.empty(_SLICE * width // 2, "<u4")
    for start in range(0, count, _SLICE):
        pairs = np.ascontiguousarray(elements[start : start + _SLICE]).reshape(-1).view("<u2")
        _DIGITS.take(pairs, out=digits[: pairs.size], mode="clip")
        out["digits"][start : start + _SLICE] = digits[: pairs.size].view(row["digits"])
    return out.view(np.uint8)


def _strings(data: Bytes, rows: int, valid: Rows | None) -> pa.Array:
    large = data.size > _SMALL
    count = rows if valid is None else int(valid.sum())
    length = data.size // count if count else 0
    if valid is None:
        offsets = np.arange(rows + 1, dtype=np.int64) * length
    else:
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(valid, dtype=np.int64) * length])
    places = pa.py_buffer(offsets if large else offsets.astype(np.int32))
    bitmap = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))
    kind: Any = pa.LargeStringArray if large else pa.StringArray
    return kind.from_buffers(rows, places, pa.py_buffer(data), bitmap, rows - count)


def _read(window: Window, prefix: Bytes, elements: Bytes) -> Rows:
    """Fill the elements of the rows that are labels, and say which rows are."""
    digits = 2 * elements.shape[1]
    label = np.dtype([("prefix", f"S{prefix.size}"), ("digits", f"V{digits}")])
    right = np.asarray(window.lengths == label.itemsize)
    if not right.any():
        return right
    everything = np.ndarray((window.data.size - label.itemsize + 1,), f"V{label.itemsize}", window.data, 0, (1,))
    text = everything[window.offsets[right]].view(label)
    values = _VALUES.take(np.ascontiguousarray(text["digits"]).view("<u2"))
    wrong = np.bitwise_or.reduce(values.view("<u8").reshape(len(text), -1), axis=1) & _ANY_WRONG
    good = (text["prefix"] == prefix.tobytes()) & (wrong == 0)
    right[right] = good
    elements[right] = values.astype(np.uint8).reshape(len(text), -1)[good]
    return right
