"""The set behind the persons: each once, all 128 bits compared, whatever the order and the batches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.source.persons import HandleCollision, TagSet
from sluis.source.rows import shuffled_order

some_tags = st.lists(st.lists(st.integers(0, 60), max_size=40), max_size=8)


def tags(numbers: list[int]) -> np.ndarray:
    """A tag per number, spread over all 16 bytes as tags are."""
    rng = [np.random.default_rng(number).integers(0, 256, 16, np.uint8) for number in numbers]
    return np.array(rng, np.uint8).reshape(-1, 16)


@settings(max_examples=60, deadline=None)
@given(some_tags)
def test_each_person_is_new_once(batches: list[list[int]]) -> None:
    known, seen = TagSet(), list[int]()
    for numbers in batches:
        fresh = known.add(tags(numbers)).tolist()
        for number, new in zip(numbers, fresh, strict=True):
            assert new is (number not in seen)
            seen += [number] if new else []
    assert len(known) == len(seen)
    assert known.tags.tolist() == tags(seen).tolist()
    assert known.handles.tolist() == tags(seen)[:, :8].copy().view("<u8").reshape(-1).tolist()
    assert known.contains(tags(list(range(61)))).tolist() == [number in seen for number in range(61)]


def test_many_persons_are_found_again() -> None:
    everybody = np.random.default_rng(1).integers(0, 256, (200_000, 16), np.uint8)
    known = TagSet()
    for start in range(0, len(everybody), 30_000):
        assert known.add(everybody[start : start + 30_000]).all()
    assert not known.add(everybody[::7]).any()
    assert known.contains(everybody).all() and len(known) == len(everybody)


def test_two_persons_with_one_handle_are_never_taken_for_one() -> None:
    pair = np.zeros((2, 16), np.uint8)
    pair[:, 0], pair[1, 15] = 9, 1
    with pytest.raises(HandleCollision):
        TagSet().add(pair)
    known = TagSet()
    known.add(pair[:1])
    with pytest.raises(HandleCollision):
        known.add(pair[1:])


def test_a_shuffle_is_a_permutation_in_the_order_of_the_random_numbers() -> None:
    drawn = np.random.default_rng(2).integers(0, 2**63, 5_000).astype(np.uint64)
    order = shuffled_order(drawn)
    assert sorted(order.tolist()) == list(range(5_000))
    low = drawn[order] & np.uint64(0xFFFFFFFF)
    assert (low[1:] >= low[:-1]).all()
