"""`prepare` against its floor: the same CSV by polars to Parquet (zstd) and through age, nothing else.

Runs are interleaved and CPU seconds decide, because this kind of machine changes its speed from minute to minute. In
the polymorphic scheme the persons' group operations come on top; they are measured apart and taken off.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.patients import SPECIFICATION, write_patients

ROOT = Path(__file__).resolve().parent.parent
Measured = tuple[str, float, str]


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU and wall seconds, and its largest resident size in MiB."""

    cpu: float
    wall: float
    memory: float


def run(*command: object) -> Cost:
    """Run a program and see what it takes."""
    began = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    process = subprocess.Popen([sys.executable, *map(str, command)], stdout=subprocess.DEVNULL, env=environment)
    most = 0.0
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        most = max(most, _resident(process.pid))
        time.sleep(0.02)
    _, process.returncode, used = ended
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - began, most)


def _resident(process: int) -> float:
    """The most that a process has had in memory, MiB; not ru_maxrss, which begins at what its parent had."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def best(costs: list[Cost]) -> Cost:
    """The least of each, over runs."""
    return Cost(min(one.cpu for one in costs), min(one.wall for one in costs), max(one.memory for one in costs))


def against_floor(place: Path, scheme: str, rows: int, persons: int, times: int) -> tuple[Cost, Cost]:
    """The floor's and `prepare`'s costs for one file, interleaved."""
    place.mkdir()
    csv, yaml, few = place / "patients.csv", place / "specification.yaml", place / "few.csv"
    write_patients(csv, rows, persons)
    write_patients(few, 50, 40)
    yaml.write_text(SPECIFICATION.format(scheme=scheme))
    run("-m", "sluis.cli", "demo", "--once", "--dir", place / "world", "--spec", yaml, "--input", few)
    floors, prepared = [], []
    for number in range(times):
        floors.append(run("-m", "benchmarks.floor", csv, place / "floor.age"))
        out = place / f"{number}.sluis"
        home = place / "world" / "source-1"
        prepared.append(run("-m", "sluis.cli", "source", "prepare", csv, "--home", home, "--out", out))
        out.unlink()
    csv.unlink()
    return best(floors), best(prepared)


def persons_cost(persons: int) -> float:
    """CPU seconds of the group operations that so many persons need at the source."""
    import numpy as np
    import pyarrow as pa

    from sluis.kernel import closing, polymorphic

    some = min(persons, 4096)
    identifiers = pa.array([f"bsn:{number:09d}" for number in range(some)])
    joint = polymorphic.public(polymorphic.make_scalar())
    began = time.process_time()
    points = polymorphic.hash_to_group(identifiers)
    polymorphic.encrypt(points, joint)
    closing.WeightedSum().add(points, np.ones(some, np.uint16))
    return (time.process_time() - began) * persons / some


def measure(rows: int = 5_000_000, times: int = 3) -> list[Measured]:
    """Ratios to the floor, and memory in MB."""
    with tempfile.TemporaryDirectory(prefix="sluis-bench-") as folder:
        floor, keyed = against_floor(Path(folder) / "keyed", "keyed", rows, rows // 5, times)
        few = 10_000
        base, slow = against_floor(Path(folder) / "polymorphic", "polymorphic", rows, few, times)
    return [
        (f"prepare, keyed, {rows:,} rows: CPU, × the floor", keyed.cpu / floor.cpu, "≤ 1.5"),
        (f"prepare, keyed, {rows:,} rows: wall, × the floor", keyed.wall / floor.wall, "≤ 2"),
        (f"prepare, keyed, {rows // 5:,} persons: memory, MB", keyed.memory, "≤ 400"),
        (
            "prepare, polymorphic, without the persons: CPU, × the floor",
            (slow.cpu - persons_cost(few)) / base.cpu,
            "≤ 1.5",
        ),
    ]


if __name__ == "__main__":
    for name, value, target in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000):
        print(f"{name:70} {value:8.2f}  {target}")
