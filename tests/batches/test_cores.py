"""Chunks on cores: order, bounds, and how it ends."""

import _thread
import threading
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.batches import cores, in_chunks, map_chunks

WAIT = 20  # seconds after which a test that hangs fails


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("sluis-batch")]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(), max_size=30), st.integers(1, 4))
def test_results_come_in_the_order_of_the_chunks(values: list[int], workers: int) -> None:
    assert list(map_chunks(lambda value: value * 2, values, workers=workers)) == [value * 2 for value in values]
    assert threads() == []


def test_a_later_chunk_that_is_done_first_waits_its_turn() -> None:
    second_done = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            assert second_done.wait(WAIT)
        else:
            second_done.set()
        return number

    assert list(map_chunks(work, range(6), workers=2)) == list(range(6))


def test_chunks_run_at_once() -> None:
    together = threading.Barrier(3)
    list(map_chunks(lambda _: together.wait(WAIT), range(3), workers=3))


@pytest.mark.parametrize("workers", [2, 3])
def test_no_more_than_two_chunks_per_worker_are_taken_ahead(workers: int) -> None:
    taken = 0

    def chunks() -> Iterator[int]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield number

    for given_back, _ in enumerate(map_chunks(lambda number: number, chunks(), workers=workers)):
        assert taken <= given_back + 2 * workers
    assert taken == 50


def test_an_exception_comes_at_once_and_leaves_nothing_running() -> None:
    failed, begun = threading.Event(), []

    def work(number: int) -> int:
        begun.append(number)
        if number == 1:
            failed.set()
            raise ArithmeticError("chunk 1")
        assert failed.wait(WAIT)
        return number

    with pytest.raises(ArithmeticError, match="chunk 1"):
        list(map_chunks(work, range(1000), workers=2))
    assert threads() == []
    assert len(begun) < 10


def test_an_exception_does_not_wait_for_an_older_chunk() -> None:
    reached, release = threading.Event(), threading.Event()

    def work(number: int) -> int:
        if number == 1:
            raise ArithmeticError
        reached.set()
        assert release.wait(WAIT)
        return number

    def chunks() -> Iterator[int]:
        yield 0
        assert reached.wait(WAIT)
        yield 1
        release_later.start()
        yield from range(2, 1000)

    release_later, results = threading.Timer(0.2, release.set), []
    with pytest.raises(ArithmeticError):
        for result in map_chunks(work, chunks(), workers=2):
            results.append(result)
    assert results == [], "the older chunk was waited for"
    assert threads() == []
    release_later.join()


def test_an_exception_of_the_chunks_themselves_comes_through() -> None:
    def chunks() -> Iterator[int]:
        yield 1
        raise OSError("the file disappeared")

    with pytest.raises(OSError, match="disappeared"):
        list(map_chunks(lambda number: number, chunks(), workers=2))
    assert threads() == []


def test_who_stops_asking_leaves_nothing_running() -> None:
    results = map_chunks(lambda number: number, range(1000), workers=2)
    assert next(results) == 0
    results.close()
    assert threads() == []


@pytest.mark.filterwarnings("error")
def test_ctrl_c_stops_it_and_leaves_nothing_running() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 3:
            _thread.interrupt_main()
        return number

    with pytest.raises(KeyboardInterrupt):
        for _ in map_chunks(work, range(100_000), workers=2):
            pass
    assert threads() == []
    assert len(begun) < 100_000


def test_one_worker_needs_no_thread() -> None:
    names = list(map_chunks(lambda _: threading.current_thread().name, range(3), workers=1))
    assert names == [threading.current_thread().name] * 3
    with pytest.raises(ValueError, match="one worker"):
        map_chunks(abs, [1], workers=0)


def test_columns_are_cut_into_slices_of_the_same_memory() -> None:
    column = np.arange(10, dtype=np.uint8)
    parts = list(in_chunks(column, 4))
    assert [len(part) for part in parts] == [4, 4, 2]
    assert all(np.shares_memory(part, column) for part in parts)
    assert [part.to_pylist() for part in in_chunks(pa.array(["a", "b", "c"]), 2)] == [["a", "b"], ["c"]]
    assert list(in_chunks(column[:0])) == []


def test_there_is_a_core() -> None:
    assert cores() >= 1
