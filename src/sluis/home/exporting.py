"""A copy of a party's evidence for an auditor, who has nothing else of its home.

evidence/          the chain
trust/             the authorities under whose certificates its checkpoints are signed
checkpoint.json    where the chain stood when the copy was made
"""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sluis.evidence import SignedCheckpoint, copy_chain
from sluis.home.home import Home
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence, tables
from sluis.tables.files import atomic


def export_evidence(home: Home, out: Path) -> SignedCheckpoint:
    """Copy the chain, with all that verifying it needs; the export is its last event.

    Args:
        out: a folder that is not there yet, or is empty; it is whole or not there at all.
    Raises:
        Refused: COPY_EXISTS, NOT_WRITABLE, NOT_ENROLLED, EVIDENCE_BUSY.
    """
    roots = home.shelf.roots()
    with _new_folder(out) as place:
        signed = home.record_and_sign("evidence.exported", objects={}, counts={})
        copy_chain(home.path / "evidence", place / "evidence")
        (place / "trust").mkdir(mode=0o700)
        for name, data in {
            "checkpoint.json": signed.write(),
            **{f"trust/{one.name}": one.read_bytes() for one in roots},
        }.items():
            with atomic(place / name) as file:
                file.write(data)
    return signed


@contextmanager
def _new_folder(path: Path) -> Iterator[Path]:
    """A folder that takes its name when the block ends well."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused(evidence.COPY_EXISTS, path=path.name)
    try:
        place = Path(tempfile.mkdtemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.absolute().parent))
    except OSError as error:
        raise Refused(tables.NOT_WRITABLE, path.name, errno=error.errno or 0) from None
    try:
        yield place
        place.rename(path)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise Refused(evidence.COPY_EXISTS, path=path.name) from None
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
