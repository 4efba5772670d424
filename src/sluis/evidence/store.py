"""The chain of one home, in files. One process writes at a time; every append is on disk before it returns."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sluis.evidence.chain import BEGUN, Position, digest, read_line, write_line
from sluis.evidence.checkpoint import Checkpoint, SignedCheckpoint, sign_checkpoint
from sluis.evidence.destruction import Destruction, sign_destruction
from sluis.evidence.event import Event
from sluis.evidence.folder import (
    closing_path,
    held,
    lines_of,
    proof_path,
    quiet,
    read_closing,
    segment_path,
    sizes,
    sizes_now,
)
from sluis.evidence.tail import Tail, chain_of, find_tail, move_aside, write_behind
from sluis.machine.files import CLOEXEC, sync_folder
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence
from sluis.signatures import Signer

REPAIRED = "evidence.repaired"
DESTROYED = "evidence.destroyed"


class EvidenceStore:
    """An append-only chain of events.

    Args:
        folder: made with mode 0700 at the first event.
        chain: a name for the chain, such as the party's id; with 128 random bits it becomes the chain's id.
        wait_seconds: how long to wait for another process that is writing.
    """

    def __init__(self, folder: Path, *, chain: str, wait_seconds: float = 5) -> None:
        self._folder = folder
        self._name = chain
        self._wait_seconds = wait_seconds

    def append(self, event: Event) -> Position:
        """Add an event; it is on disk when this returns.

        The first event begins the chain. What a crash left half written is moved aside and recorded first.

        Returns:
            the number and the hash of its line.
        Raises:
            Refused: EVIDENCE_BUSY, EVIDENCE_UNUSABLE.
        """
        with self._held():
            return self._append(event)

    def checkpoint(self, signer: Signer, at: datetime) -> SignedCheckpoint:
        """Sign where the chain stands.

        Raises:
            Refused: EVIDENCE_MISSING when there is no event yet; EVIDENCE_BUSY, EVIDENCE_UNUSABLE.
        """
        with self._held():
            return self._checkpoint(find_tail(self._folder), signer, at)

    def append_and_check(self, event: Event, signer: Signer) -> SignedCheckpoint:
        """Add an event and sign where the chain stands after it, with nothing in between."""
        with self._held():
            self._append(event)
            return self._checkpoint(find_tail(self._folder), signer, event.at)

    def close_segment(self, signer: Signer, at: datetime) -> SignedCheckpoint:
        """Close the segment with a checkpoint that is kept; the next event begins a new one.

        Raises:
            Refused: EVIDENCE_MISSING when the segment has no event; EVIDENCE_BUSY, EVIDENCE_UNUSABLE.
        """
        with self._held():
            tail = find_tail(self._folder)
            if tail.torn or not segment_path(self._folder, tail.segment).exists():
                raise Refused(evidence.EVIDENCE_MISSING if not tail.torn else evidence.EVIDENCE_UNUSABLE)
            made = self._checkpoint(tail, signer, at)
            _write(closing_path(self._folder, tail.segment), made.write())
            return made

    def destroy_segment(self, segment: int, signer: Signer, event: Event) -> Destruction:
        """Destroy the oldest segment after its term; its closing checkpoint and a signed proof are kept.

        First the event is recorded, then the proof written, then the segment removed: after a crash in between it can
        be done again.

        Args:
            segment: its number.
            signer: of the proof.
            event: who destroys it; of the kind `evidence.destroyed`, with the segment among its objects.
        Raises:
            Refused: SEGMENT_NOT_CLOSED when it is open or not the oldest; EVIDENCE_BUSY, EVIDENCE_UNUSABLE.
        """
        if event.kind != DESTROYED or event.objects.get("segment") != str(segment):
            raise ValueError("the event says which segment is destroyed")
        with self._held():
            closing = read_closing(self._folder, segment) if segment > 0 else None
            if closing is None or segment != min(sizes_now(self._folder), default=0):
                raise Refused(evidence.SEGMENT_NOT_CLOSED, segment=segment)
            self._append(event)
            proof = sign_destruction(segment, segment_path(self._folder, segment), closing, event.at, signer)
            _write(proof_path(self._folder, segment), proof.write())
            segment_path(self._folder, segment).unlink()
            sync_folder(self._folder)
            return proof

    def closed(self) -> dict[int, SignedCheckpoint]:
        """The segments that are closed and not destroyed, with the checkpoints that closed them; from the oldest on.

        Raises:
            Refused: EVIDENCE_BUSY, CHECKPOINT_UNREADABLE.
        """
        with quiet(self._folder, self._wait_seconds):
            found = ((segment, read_closing(self._folder, segment)) for segment in sizes_now(self._folder))
            return {segment: closing for segment, closing in found if closing}

    def events(self) -> Iterator[tuple[int, Event]]:
        """All events with their numbers, from the oldest that was not destroyed; the chain is not thereby verified.

        Raises:
            Refused: EVIDENCE_UNUSABLE at a line that is no event.
        """
        for segment, size in sizes(self._folder).items():
            path = segment_path(self._folder, segment)
            for line in lines_of(path, size):
                try:
                    yield read_line(line)
                except ValueError:
                    raise Refused(evidence.EVIDENCE_UNUSABLE, path.name) from None

    @contextmanager
    def _held(self) -> Iterator[None]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with held(self._folder, self._wait_seconds):
            yield

    def _append(self, event: Event) -> Position:
        tail = find_tail(self._folder)
        if tail.torn:
            move_aside(self._folder, tail.segment, tail.torn)
        lines, position = b"", tail.position
        for each in (*self._before(event, tail), event):
            line = write_line(each, position)
            position = _after(line, position)
            lines += line
        write_behind(self._folder, tail.segment, lines)
        assert position is not None
        return position

    def _before(self, event: Event, tail: Tail) -> Iterator[Event]:
        """What has to be recorded first."""
        if tail.position is None:
            yield self._about(event, BEGUN, {"chain": f"{self._name}.{secrets.token_hex(16)}"}, {})
        if tail.torn:
            objects = {"segment": str(tail.segment), "digest": tail.torn.digest}
            yield self._about(event, REPAIRED, objects, {"bytes": len(tail.torn.data)})

    def _about(self, event: Event, kind: str, objects: dict[str, str], counts: dict[str, int]) -> Event:
        return Event(
            kind=kind,
            at=event.at,
            actor=event.actor,
            responsible=event.responsible,
            access_point=event.access_point,
            objects=objects,
            counts=counts,
        )

    def _checkpoint(self, tail: Tail, signer: Signer, at: datetime) -> SignedCheckpoint:
        if tail.position is None:
            raise Refused(evidence.EVIDENCE_MISSING)
        at = at.replace(microsecond=0)
        made = Checkpoint(chain_of(self._folder), tail.position.n, tail.position.head, at)
        return sign_checkpoint(made, signer)


def _after(line: bytes, before: Position | None) -> Position:
    return Position(before.n + 1 if before else 0, digest(line))


def _write(path: Path, data: bytes) -> None:
    """A small file, whole or absent."""
    temporary = path.with_name(f".{path.name}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    temporary.replace(path)
    sync_folder(path.parent)
