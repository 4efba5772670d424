"""How fast a chain of evidence is verified, of the speed at which SHA-256 takes the same bytes in one piece.

A chain is many short lines, each hashed by itself, so what is lost is what Python needs around a hash. The lines are
those of a portal, with the ids of who did what to what. Rounds are interleaved: hashing in one call on one core,
hashing halves on two, and verifying, with the processes started anew each time.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec

from benchmarks.prepare import run
from sluis.evidence import Event, verify, verify_lines
from sluis.evidence.chain import BEGUN, GENESIS, write_line
from sluis.evidence.folder import segment_path
from sluis.signatures import Trust, make_authority

Measured = tuple[str, float, str]

AT = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS = 5
CHUNK = 2000
"""Rows that a cursor gives at a time."""


def event(number: int) -> Event:
    """An event as the portal leaves them."""
    return Event(
        kind="mandate.granted",
        at=AT + timedelta(minutes=number),
        actor=f"person:{uuid4()}",
        responsible=f"organisation:{uuid4()}",
        access_point="portal at sluis.example",
        objects={"mandate": str(uuid4()), "organisation": str(uuid4())},
    )


def write_chain(path: Path, lines: int) -> None:
    """A chain of so many lines; only a thousand different events, since making events is slow."""
    first = Event(BEGUN, AT, "program", "program", "portal", objects={"chain": "portal." + "0" * 32})
    bodies = [write_line(event(number), None).rpartition(b',"n":')[0] for number in range(1000)]
    head, previous = write_line(first, None).rpartition(b',"n":')[0], GENESIS
    with path.open("wb") as file:
        for n in range(lines):
            line = b'%b,"n":%d,"previous":"%b"}\n' % (bodies[n % 1000] if n else head, n, previous.encode())
            previous = sha256(line).hexdigest()
            file.write(line)


def anybody() -> Trust:
    """Trust in an authority of which nothing here is signed; no segment is closed."""
    return Trust([make_authority("nobody", ec.generate_private_key(ec.SECP256R1()), serial=1, at=AT, days=1)])


def hash_in_parts(data: bytes, cores: int) -> None:
    """SHA-256 over equal parts, each on a thread; hashing long parts lets go of Python's lock."""
    size = -(-len(data) // cores)
    with memoryview(data) as view, ThreadPoolExecutor(cores) as pool:
        list(pool.map(lambda at: sha256(view[at : at + size]).digest(), range(0, len(data), size)))


def rows(path: Path, lines: int) -> list[list[bytes]]:
    """The first lines, as a cursor gives them; what the cursor itself needs is not measured."""
    with path.open("rb") as file:
        return [list(islice(file, CHUNK)) for _ in range(lines // CHUNK)]


def best(works: Sequence[Callable[[], object]]) -> list[float]:
    """Seconds of each in its best round."""
    seconds = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for at, work in enumerate(works):
            began = time.perf_counter()
            work()
            seconds[at] = min(seconds[at], time.perf_counter() - began)
    return seconds


def measure(lines: int = 1_000_000) -> list[Measured]:
    """Ratios to SHA-256, and memory in MB."""
    with tempfile.TemporaryDirectory(prefix="sluis-bench-") as place:
        folder = Path(place) / "evidence"
        folder.mkdir()
        path = segment_path(folder, 1)
        write_chain(path, lines)
        data, trust, table = path.read_bytes(), anybody(), rows(path, lines // 4)
        if not verify(folder, None, trust).sound or verify_lines(table).findings:
            raise RuntimeError("the chain is whole")
        one, two, files, alone, some = best([
            lambda: hash_in_parts(data, 1), lambda: hash_in_parts(data, 2),
            lambda: verify(folder, None, trust), lambda: verify(folder, None, trust, workers=1),
            lambda: verify_lines(table),
        ])  # fmt: skip
        share = sum(len(line) for chunk in table for line in chunk) / len(data)
        memory = run("-m", "benchmarks.evidence", "--verify", folder).memory
    size = f"{len(data) / 1e6:,.0f} MB"
    return [
        (f"evidence, {size}: verified, of SHA-256 in one call on one core", one / files, ">= 0.50"),
        ("evidence: the same in one process", one / alone, "–"),
        ("evidence: the same, lines from a table", one * share / some, "–"),
        ("evidence: verified, of SHA-256 on two cores", two / files, "–"),
        ("evidence: memory of the verifying process, MB", memory, "≤ 100"),
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--verify"]:
        verify(Path(sys.argv[2]), None, anybody())
    else:
        for name, value, target in measure():
            print(f"{name:72} {value:8.2f}  {target}")
