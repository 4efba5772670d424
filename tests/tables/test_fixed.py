"""Fixed-width text."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import Drop, Format, Table
from sluis.tables.reading import open_table
from tables.conftest import Read, Refuses, table

FIXED = Format("fixed-width")


def placed(of: Table, *positions: tuple[int, int]) -> Table:
    fields = tuple(replace(field, position=place) for field, place in zip(of.fields, positions, strict=True))
    return replace(of, fields=fields)


PEOPLE = placed(table("bsn", "name", "sex", dropped=("name",), composed=()), (1, 9), (10, 6), (16, 1))


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.covers("Z-55")
def test_first_line_is_row_one_and_blank_lines_count(read: Read, end: bytes) -> None:
    lines = [b"123456782Jansen1", b"", b"  ", b" " * 16, b"12345    Vries 2 more", b""]
    found = read(end.join(lines), PEOPLE, FIXED)
    assert found == {1: {"bsn": "123456782", "sex": "1"}, 5: {"bsn": "12345", "sex": "2"}}


def test_names_are_those_of_all_fields_with_a_position(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"123456782Jansen1\n")
    reader = open_table(tmp_path / "in", PEOPLE, FIXED)
    assert reader.names == ("bsn", "name", "sex")
    reader.close()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_positions_count_characters(read: Read, encoding: str) -> None:
    of = placed(table("name", "sex"), (1, 6), (7, 1))
    found = read("Zoë   1\nJansen2\n€uro  3\n".encode(encoding), of, FIXED)
    assert found[1] == {"name": "Zoë", "sex": "1"} and found[3] == {"name": "€uro", "sex": "3"}


def test_short_line_is_refused_with_its_row(read: Read, refuses: Refuses) -> None:
    good = b"123456782Jansen1\n"
    with refuses(codes.LINE_TOO_SHORT, row=502, found=15, expected=16):
        read(good * 500 + b"\n123456782Jansen\n" + good, PEOPLE, FIXED, block_bytes=100)


def test_width_includes_fields_that_stay_behind(read: Read, refuses: Refuses) -> None:
    of = replace(PEOPLE, fields=(*PEOPLE.fields[:2], replace(PEOPLE.fields[2], treatment=Drop())))
    with refuses(codes.LINE_TOO_SHORT, row=1):
        read(b"123456782Jansen\n", of, FIXED)


def test_nothing_but_blank_lines_is_refused(read: Read, refuses: Refuses) -> None:
    with refuses(codes.FILE_EMPTY):
        read(b"\n  \n\n", PEOPLE, FIXED)


def test_nul_and_other_encoding_are_refused(read: Read, refuses: Refuses) -> None:
    with refuses(codes.NUL_BYTES, line=2):
        read(b"123456782Jansen1\n123456782Jans\0n1\n", PEOPLE, FIXED)
    with refuses(codes.WRONG_ENCODING, line=1):
        read(b"123456782Jans\xebn1\n", PEOPLE, Format("fixed-width", encoding="utf-8"))


def test_field_without_position_is_a_mistake_of_the_program(read: Read) -> None:
    with pytest.raises(ValueError, match="position"):
        read(b"x\n", table("a"), FIXED)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(*[st.text("ab1é€ ", min_size=4, max_size=4)] * 2), min_size=1, max_size=20),
    block_bytes=st.integers(40, 90),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], block_bytes: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "fixed.txt"
    path.write_text("".join(f"{a}{b}\n" for a, b in rows) + "ab1 ab1 \n")
    reader = open_table(path, placed(table("a", "b"), (1, 4), (5, 4)), FIXED, block_bytes=block_bytes)
    found: dict[int, tuple[str, str]] = {}
    for batch in reader.batches():
        pairs = zip(batch.columns["a"].to_pylist(), batch.columns["b"].to_pylist(), strict=True)
        found.update(zip(batch.rows.tolist(), pairs, strict=True))
    reader.close()
    expected = {n: (a.rstrip(" "), b.rstrip(" ")) for n, (a, b) in enumerate(rows, 1) if (a + b).strip(" ")}
    assert found == {**expected, len(rows) + 1: ("ab1", "ab1")}
