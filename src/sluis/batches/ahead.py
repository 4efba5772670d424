"""One step of a pipeline on a thread of its own, a bounded distance ahead of whoever takes its results."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item], depth: int = 1) -> Iterator[Item]:
    """The same items, made while earlier ones are used.

    The work of pyarrow, age and the digests releases the interpreter's lock, so steps really run side by side.

    Args:
        items: read in the other thread.
        depth: how many may be made, or be in the making, beyond the one in use; it bounds memory.
    Raises:
        What `items` raises, at its place in the order. When the caller stops asking, the thread stops at its next item.
    """
    made: queue.SimpleQueue[tuple[list[Item], BaseException | None]] = queue.SimpleQueue()
    permits = threading.Semaphore(depth)
    stop = threading.Event()

    def work() -> None:
        try:
            source = iter(items)
            while permits.acquire() and not stop.is_set():
                made.put(([next(source)], None))
        except BaseException as error:  # whatever it is, it belongs to the caller's thread
            made.put(([], error))

    thread = threading.Thread(target=work, name="ahead", daemon=True)
    thread.start()
    try:
        while True:
            item, error = made.get()
            if error is not None:
                break
            permits.release()
            yield item.pop()  # and hold on to it no longer than its user does
    finally:
        stop.set()
        permits.release()
        thread.join()
    if not isinstance(error, StopIteration):
        raise error
