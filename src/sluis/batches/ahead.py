"""One step of a pipeline on a thread of its own, a bounded distance ahead of whoever takes its results."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
_POLL_SECONDS = 0.1


def ahead(items: Iterable[Item], depth: int = 1) -> Iterator[Item]:
    """The same items, made while earlier ones are used.

    The work of pyarrow, age and the digests releases the interpreter's lock, so steps really run side by side.

    Args:
        items: read in the other thread.
        depth: how many finished items may wait.
    Raises:
        What `items` raises, at its place in the order. When the caller stops asking, the thread stops at its next item.
    """
    waiting: queue.Queue[tuple[Item | None, BaseException | None]] = queue.Queue(depth)
    stop = threading.Event()

    def put(item: Item | None, error: BaseException | None) -> None:
        while not stop.is_set():
            try:
                return waiting.put((item, error), timeout=_POLL_SECONDS)
            except queue.Full:
                continue

    def work() -> None:
        try:
            for item in items:
                put(item, None)
                del item  # so that it lives no longer than its user needs it
                if stop.is_set():
                    return
            put(None, StopIteration())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the caller's thread
            put(None, error)

    thread = threading.Thread(target=work, name="ahead", daemon=True)
    thread.start()
    try:
        while True:
            item, error = waiting.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]  # an item comes without an error
            del item
    finally:
        stop.set()
        thread.join()
