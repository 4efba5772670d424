"""The lists of persons of one delivery: each person once per kind of identifier, whatever the rows.

A person's handle is 64 bits made with a key of this package that is forgotten when the package is made. Ascending
handles are therefore a random order, unrelated to that of any other package, and the content may carry them.
"""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluis.batches.cores import map_chunks
from sluis.home.progress import Progress
from sluis.kernel import closing, polymorphic
from sluis.kernel.keyed import SENTINELS, ColumnMac
from sluis.package.persons import Secrets
from sluis.source.persons import TagSet

CHUNK = 2048
Bytes = npt.NDArray[np.uint8]
Handles = npt.NDArray[np.uint64]


class Method(Protocol):
    """How one scheme recognises persons and offers them to the TTP."""

    def look(self, canonical: Any) -> tuple[Bytes, Any]:
        """Tags (n, 16) that are random outside this package, and per row what is kept of a person seen first."""
        ...

    def offer(self, kept: list[Any], handles: Handles, progress: Progress) -> "Offer":
        """The list, in ascending order of handles, with its sentinels."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """A list that is ready to be sealed: the elements for the TTP, the handles and secrets for the recipient."""

    elements: Bytes
    handles: Handles
    secrets: Secrets


@dataclass
class _List:
    """The persons of one kind of identifier, so far."""

    seen: TagSet = field(default_factory=TagSet)
    objected: TagSet = field(default_factory=TagSet)
    kept: list[Any] = field(default_factory=list)


class PersonLists:
    """All lists of a delivery.

    Args:
        method: of the scheme.
        names: one per kind of identifier, `bsn` first.
    """

    def __init__(self, method: Method, names: tuple[str, ...]) -> None:
        self._method = method
        self._lists = {name: _List() for name in names}
        self._counts: dict[str, int] = {}

    @property
    def persons(self) -> int:
        """Persons in the first list."""
        return next(iter(self.counts.values()), 0)

    @property
    def counts(self) -> dict[str, int]:
        """Persons per list."""
        return self._counts or {name: len(one.seen) for name, one in self._lists.items()}

    @property
    def objected(self) -> int:
        """Persons in the first list who were left out because they objected."""
        return next((len(one.objected) for one in self._lists.values()), 0)

    def handles(self, name: str, canonical: Any) -> Any:
        """The rows' handles as uint64, null where there is no identifier; persons seen first are taken in.

        Raises:
            HandleCollision: begin again with another key.
        """
        one = self._lists[name]
        tags, keep = self._method.look(canonical)
        valid = np.asarray(canonical.is_valid())
        everybody = bool(valid.all())
        fresh = one.seen.add(tags if everybody else tags[valid])
        if fresh.any():
            rows = np.flatnonzero(fresh) if everybody else np.flatnonzero(valid)[fresh]
            one.kept.append(keep[rows] if isinstance(keep, np.ndarray) else keep.take(pa.array(rows)))
        numbers = np.ascontiguousarray(tags[:, :8]).view("<u8").reshape(-1)
        return pa.array(numbers, mask=None if everybody else ~valid)

    def count_objected(self, name: str, canonical: Any, rows: npt.NDArray[np.bool_]) -> None:
        """Remember which persons were left out, so that each counts once."""
        if rows.any():
            self._lists[name].objected.add(self._method.look(canonical)[0][rows])

    def offers(self, progress: Progress) -> Iterator[tuple[str, Offer]]:
        """Each list, ready to be sealed. What was needed to find its persons is let go of."""
        self._counts = self.counts
        for name, one in self._lists.items():
            handles, kept = one.seen.handles, one.kept
            one.seen, one.kept = TagSet(), []
            yield name, self._method.offer(kept, handles, progress)


class KeyedMethod:
    """AES-CMAC with the key that the sources share; the TTP gets the tags, the recipient never does."""

    sentinels = len(SENTINELS)

    def __init__(self, stage_one: bytes) -> None:
        self._stage_one = ColumnMac(stage_one)
        self._package = ColumnMac(secrets.token_bytes(32))

    def look(self, canonical: Any) -> tuple[Bytes, Any]:
        """See `Method`."""
        tags = self._stage_one.tags(canonical)
        return self._package.encrypt_blocks(tags), tags

    def offer(self, kept: list[Any], handles: Handles, progress: Progress) -> Offer:  # noqa: ARG002 - it takes no time
        """See `Method`."""
        tags = np.concatenate([*kept, np.empty((0, 16), np.uint8)])
        kept.clear()
        extra = fresh_handles(self.sentinels, handles)
        everybody = np.concatenate([handles, extra])
        order = np.argsort(everybody)
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        elements = np.concatenate([tags, SENTINELS])[order]
        return Offer(elements, everybody[order], Secrets(tuple(places[len(handles) :].tolist())))


class PolymorphicMethod:
    """Elements that source and TTP and recipient each know a part of; the costly operations run once per person."""

    sentinels = 1

    def __init__(self, joint: bytes, workers: int) -> None:
        self._joint = joint
        self._workers = workers or None
        self._package = ColumnMac(secrets.token_bytes(32))

    def look(self, canonical: Any) -> tuple[Bytes, Any]:
        """See `Method`."""
        return self._package.tags(canonical), canonical

    def offer(self, kept: list[Any], handles: Handles, progress: Progress) -> Offer:
        """See `Method`."""
        order = np.argsort(handles)
        identifiers = pa.concat_arrays(kept).take(pa.array(order)) if kept else pa.array([], pa.string())
        seed, scalar = os.urandom(32), polymorphic.make_scalar()
        weights = closing.weights(seed, len(handles))
        total = closing.WeightedSum()
        everybody, place = _with_one_more(handles)
        elements = np.empty((len(everybody), 64), np.uint8)
        others = np.delete(np.arange(len(everybody)), place)

        def encrypt(start: int) -> tuple[int, Bytes]:
            points = polymorphic.hash_to_group(identifiers[start : start + CHUNK])
            total.add(points, weights[start : start + CHUNK])
            return start, polymorphic.encrypt(points, self._joint)

        progress.begin("persons", len(handles))
        for start, pairs in map_chunks(encrypt, range(0, len(handles), CHUNK), workers=self._workers):
            elements[others[start : start + len(pairs)]] = pairs
            progress.advance(start + len(pairs), persons=start + len(pairs))
        last = closing.closing_of(total.total(), scalar)
        elements[place] = polymorphic.encrypt(np.frombuffer(last, np.uint8).reshape(1, 32), self._joint)[0]
        return Offer(elements, everybody, Secrets((place,), seed.hex(), scalar.hex()))


def _with_one_more(handles: Handles) -> tuple[Handles, int]:
    """The handles in order with a random one among them, and where that stands."""
    extra = fresh_handles(1, handles)
    everybody = np.sort(np.concatenate([handles, extra]))
    return everybody, int(np.searchsorted(everybody, extra[0]))


def fresh_handles(count: int, taken: Handles) -> Handles:
    """Random handles that no person has."""
    while True:
        made = np.frombuffer(secrets.token_bytes(8 * count), "<u8").astype(np.uint64)
        if len(np.unique(made)) == count and not any((taken == one).any() for one in made):
            return made
