"""Fetch and open as one: each result into a file or folder by its number, test deliveries apart, and the gate is told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sluis.courier.fetching import Fetched
from sluis.courier.receipts import note_opened
from sluis.evidence import Outcome
from sluis.home.files import open_package
from sluis.home.home import Home
from sluis.home.progress import Progress
from sluis.package.manifest import Manifest
from sluis.package.reading import read_relayed
from sluis.package.report import Report
from sluis.recipient.opening import DELIVERY, open_delivery
from sluis.refusals import Refused

TESTS = "test"


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of opening a result.

    Attributes:
        out: where it lies; none when it was left closed: a test delivery, or refused.
        before: it lay there already.
    """

    fetched: Fetched
    out: Path | None = None
    before: bool = False
    refused: Refused | None = None


def open_fetched(
    home: Home, fetched: Fetched, folder: Path, *, tests: bool, progress: Progress | None = None,
    keep: Callable[[Report, Path], None] = lambda _report, _path: None,
) -> Opened:  # fmt: skip
    """Open a result that was fetched, and note that the gate is to be told.

    Args:
        folder: where results go; test deliveries into a folder of their own below it.
        tests: whether test deliveries are opened at all.
        keep: given the report of opening, and beside what.
    """
    if fetched.test and not tests:
        return Opened(fetched)
    place = folder / TESTS if fetched.test else folder
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    report = Report("open", home.clock())
    try:
        manifest = _manifest(home, fetched.path)
        out = place / (manifest.number if len(manifest.rows) > 1 else f"{manifest.number}.parquet")
        taken = home.incoming.has(manifest.claim.source_key, manifest.delivery)
        before = holds(out, manifest.delivery) and (taken or out.is_dir())
        if not before:
            open_delivery(home, fetched.path, out, report, test=fetched.test, progress=progress)
            keep(report, out)
    except Refused as refused:
        report.refusal, report.finished_at = refused, home.clock()
        objects = {"code": refused.code.number} | ({"delivery": report.delivery} if report.delivery else {})
        home.record("delivery.open-refused", objects=objects, outcome=Outcome.REFUSED)
        keep(report, place / fetched.number)
        return Opened(fetched, refused=refused)
    note_opened(home, manifest)
    return Opened(fetched, out, before)


def holds(out: Path, delivery: str) -> bool:
    """Whether this delivery lies there, opened, already."""
    files = sorted(out.glob("*.parquet")) if out.is_dir() else [out]
    try:
        found = [(pq.read_schema(file).metadata or {}).get(DELIVERY) for file in files]
    except (OSError, pa.ArrowException):
        return False
    return bool(found) and all(one == delivery.encode() for one in found)


def _manifest(home: Home, package: Path) -> Manifest:
    with open_package(package) as reader:
        return read_relayed(reader, home.shelf.trust, home.clock()).manifest
