"""Work on files in another process, which may use so much memory and time and no more."""

import json
import os
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Any

from sluis.portal.documents.rendering import bounds
from sluis.refusals import Refused
from sluis.refusals.catalogue import papers as codes

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_PLACES = BoundedSemaphore(2)
_PATIENCE = 20.0  # seconds to wait for a place


def done_by_worker(kind: str, **order: Any) -> bytes:
    """What the worker made of the order.

    Raises:
        Refused: PAPER_TOO_LONG, NO_PAGES, WORD_TEMPLATE, PAPERS_BUSY.
    """
    text = json.dumps({"kind": kind, **order})
    if len(text) > bounds.LONGEST:
        raise Refused(codes.PAPER_TOO_LONG)
    if not _PLACES.acquire(timeout=_PATIENCE):
        raise Refused(codes.PAPERS_BUSY)
    try:
        return _answer(text.encode())
    finally:
        _PLACES.release()


def _answer(order: bytes) -> bytes:
    command = [sys.executable, "-P", "-m", f"{__package__}.worker"]
    try:
        done = subprocess.run(  # noqa: S603  # our own program, with nothing from outside in its command
            command, input=order, capture_output=True, timeout=bounds.SECONDS, env=_surroundings(), check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(codes.PAPER_TOO_LONG) from None
    match done.returncode:
        case 0:
            return done.stdout
        case bounds.NO_LIBRARY:
            raise Refused(codes.NO_PAGES, packages=PACKAGES)
        case bounds.BAD_TEMPLATE:
            raise Refused(codes.WORD_TEMPLATE)
        case number if number == bounds.TOO_MUCH or number < 0:  # below nought: ended at a bound of the system
            raise Refused(codes.PAPER_TOO_LONG)
    raise RuntimeError("the worker failed")  # what it said may hold the text


def _surroundings() -> dict[str, str]:
    """No secrets of ours go along; one date, so that the same text gives the same bytes."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH", "TMPDIR") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}
