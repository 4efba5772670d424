"""Uploads that are arriving: one writer at a time for each, its bytes checked before they are kept.

What was checked so far is remembered while the process lives; after a restart it is read back from the file.
"""

import fcntl
import os
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from sluis.package.arriving import Arriving, resume
from sluis.package.manifest import Manifest
from sluis.portal.access.actor import Actor
from sluis.portal.deliveries.models import Upload
from sluis.portal.deliveries.offering import attach, judge
from sluis.portal.deliveries.places import arriving as place_of
from sluis.portal.deliveries.places import remove, synchronise
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as delivery_codes

REMEMBERED = 256


@dataclass
class Judge:
    """Looks at a manifest that comes with the package itself, for whoever writes at that moment."""

    actor: Actor
    upload: Upload

    def __call__(self, manifest: bytes, signature: bytes) -> Mapping[str, str]:
        """Bind the upload to its delivery; the digests that the manifest names."""
        offered = judge(self.actor, account=self.upload.account, manifest=manifest, signature=signature)
        attach(self.actor, upload=self.upload, offered=offered)
        return offered.manifest.members


@dataclass
class Checked:
    """What was checked of an upload so far, by whom it is judged."""

    arriving: Arriving
    judge: Judge


@dataclass
class Arrival:
    """One upload while somebody writes to it.

    Attributes:
        at: bytes that were there when this writer began.
        refusal: what is wrong with what came, if anything.
        digest: of what this writer brings, when it is to be compared.
    """

    descriptor: int
    checked: Checked
    at: int
    refusal: Refused | None = None
    digest: Any = None

    @property
    def upload(self) -> Upload:
        """As it stands since this writer began."""
        return self.checked.judge.upload

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
        if self.digest is not None:
            self.digest.update(data)
        if self.refusal is None:
            try:
                self.checked.arriving.feed(data)
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
                self.checked.arriving.finish()
            except Refused as refusal:
                self.refusal = refusal

    def synchronise(self) -> None:
        """Have its bytes and its name on the disk: nobody answers for what a failing current could still take."""
        os.fsync(self.descriptor)
        synchronise(place_of(self.upload.pk).parent)

    def undo(self) -> None:
        """Forget what this writer brought."""
        os.ftruncate(self.descriptor, self.at)


class Arrivals:
    """All uploads of this process."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, Checked] = OrderedDict()
        self._lock = Lock()

    def open(self, actor: Actor, upload: Upload) -> Arrival | None:
        """Begin to write; none when another writer is at it.

        Raises:
            Refused: TAKEN_ALREADY when somebody was first, and it is arriving no more.
        """
        descriptor = os.open(place_of(upload.pk), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        try:
            size = os.fstat(descriptor).st_size
            judge_ = Judge(actor, _as_it_is_now(upload, size))
            checked = self._checked(judge_, size)
            if checked is None:
                os.ftruncate(descriptor, 0)
                return Arrival(descriptor, Checked(_arriving(judge_), judge_), 0)
            return Arrival(descriptor, checked, size)
        except BaseException:
            os.close(descriptor)
            raise

    def close(self, arrival: Arrival, *, keep: bool = True) -> int:
        """End writing; what was kept is on the disk when this returns. How much there is."""
        try:
            os.fsync(arrival.descriptor)
            if keep and arrival.refusal is None and arrival.checked.arriving.received == arrival.offset:
                self._remember(arrival.upload.pk, arrival.checked)
            return arrival.offset
        finally:
            os.close(arrival.descriptor)

    def _checked(self, judge_: Judge, size: int) -> Checked | None:
        """What was checked of the bytes that are there; none when they are not those that were kept: each was right when
        it was written, so the disk lost some, and they are to come again."""
        upload = judge_.upload
        with self._lock:
            known = self._known.pop(upload.pk, None)
        if known is not None and known.arriving.received == size:
            known.judge.actor, known.judge.upload = judge_.actor, upload
            return known
        with place_of(upload.pk).open("rb") as file:
            try:
                return Checked(resume(file, _arriving(judge_)), judge_)
            except Refused:
                return None

    def _remember(self, upload: UUID, checked: Checked) -> None:
        with self._lock:
            self._known[upload] = checked
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


def _as_it_is_now(upload: Upload, size: int) -> Upload:
    """Looked at again by who may write, since an earlier writer may have finished it meanwhile."""
    fresh: Upload = Upload.everything.select_related("account__organisation", "delivery__route").get(pk=upload.pk)
    if fresh.state != Upload.State.ARRIVING:
        if not size:  # opening it made the file, which nothing needs
            remove(place_of(upload.pk))
        raise Refused(delivery_codes.TAKEN_ALREADY)
    return fresh


def _arriving(judge_: Judge) -> Arriving:
    upload = judge_.upload
    if upload.manifest:
        said = bytes(upload.manifest), bytes(upload.signature)
        return Arriving(upload.length, Manifest.read(said[0]).members, manifest=said)
    return Arriving(upload.length, on_manifest=judge_)
