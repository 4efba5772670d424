"""The polymorphic steps on all cores, against what the group operations that they need cost in rbcl, called plainly.

The floor of a step is the time of its operations through rbcl's own functions in a loop, in as many separate processes
as there are cores: nothing is checked, kept or moved there. The step runs through `map_chunks`, with everything that
the product does: fresh randomness, checks of every input and output, tables in and out. Both are run by turns, several
times, since this kind of machine gives now more and now less; each round is one ratio and the median counts.
"""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import rbcl

from sluis.batches import cores, in_chunks, map_chunks
from sluis.kernel import closing, polymorphic
from sluis.kernel.libsodium import Column

ROWS = int(os.environ.get("SLUIS_BENCH_ROWS", "16384"))
ROUNDS = 5
TARGET = 0.85

# What each step needs per row: products with an element, products with the generator, sums, elements from a hash.
OPERATIONS = {
    "hash_to_group": (0, 0, 0, 1),
    "encrypt": (1, 1, 1, 0),
    "relay": (4, 1, 3, 0),
    "shift": (3, 1, 2, 0),
    "decrypt": (1, 0, 1, 0),
    "closing": (0, 0, 1, 0),
}


def plain(counts: tuple[int, int, int, int], rows: int) -> None:
    """The operations of a step in rbcl, `rows` times."""
    scalar, element = rbcl.crypto_core_ristretto255_scalar_random(), rbcl.crypto_core_ristretto255_random()
    digest, (products, bases, sums, hashes) = bytes(range(64)), counts
    for _ in range(rows):
        for _ in range(products):
            rbcl.crypto_scalarmult_ristretto255(scalar, element)
        for _ in range(bases):
            rbcl.crypto_scalarmult_ristretto255_base(scalar)
        for _ in range(sums):
            rbcl.crypto_core_ristretto255_add(element, element)
        for _ in range(hashes):
            rbcl.crypto_core_ristretto255_from_hash(digest)


def steps(rows: int) -> dict[str, tuple[Callable[[Any], Any], Any]]:
    """Each step as a function of one chunk, and its table."""
    y, z, k = (polymorphic.make_scalar() for _ in range(3))
    recipient = polymorphic.public(y)
    joint = polymorphic.joint(recipient, polymorphic.public(z))
    identifiers = pa.array([f"bsn:{number:09d}" for number in range(rows)])
    elements = polymorphic.hash_to_group(identifiers)
    pairs = polymorphic.encrypt(elements, joint)
    weighted = np.concatenate([elements, closing.weights(os.urandom(32), rows).view(np.uint8).reshape(-1, 2)], axis=1)
    summed = closing.WeightedSum()

    def add(chunk: Column) -> None:
        summed.add(chunk[:, :32], np.ascontiguousarray(chunk[:, 32:]).view("<u2").reshape(-1))

    return {
        "hash_to_group": (polymorphic.hash_to_group, identifiers),
        "encrypt": (partial(polymorphic.encrypt, joint=joint), elements),
        "relay": (partial(polymorphic.relay, factor=k, share=z, recipient=recipient), pairs),
        "shift": (partial(polymorphic.shift, factor=k, recipient=recipient), pairs),
        "decrypt": (partial(polymorphic.decrypt, secret=y), pairs),
        "closing": (add, weighted),
    }


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes on the clock on the wall."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure() -> list[tuple[str, float, str]]:
    """Name, value and unit: per step the share of the floor's speed (target 0.85 and more) and persons a second."""
    count, found = cores(), []
    table = steps(ROWS)
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        list(pool.map(partial(plain, OPERATIONS["relay"]), [1] * 4 * count))
        for name, operations in OPERATIONS.items():
            work, column = table[name]
            run = partial(_drain, work, column)
            floor = partial(_floor, pool, operations, count)
            run()
            rounds = [(seconds(floor), seconds(run)) for _ in range(ROUNDS)]
            ratio = statistics.median(least / spent for least, spent in rounds)
            found.append((f"polymorphic {name}, share of rbcl's speed on {count} cores", ratio, "×"))
            found.append((f"polymorphic {name}", ROWS / statistics.median(spent for _, spent in rounds), "persons/s"))
    return found


def _drain(work: Callable[[Any], Any], column: Any) -> None:
    for _ in map_chunks(work, in_chunks(column)):
        pass


def _floor(pool: ProcessPoolExecutor, operations: tuple[int, int, int, int], count: int) -> None:
    parts = 4 * count  # small parts, as the chunks are, so that a core that lags does not decide
    list(pool.map(partial(plain, operations), [ROWS // parts] * parts))


if __name__ == "__main__":
    for name, value, unit in measure():
        verdict = ("", " too slow" if value < TARGET else " ok")[unit == "×"]
        print(f"{name:60} {value:12,.2f} {unit}{verdict}")
