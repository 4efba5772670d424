"""Columns in every way in which Arrow may lay out the same texts."""

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

LAYOUTS = ("string", "large_string", "string_view", "dictionary", "chunks")


def laid(texts: list[str], nulls: list[bool], layout: str, start: int, stop: int) -> Any:
    """Some rows of the texts, null where it says so; the bytes of a null stay where they are."""
    whole = pa.array(["?", *texts], pa.string())
    valid = pa.py_buffer(np.packbits([True, *(not null for null in nulls)], bitorder="little"))
    column = pa.StringArray.from_buffers(len(whole), *whole.buffers()[1:], valid)[1:]
    if layout == "dictionary":
        return column.dictionary_encode()[start:stop]
    if layout == "chunks":
        middle = (start + stop) // 2
        return pa.chunked_array([column[start:middle], column[middle:stop]], pa.string())
    return column.cast(getattr(pa, layout)())[start:stop]


@st.composite
def columns(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[Any, list[str | None]]:
    """A column of text, and its values."""
    drawn = draw(st.lists(st.tuples(texts, st.sampled_from([False, False, False, True])), max_size=12))
    start = draw(st.integers(0, len(drawn)))
    stop = draw(st.integers(start, len(drawn)))
    values = [text for text, _ in drawn]
    nulls = [null for _, null in drawn]
    column = laid(values, nulls, draw(st.sampled_from(LAYOUTS)), start, stop)
    return column, [None if null else text for text, null in drawn[start:stop]]
