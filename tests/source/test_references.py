"""Row references: only the source of the delivery finds the row again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.source.references import References

SECRET = bytes(range(32))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3000)), min_size=1, max_size=30))
def test_each_reference_leads_back_to_its_row(places: list[tuple[int, int]]) -> None:
    references = References(SECRET, "ab" * 16)
    made = [int(references.make(np.array([row]), table)[0]) for table, row in places]
    assert references.find(made, tables=3, last_row=3000) == places


def test_references_of_another_delivery_or_source_are_unrelated() -> None:
    rows = np.arange(1, 5000)
    one, other, stranger = (
        References(SECRET, "ab" * 16),
        References(SECRET, "cd" * 16),
        References(bytes(32), "ab" * 16),
    )
    made = set(one.make(rows, 0).tolist())
    assert len(made) == len(rows)
    assert not made & (set(other.make(rows, 0).tolist()) | set(stranger.make(rows, 0).tolist()))
    assert not made & set(one.make(rows, 1).tolist())


@pytest.mark.parametrize("reference", [0, 2**64 - 1])
def test_an_invented_reference_is_refused(reference: int) -> None:
    with pytest.raises(Refused) as refusal:
        References(SECRET, "ab" * 16).find([reference], tables=2, last_row=100)
    assert refusal.value.code is codes.REFERENCE_UNKNOWN
