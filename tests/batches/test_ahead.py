"""A step on its own thread: the same items, a bounded distance ahead, and nothing left running."""

import threading
from collections.abc import Generator, Iterator

import pytest

from sluis.batches.ahead import ahead


def running() -> int:
    return sum(thread.name == "ahead" for thread in threading.enumerate())


def test_the_items_come_in_order_and_the_thread_ends() -> None:
    assert list(ahead(iter(range(1000)))) == list(range(1000))
    assert list(ahead([])) == []
    assert not running()


def test_what_is_raised_comes_at_its_place() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise LookupError("third")

    seen = []
    with pytest.raises(LookupError, match="third"):
        for item in ahead(items()):
            seen.append(item)
    assert seen == [1, 2] and not running()


@pytest.mark.parametrize("depth", [1, 3])
def test_no_more_is_made_than_the_depth_allows(depth: int) -> None:
    made, used = [], 0

    def items() -> Iterator[int]:
        for number in range(50):
            made.append(number)
            yield number

    for _ in ahead(items(), depth):
        used += 1
        assert len(made) <= used + depth
    assert used == 50


def test_when_the_caller_stops_so_does_the_thread() -> None:
    closed = threading.Event()

    def endless() -> Generator[int, None, None]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    source = endless()
    some = ahead(source)
    assert next(some) == 1
    some.close()  # type: ignore[attr-defined]  # it is a generator
    assert not running()
    source.close()
    assert closed.is_set()


def test_stopping_on_purpose_passes_through() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(ahead(items()))
    assert not running()
