"""Chunks on this machine's cores, by threads.

Threads and not processes: the kernel's work is libsodium, AES and Arrow, which release the interpreter's lock. What
holds it is the call itself, a third of a microsecond beside 13 to 50 of arithmetic. `benchmarks/polymorphic.py` shows
threads at 95 % and more of what separate processes reach on two cores, 88 % for `hash_to_group`, whose SHA-512 holds
the lock for a microsecond in fifteen; from the same figures that step stops growing at about ten cores, the others at
about fifty. For that price keys stay in one process, travel through no pipe, and nothing has to be picklable. A longer
switch interval changes nothing, since no thread keeps the lock for long.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Protocol, TypeVar

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

CHUNK_ROWS = 2048
"""Rows per chunk for group operations: half a second of the slowest step, the longest that Ctrl-C waits."""


class Sliceable(Protocol):
    """A column: numpy or Arrow."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: slice, /) -> Any: ...


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_chunks(column: Sliceable, rows: int = CHUNK_ROWS) -> Iterator[Any]:
    """The column in slices of at most `rows`, which share its memory."""
    for start in range(0, len(column), rows):
        yield column[start : start + rows]


def map_chunks(
    work: Callable[[Chunk], Result], chunks: Iterable[Chunk], *, workers: int | None = None
) -> Generator[Result, None, None]:
    """The result of each chunk, in order.

    At most two chunks per worker are taken ahead of the result that is asked for, so memory stays bounded. `chunks` is
    read in the calling thread.

    Args:
        work: a function of one chunk; called by several threads at once.
        workers: how many threads; none means one per core. With one the work is done in the calling thread.
    Raises:
        What `work` or `chunks` raises, as soon as it happens: results of earlier chunks that are not yet asked for are
        lost, and chunks that have not begun never begin. The same goes for KeyboardInterrupt and for a caller that
        closes the generator. When the exception arrives no thread runs any more.
    """
    count = cores() if workers is None else workers
    if count < 1:
        raise ValueError("there is at least one worker")
    if count == 1:
        return (work(chunk) for chunk in chunks)
    return _map_threads(work, chunks, count)


def _map_threads(work: Callable[[Chunk], Result], chunks: Iterable[Chunk], count: int) -> Generator[Result, None, None]:
    under_way: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(count, thread_name_prefix="sluis-batch")
    try:
        for chunk in chunks:
            under_way.append(pool.submit(work, chunk))
            if len(under_way) == 2 * count:
                yield _first(under_way)
        while under_way:
            yield _first(under_way)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _first(under_way: deque[Future[Result]]) -> Result:
    """The result of the oldest chunk; or the exception of any, without waiting for older ones."""
    pending: set[Future[Result]] = set(under_way)
    while True:
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            if future.exception() is not None:
                future.result()
        if under_way[0].done():
            return under_way.popleft().result()
