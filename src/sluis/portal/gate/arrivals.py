"""Uploads that are arriving: one writer at a time for each, its bytes checked before they are kept.

What was checked so far is remembered while the process lives; after a restart it is read back from the file.
"""

import fcntl
import os
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any
from uuid import UUID

from sluis.package.arriving import Arriving, resume
from sluis.package.manifest import Manifest
from sluis.portal.access.actor import Actor
from sluis.portal.deliveries.models import Upload
from sluis.portal.deliveries.offering import attach, judge
from sluis.portal.deliveries.places import arriving as place_of
from sluis.refusals import Refused

REMEMBERED = 256


@dataclass
class Arrival:
    """One upload while somebody writes to it.

    Attributes:
        at: bytes that were there when this writer began.
        refusal: what is wrong with what came, if anything.
    """

    upload: Upload
    descriptor: int
    checked: Arriving
    at: int
    refusal: Refused | None = None
    digest: Any = field(default_factory=sha256)

    @property
    def offset(self) -> int:
        """Bytes that are there."""
        return os.fstat(self.descriptor).st_size

    @property
    def is_whole(self) -> bool:
        """Whether all has arrived."""
        return self.offset == self.upload.length

    def write(self, data: bytes) -> None:
        """Check and keep some bytes; after a refusal they are counted only."""
        self.digest.update(data)
        if self.refusal is None:
            try:
                self.checked.feed(data)
            except Refused as refusal:
                self.refusal = refusal
                return
            view = memoryview(data)
            while view:
                view = view[os.write(self.descriptor, view) :]

    def finish(self) -> None:
        """See whether the whole is right."""
        if self.refusal is None:
            try:
                self.checked.finish()
            except Refused as refusal:
                self.refusal = refusal

    def undo(self) -> None:
        """Forget what this writer brought."""
        os.ftruncate(self.descriptor, self.at)


class Arrivals:
    """All uploads of this process."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, Arriving] = OrderedDict()
        self._lock = Lock()

    def open(self, actor: Actor, upload: Upload) -> Arrival | None:
        """Begin to write; none when another writer is at it."""
        descriptor = os.open(place_of(upload.pk), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        try:
            size = os.fstat(descriptor).st_size
            return Arrival(upload, descriptor, self._checked(actor, upload, size), size)
        except BaseException:
            os.close(descriptor)
            raise

    def close(self, arrival: Arrival, *, keep: bool = True) -> int:
        """End writing; what was kept is on the disk when this returns. How much there is."""
        try:
            os.fsync(arrival.descriptor)
            if keep and arrival.refusal is None and arrival.checked.received == arrival.offset:
                self._remember(arrival.upload.pk, arrival.checked)
            return arrival.offset
        finally:
            os.close(arrival.descriptor)

    def _checked(self, actor: Actor, upload: Upload, size: int) -> Arriving:
        with self._lock:
            known = self._known.pop(upload.pk, None)
        if known is not None and known.received == size:
            return known
        made = _arriving(actor, upload)
        with place_of(upload.pk).open("rb") as file:
            return resume(file, made)

    def _remember(self, upload: UUID, checked: Arriving) -> None:
        with self._lock:
            self._known[upload] = checked
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


def _arriving(actor: Actor, upload: Upload) -> Arriving:
    if upload.manifest:
        said = bytes(upload.manifest), bytes(upload.signature)
        return Arriving(upload.length, Manifest.read(said[0]).members, manifest=said)

    def looked_at(manifest: bytes, signature: bytes) -> Mapping[str, str]:
        offered = judge(actor, account=upload.account, manifest=manifest, signature=signature)
        attach(actor, upload=upload, offered=offered)
        return offered.manifest.members

    return Arriving(upload.length, on_manifest=looked_at)
