"""The chain as files, for an auditor who verifies it elsewhere: `sluis evidence verify --dir FOLDER`.

00000001.jsonl             lines of a segment        00000001.closing.json      the checkpoint that closed it
00000001.destroyed.json    proof that it was destroyed
checkpoints/…              checkpoints that were kept on the way
"""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sluis.portal.ledger import models
from sluis.portal.ledger.models import Chain
from sluis.portal.ledger.reading import chunks, raw
from sluis.portal.ledger.runs import Run, runs

Part = tuple[str, Iterator[bytes]]


def parts() -> Iterator[Part]:
    """The name of each file, and its bytes in pieces; up to where the chain stands now."""
    chain = Chain.objects.get(pk=1)
    for run in runs(chain):
        yield from _files(run)
    for made in models.Checkpoint.objects.filter(chain=chain.name, n__lte=chain.n).order_by("n").iterator():
        yield f"checkpoints/{made.n:012d}.json", iter((raw(made.signed),))


def export(folder: Path) -> None:
    """Write the files into a new folder."""
    folder.mkdir(mode=0o700, parents=True)
    for name, pieces in parts():
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(pieces)


def zipped() -> Iterator[bytes]:
    """The files as one ZIP, made while it is sent."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload] # it only writes
        for name, pieces in parts():
            with archive.open(name, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    if sink.size > 1 << 18:
                        yield sink.taken()
    yield sink.taken()


class _Sink:
    """A file that hands on what was written to it."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self._held.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        data, self._held, self.size = b"".join(self._held), [], 0
        return data


def _files(run: Run) -> Iterator[Part]:
    number = f"{run.segment:08d}"
    if not run.destruction:
        yield f"{number}.jsonl", (b"".join(chunk) for chunk in chunks(run.after, run.until))
    if run.closing:
        yield f"{number}.closing.json", iter((run.closing.write(),))
    if run.destruction:
        yield f"{number}.destroyed.json", iter((run.destruction,))
