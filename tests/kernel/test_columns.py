"""A column of text as numpy sees it."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel.columns import ROOM, chunks, positions, texts

KINDS = [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()]


def read(array: pa.Array, rows: int) -> list[bytes]:
    """The values as the windows give them; a null reads as nothing."""
    return [
        window.data[offset : offset + length].tobytes()
        for window in texts(array).windows(rows)
        for offset, length in zip(window.offsets, window.lengths, strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.one_of(st.none(), st.text(max_size=20))),
    cut=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    rows=st.integers(1, 5),
    kind=st.sampled_from(KINDS),
)
def test_windows_give_every_value_of_a_slice(
    values: list[str | None], cut: tuple[int, int], rows: int, kind: pa.DataType
) -> None:
    array = pa.array([None if v is None else v.encode() for v in values], pa.binary()).cast(kind).slice(*cut)
    expected = [b"" if v is None else v.encode() for v in values[cut[0] : cut[0] + cut[1]]]
    assert read(array, rows) == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=9), min_size=1), st.integers(1, 5))
def test_sixteen_bytes_can_be_read_from_every_value(values: list[bytes], rows: int) -> None:
    whole = b"".join(values)
    offsets = np.cumsum([0] + [len(value) for value in values]).astype(np.int32)
    array = pa.Array.from_buffers(
        pa.binary(), len(values), [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(whole)]
    )
    for window in texts(array).windows(rows):
        assert all(offset + ROOM <= window.data.size for offset in window.offsets)
        assert (window.stop - window.start, window.longest) == (len(window), max(window.lengths))


def test_bytes_under_a_null_are_not_seen() -> None:
    offsets = pa.py_buffer(np.array([0, 4, 10, 14], np.int32).tobytes())
    array = pa.Array.from_buffers(pa.string(), 3, [pa.py_buffer(b"\x05"), offsets, pa.py_buffer(b"goodsecretfine")])
    assert array.null_count == 1
    assert read(array, 8) == [b"good", b"", b"fine"]


def test_other_columns_are_a_mistake() -> None:
    with pytest.raises(TypeError, match="text or bytes"):
        texts(pa.array([1, 2]))
    with pytest.raises(TypeError, match="pyarrow"):
        chunks(["bsn:123456782"])


def test_positions_count_from_one_and_stop_after_ten() -> None:
    refused = np.zeros(40, np.bool_)
    refused[[0, 4]] = True
    assert positions(refused) == "1, 5"
    assert positions(np.ones(11, np.bool_)) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …"
