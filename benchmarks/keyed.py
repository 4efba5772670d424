"""How fast keyed pseudonyms are, as ratios measured in one run on one core.

A pseudonym of 16 bytes is one AES block, so pseudonyms a second times 16 compares with the bytes a second that
`openssl speed -evp aes-256-ecb` reaches on the same processor: the share of bare AES that is left when Python, Arrow,
packing and padding have had theirs. The two other peers make an HMAC per value.
"""

import hmac
import os
import shutil
import subprocess
import time
from collections.abc import Callable

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars comes in: one core for everybody

import numpy as np
import polars as pl
import polars_hash
import pyarrow as pa

from sluis.kernel.keyed import ColumnMac
from sluis.kernel.labels import LabelPrefix, render

Measure = tuple[str, float, str]

ROWS = 1_000_000
ROUNDS = 7
KEY = bytes(range(32))


def bsns(rows: int) -> pa.Array:
    """`bsn:` and nine digits, 13 bytes; whether they pass the eleven-test does not matter here."""
    digits = np.random.default_rng(1).integers(0, 10**9, rows)
    return pa.array([f"bsn:{value:09d}" for value in digits])


def openssl_bytes_a_second() -> float:
    """The 16,384-byte figure of `openssl speed`; it prints thousands of bytes a second."""
    program = shutil.which("openssl")
    if program is None:
        raise SystemExit("openssl is needed for its `speed` command")
    command = [program, "speed", "-seconds", "1", "-bytes", "16384", "-evp", "aes-256-ecb"]
    last = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    return float(last.removesuffix("k")) * 1000


def a_second(rows: int, work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Rows a second in the best of some rounds, after one to warm up."""
    work()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return rows / min(seconds)


def measure() -> list[Measure]:
    """What was measured, as a ratio, and its target."""
    column, mac = bsns(ROWS), ColumnMac(KEY)
    prefix = LabelPrefix("k", 3, "sluis", "registry-1")
    few = column.slice(0, ROWS // 20)
    values = few.to_pylist()
    frame = pl.DataFrame({"bsn": pl.Series(values)})
    polars_hmac = polars_hash.col("bsn").chash.hmac_sha256(key=KEY.hex())

    aes = max(openssl_bytes_a_second() for _ in range(3))
    tags = a_second(ROWS, lambda: mac.tags(column))
    text = a_second(ROWS, lambda: render(prefix, mac.tags(column)))
    loop = a_second(len(few), lambda: [hmac.digest(KEY, value.encode(), "sha256") for value in values], 3)
    hashed = a_second(len(few), lambda: frame.select(polars_hmac), 3)
    return [
        ("BSN strings to 16 bytes, of openssl's AES-256", tags * 16 / aes, ">= 0.30"),
        ("BSN strings to label text, of openssl's AES-256", text * 16 / aes, ">= 0.05"),
        ("BSN strings to 16 bytes, times a Python HMAC loop", tags / loop, ">= 200"),
        ("BSN strings to 16 bytes, times polars-hash HMAC", tags / hashed, ">= 30"),
    ]


if __name__ == "__main__":
    for what, ratio, target in measure():
        print(f"{what:52} {ratio:8.2f}  {target}")
