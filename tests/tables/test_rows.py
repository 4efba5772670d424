"""Text cut where rows end, against a parser that goes character by character."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.refusals import Code
from sluis.refusals.catalogue import tables as codes
from sluis.tables.rows import BadRowError, Quoting, whole_rows


def slow(text: str) -> tuple[list[str], Code | None]:
    """The rows of a text, one character after the other, and what is wrong behind them."""
    rows: list[str] = []
    row, state = "", "edge"
    for mark in text if text.endswith("\n") or not text else text + "\n":
        if state == "inside":
            state = "closed" if mark == '"' else "inside"
        elif mark == '"' and state in ("edge", "closed"):
            state = "inside"
        elif state == "closed" and mark not in ",\r\n":
            return rows, codes.QUOTE_ASTRAY
        else:
            state = "edge" if mark in ",\r\n" else "value"
        row += mark
        if mark == "\n" and state == "edge":
            rows.append(row)
            row = ""
    return rows, codes.QUOTE_NOT_CLOSED if row else None


@settings(max_examples=500, deadline=None)
@given(text=st.text('a,"\n', max_size=40), size=st.integers(1, 12))
def test_rows_end_where_a_slow_parser_says(text: str, size: int) -> None:
    data = text.encode()
    blocks = [data[start : start + size] for start in range(0, len(data), size)]
    given_, fault = b"", None
    try:
        for rows in whole_rows(blocks, 1000, Quoting(b'"', b",")):
            given_ += bytes(rows)
            assert given_.endswith(b"\n")
    except BadRowError as bad:
        fault = bad.code
    expected, wrong = slow(text)
    assert (given_.decode(), fault) == ("".join(expected), wrong)


def test_rows_of_old_files_end_with_a_return() -> None:
    blocks = [b"a\rb\rc", b"d\r", b"\ne"]
    assert b"".join(bytes(rows) for rows in whole_rows(blocks, 100, Quoting())) == b"a\rb\rcd\r\ne\n"
