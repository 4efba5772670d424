"""The persons' table and the order that belongs to it.

A list of persons holds every person of one kind of identifier once, in ascending order of a handle: 64 bits that are
random for whoever does not hold the key with which this package's handles were made, and that key is never kept. The
content refers to persons by handle, `order.age` tells the recipient which handle stands where. So the order is random,
the TTP sees no handle, and two recipients of the same file hold unrelated handles.

    persons.age   format line, header line, elements of 64 bytes (polymorphic, offered and relayed) or 16 (keyed)
    order.age     format line, header line, handles of 8 bytes, little-endian, per list
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sluis.refusals import Refused
from sluis.refusals.catalogue import packages as codes
from sluis.signatures import exact

_PERSONS = b"sluis-persons/1\n"
_ORDER = b"sluis-order/1\n"
_HEADER_LIMIT = 1 << 16
_MOST = 1 << 31

Bytes = npt.NDArray[np.uint8]
Handles = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What lets the recipient check a list: where the sentinels stand, and what belongs there.

    Attributes:
        sentinels: positions in the list.
        seed: of the weights (polymorphic), hex; else empty.
        scalar: d, so that the sum is d·K (polymorphic), hex; else empty.
    """

    sentinels: tuple[int, ...]
    seed: str = ""
    scalar: str = ""


def write_persons(lists: Mapping[str, Bytes], binding: Mapping[str, Any]) -> bytes:
    """The table's bytes, ready to be sealed; each list is (n, width)."""
    header = {"binding": dict(binding), "lists": {name: [len(rows), rows.shape[1]] for name, rows in lists.items()}}
    return b"".join(
        [_PERSONS, exact.dump(header), *(np.ascontiguousarray(lists[name]).tobytes() for name in sorted(lists))]
    )


def read_persons(
    data: bytes, *, binding: Mapping[str, Any], expected: Mapping[str, int], width: int, extra: int
) -> dict[str, Bytes]:
    """The lists, when they are bound to this delivery and as long as the manifest says.

    Args:
        data: the opened member.
        binding: what the manifest repeats in every member.
        expected: persons per list, sentinels not counted.
        width: bytes per person.
        extra: sentinels per list.
    Raises:
        Refused: OTHER_MANIFEST, COUNTS_DIFFER, DAMAGED.
    """
    header, at = _header(data, _PERSONS, "persons.age", binding)
    if header["lists"] != {name: [count + extra, width] for name, count in expected.items()}:
        raise Refused(codes.COUNTS_DIFFER, member="persons.age")
    sizes = {name: (count + extra) * width for name, count in expected.items()}
    if at + sum(sizes.values()) != len(data):
        raise Refused(codes.COUNTS_DIFFER, member="persons.age")
    lists = {}
    for name in sorted(sizes):
        lists[name] = np.frombuffer(data, np.uint8, sizes[name], at).reshape(-1, width)
        at += sizes[name]
    return lists


def write_order(handles: Mapping[str, Handles], secrets: Mapping[str, Secrets], binding: Mapping[str, Any]) -> bytes:
    """The order's bytes, ready to be sealed."""
    lists = {
        name: {
            "count": len(rows),
            "sentinels": list(secrets[name].sentinels),
            "seed": secrets[name].seed,
            "scalar": secrets[name].scalar,
        }
        for name, rows in handles.items()
    }
    head = exact.dump({"binding": dict(binding), "lists": lists})
    return b"".join([_ORDER, head, *(handles[name].astype("<u8").tobytes() for name in sorted(handles))])


def read_order(
    data: bytes, *, binding: Mapping[str, Any], expected: Mapping[str, int], extra: int
) -> dict[str, tuple[Handles, Secrets]]:
    """Per list the ascending handles and the secrets.

    Raises:
        Refused: OTHER_MANIFEST, COUNTS_DIFFER, DAMAGED.
    """
    header, at = _header(data, _ORDER, "order.age", binding)
    lists = header["lists"]
    if not isinstance(lists, dict) or set(lists) != set(expected):
        raise Refused(codes.COUNTS_DIFFER, member="order.age")
    found = {}
    for name in sorted(expected):
        count = expected[name] + extra
        secrets = _secrets(lists[name], count, extra)
        if at + 8 * count > len(data):
            raise Refused(codes.COUNTS_DIFFER, member="order.age")
        handles = np.frombuffer(data, "<u8", count, at).astype(np.uint64)
        if not (handles[1:] > handles[:-1]).all():
            raise Refused(codes.DAMAGED, "order.age")
        found[name] = handles, secrets
        at += 8 * count
    if at != len(data):
        raise Refused(codes.COUNTS_DIFFER, member="order.age")
    return found


def _secrets(value: Any, count: int, extra: int) -> Secrets:
    try:
        places, seed, scalar = value["sentinels"], value["seed"], value["scalar"]
        right = value["count"] == count and set(value) == {"count", "sentinels", "seed", "scalar"}
        places_right = len(set(places)) == extra and all(type(one) is int and 0 <= one < count for one in places)
        # a list with one sentinel is closed by a weighted sum, which needs both; see `kernel.closing`
        length = 64 if extra == 1 else 0
        texts = all(len(text) == length == 2 * len(bytes.fromhex(text)) for text in (seed, scalar))
    except (KeyError, TypeError, ValueError):
        raise Refused(codes.DAMAGED, "order.age") from None
    if not (right and places_right and texts):
        raise Refused(codes.COUNTS_DIFFER, member="order.age")
    return Secrets(tuple(places), seed, scalar)


def _header(data: bytes, form: bytes, member: str, binding: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    stream = io.BytesIO(data)
    if stream.read(len(form)) != form:
        raise Refused(codes.MANIFEST_UNREADABLE, member=member)
    line = stream.readline(_HEADER_LIMIT)
    header = exact.load(line, limit=_HEADER_LIMIT, depth=5)
    if set(header) != {"binding", "lists"}:
        raise Refused(codes.MANIFEST_UNREADABLE, member=member)
    if header["binding"] != binding:
        raise Refused(codes.OTHER_MANIFEST, member=member)
    return header, stream.tell()
