"""Results on their way from the TTP: going on where it was broken off, and given their name when all of it is right."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from urllib3.exceptions import HTTPError

from sluis.courier.gate import Gate
from sluis.home.home import Home
from sluis.home.progress import Progress, Silent
from sluis.machine.files import sync_folder
from sluis.refusals import Refused
from sluis.refusals.catalogue import courier as codes

BLOCK = 1 << 20
TRIES, FIRST_WAIT = 6, 0.1
_NUMBER = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}")
Listed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A result that lies here.

    Attributes:
        id: by which the gate knows it.
        test: of a test delivery.
    """

    id: str
    delivery: str
    number: str
    source: str
    test: bool
    path: Path


def waiting(gate: Gate, *, new: bool) -> list[Listed]:
    """Deliveries that can be fetched; the new ones were never downloaded.

    Raises:
        Refused: ANSWER_UNREADABLE when a number is none: it becomes the name of a file.
    """
    found = [one for one in gate.get("/deliveries?new=1" if new else "/deliveries") if "package" in one]
    if not all(_NUMBER.fullmatch(one["number"]) for one in found):
        raise Refused(codes.ANSWER_UNREADABLE, host=gate.host, status=200)
    return found


def begun(gate: Gate, folder: Path) -> list[Listed]:
    """Deliveries that an earlier program began to fetch. To the gate the last byte of one may have been handed over, so
    that it is not new there any more, and yet it never got its name here."""
    numbers = {path.name[1:].removesuffix(".sluis.part") for path in folder.glob(".*.sluis.part")}
    return [one for one in waiting(gate, new=False) if one["number"] in numbers] if numbers else []


def fetch(
    home: Home, folder: Path, *, new: bool, progress: Progress | None = None,
    wanted: Callable[[Listed], bool] = lambda _one: True,
) -> Iterator[Fetched]:  # fmt: skip
    """Fetch what waits, one after the other; what lies here already, whole, is not fetched again.

    Args:
        wanted: which of them, as the gate tells them.
    Raises:
        Refused: what the gate refuses; GATE_AWAY; ARRIVED_DAMAGED.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with Gate(home) as gate:
        there = {one["id"]: one for one in (*waiting(gate, new=new), *(begun(gate, folder) if new else ()))}
        for one in filter(wanted, there.values()):
            path = folder / f"{one['number']}.sluis"
            if not (path.exists() and _digest(path) == one["package"]["sha256"]):
                _download(gate, one, path, progress or Silent())
                objects = {"delivery": one["delivery"], "agreement": one["agreement"], "source": one["source"]}
                home.record("delivery.fetched", objects=objects, counts={"bytes": one["package"]["bytes"]})
            yield Fetched(one["id"], one["delivery"], one["number"], one["source"], one["test"], path)


def tell_opened(home: Home, identifier: str) -> None:
    """Say that a result was opened.

    Raises:
        Refused: what the gate refuses; GATE_AWAY.
    """
    with Gate(home) as gate:
        gate.request("POST", f"/deliveries/{identifier}/receipt")


def _download(gate: Gate, one: dict[str, Any], path: Path, progress: Progress) -> None:
    """Through a file of its own; a piece that is there already is not fetched again."""
    part = path.with_name(f".{path.name}.part")
    size, wanted = one["package"]["bytes"], one["package"]["sha256"]
    progress.begin("bytes", size)
    for left in reversed(range(TRIES)):
        try:
            _pour(gate, one["id"], part, size, progress)
            break
        except Refused as refused:
            if refused.code is not codes.GATE_AWAY or not left:
                raise
            threading.Event().wait(FIRST_WAIT * 2 ** (TRIES - left))
    if _digest(part) != wanted:
        part.unlink()
        raise Refused(codes.ARRIVED_DAMAGED, number=one["number"])
    part.replace(path)
    sync_folder(path.parent)


def _pour(gate: Gate, identifier: str, part: Path, size: int, progress: Progress) -> None:
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
    sync_folder(part.parent)  # that it was begun is how it is found again, once it is not new at the gate any more
    with os.fdopen(descriptor, "r+b") as file:
        at = min(file.seek(0, os.SEEK_END), size)
        if at == size and size:
            return
        headers = {"Range": f"bytes={at}-"} if at else {}
        found = gate.request("GET", f"/deliveries/{identifier}/package", headers, stream=True)
        if at and found.status != 206:
            at = file.seek(0)
        file.truncate()
        progress.advance(at)  # what was here before
        try:
            for block in found.stream(BLOCK):
                file.write(block)
                at += len(block)
                progress.advance(at)
        except (HTTPError, OSError) as fault:
            raise gate.away(fault) from None
        finally:
            file.flush()
            os.fsync(file.fileno())
            found.release_conn()
        if at < size:
            raise gate.away(ConnectionError())


def _digest(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()
