"""CSV: rows and their numbers, and every way in which a file can be wrong."""

import codecs
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import Format
from sluis.tables.reading import open_table
from tables.conftest import Read, Refuses, table

AB = table("a", "b")


class TestRowNumbers:
    """Those that a person sees in a spreadsheet."""

    @pytest.mark.covers("Z-55")
    def test_first_row_under_the_heading_is_row_two(self, read: Read) -> None:
        assert read(b"a,b\n1,2\n3,4\n", AB) == {2: {"a": "1", "b": "2"}, 3: {"a": "3", "b": "4"}}

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
    @pytest.mark.covers("Z-55")
    def test_blank_lines_count_but_are_skipped(self, read: Read, end: bytes) -> None:
        lines = [b"a,b", b"1,2", b"", b"   ", b"3,4", b"", b"", b",", b"5,6", b"", b""]
        assert list(read(end.join(lines), AB)) == [2, 5, 9]

    def test_newlines_between_quotes_add_no_rows(self, read: Read) -> None:
        found = read(b'a,b\n1,"x\n\ny"\n\n2,"z\r\n"\n3,4\n', AB)
        assert found == {2: {"a": "1", "b": "x\n\ny"}, 4: {"a": "2", "b": "z\r\n"}, 5: {"a": "3", "b": "4"}}

    def test_newlines_in_the_heading_add_no_rows(self, read: Read) -> None:
        assert read(b'"a\n",b\n1,2\n', AB) == {2: {"a": "1", "b": "2"}}

    def test_row_with_something_in_an_unasked_column_is_not_blank(self, read: Read) -> None:
        found = read(b"a;b;c\n1;2;\n;;x\n\n3;4;\n;;\n5;6;\n", table("a", "b", "c", dropped=("c",)))
        assert {row: values["a"] for row, values in found.items()} == {2: "1", 3: "", 5: "3", 7: "5"}

    def test_numbers_go_on_through_blocks_when_a_late_row_seems_blank(self, read: Read) -> None:
        lines = [f"{n},{n},x" for n in range(2, 5000)]
        lines[3000] = ",,x"  # row 3002
        lines[3500] = ""  # row 3502
        lines[4000] = "   "  # row 4002
        found = read("\n".join(["a,b,c", *lines]).encode(), AB, block_bytes=1000)
        assert set(range(2, 5000)) - set(found) == {3502, 4002}
        assert found[3002] == {"a": "", "b": ""}
        assert all(values["a"] == str(row) for row, values in found.items() if row != 3002)

    def test_one_column_with_blank_lines(self, read: Read) -> None:
        assert list(read(b"a\n1\n\n  \n4\n", table("a"))) == [2, 4, 5]  # two blanks are a value of the only column


class TestColumns:
    @pytest.mark.covers("Z-24")
    def test_only_columns_that_leave_are_read_and_all_headings_are_told(self, tmp_path: Path) -> None:
        path = tmp_path / "in.csv"
        path.write_bytes(b"new,name,bsn,dob\n1,J,2,3\n")
        of = table("bsn", "name", "dob", "gone", dropped=("name", "dob", "gone"), composed=("dob",))
        reader = open_table(path, of, Format())
        assert reader.names == ("new", "name", "bsn", "dob")
        assert [list(batch.columns) for batch in reader.batches()] == [["bsn", "dob"]]
        reader.close()

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_delimiter_is_found_out(self, read: Read, delimiter: str) -> None:
        assert read(f'a{delimiter}b\n"1,;\t|",2\n'.replace('",', f'"{delimiter}').encode(), AB) == {
            2: {"a": "1,;\t|", "b": "2"}
        }

    def test_given_delimiter_is_kept(self, read: Read) -> None:
        assert read(b"a;b:c\n1;2:3\n", table("a;b", "c"), Format(delimiter=":")) == {2: {"a;b": "1;2", "c": "3"}}

    def test_headings_lose_mark_and_blanks_and_nothing_else(self, read: Read, refuses: Refuses) -> None:
        assert read(codecs.BOM_UTF8 + b" a ,b\t\n1,2\n", AB) == {2: {"a": "1", "b": "2"}}
        with refuses(codes.COLUMNS_MISSING, count=1, columns="a"):
            read(b"A,b\n1,2\n", AB)

    def test_headings_without_a_name_do_no_harm(self, read: Read) -> None:
        assert read(b"a,b,,\n1,2,,\n", AB) == {2: {"a": "1", "b": "2"}}

    def test_other_quote_or_none(self, read: Read) -> None:
        assert read(b"a,b\n'1,2',3\n", AB, Format(quote_char="'")) == {2: {"a": "1,2", "b": "3"}}
        assert read(b'a,b\n"1,2\n', AB, Format(quote_char="")) == {2: {"a": '"1', "b": "2"}}

    def test_quote_inside_a_value_is_a_character(self, read: Read) -> None:
        assert read(b'a,b\n1,5" buis\n"2",x"y"z\n', AB)[2] == {"a": "1", "b": '5" buis'}


class TestEncoding:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("block_bytes", [64, 1 << 20])
    def test_is_found_out(self, read: Read, encoding: str, block_bytes: int) -> None:
        text = "a,b\n" + "1,x\n" * 50 + "é,€ë\n" * 50
        found = read(text.encode(encoding), AB, block_bytes=block_bytes)
        assert found[52] == {"a": "é", "b": "€ë"} and len(found) == 100

    def test_guess_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "in.csv"
        path.write_bytes("a,b\n1,é\n".encode("cp1252"))
        reader = open_table(path, AB, Format())
        list(reader.batches())
        assert [finding.code for finding in reader.findings] == [codes.READ_AS_WINDOWS_1252]
        reader.close()

    @pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-15", "utf-16-le", "UTF8"])
    def test_declared_is_followed(self, read: Read, encoding: str) -> None:
        assert read("a,b\n1,é€\n".encode(encoding), AB, Format(encoding=encoding)) == (
            {2: {"a": "1", "b": "é€"}} if encoding != "cp1252" else {}
        )

    def test_non_ascii_heading(self, read: Read) -> None:
        assert read("leeftijd_één;b\n1;2\n".encode("cp1252"), table("leeftijd_één", "b"))[2]["leeftijd_één"] == "1"


WRONG: dict[str, tuple[bytes, Format, Code, dict[str, str | int]]] = {
    "empty": (b"", Format(), codes.FILE_EMPTY, {}),
    "a mark only": (codecs.BOM_UTF8, Format(), codes.FILE_EMPTY, {}),
    "blank lines only": (b"\n\n\n", Format(), codes.FILE_EMPTY, {}),
    "header only": (b"a,b", Format(), codes.NO_ROWS, {}),
    "header only, newline": (b"a,b\r\n", Format(), codes.NO_ROWS, {}),
    "header and blank lines": (b"a,b\n\n,\n  \n", Format(), codes.NO_ROWS, {}),
    "missing column": (b"a,c\n1,2\n", Format(), codes.COLUMNS_MISSING, {"columns": "b", "count": 1}),
    "no heading": (b"1,1\n1,2\n", Format(), codes.COLUMNS_MISSING, {"columns": "a, b"}),
    "doubled column": (b"a,b,a\n1,2,3\n", Format(), codes.HEADING_DOUBLED, {"first": 1, "second": 3}),
    "doubled unknown": (b"a,b,x,x\n1,2,3,4\n", Format(), codes.HEADING_DOUBLED, {"first": 3, "second": 4}),
    "too many columns": (b"a,b" + b"," * 20_000 + b"\n", Format(), codes.TOO_MANY_COLUMNS, {}),
    "wrong delimiter": (b"a;b\n1;2\n", Format(delimiter=","), codes.WRONG_DELIMITER, {}),
    "not utf-8": (b"a,b\n1,2\n1,\xe9\n", Format(encoding="utf-8"), codes.WRONG_ENCODING, {"line": 3}),
    "cut character": (b"a,b\n1,\xe2\x82", Format(encoding="utf-8"), codes.WRONG_ENCODING, {"line": 2}),
    "neither": (b"a,b\n1,\x81\n", Format(), codes.WRONG_ENCODING, {"line": 2}),
    "first utf-8, then not": ("a,b\n1,é\n2,".encode() + b"\xe9\n", Format(), codes.WRONG_ENCODING, {"line": 3}),
    "mark of another": (codecs.BOM_UTF8 + b"a,b\n1,2\n", Format(encoding="cp1252"), codes.WRONG_ENCODING, {"line": 1}),
    "no such encoding": (b"a,b\n1,2\n", Format(encoding="ebcdiq"), codes.ENCODING_UNKNOWN, {}),
    "no text encoding": (b"a,b\n1,2\n", Format(encoding="zlib"), codes.ENCODING_UNKNOWN, {}),
    "NUL": (b"a,b\n1,2\n3,\0\n", Format(), codes.NUL_BYTES, {"line": 3}),
    "utf-16 without mark": ("a,b\n1,2\n".encode("utf-16-le"), Format(), codes.NUL_BYTES, {"line": 1}),
    "quote never closed": (b'a,b\n1,2\n3,"4\n', Format(), codes.QUOTE_NOT_CLOSED, {"row": 3}),
    "quote never closed, cut off": (b'a,b\n1,2\n3,"4', Format(), codes.QUOTE_NOT_CLOSED, {"row": 3}),
    "quote never closed, miscounted": (b'a,b\n1,2\n"3,4\n5,6\n', Format(), codes.QUOTE_NOT_CLOSED, {"row": 3}),
    "quote in the heading": (b'a,"b\n1,2\n', Format(), codes.COLUMNS_MISSING, {}),
    "rows swallowed by a quote": (b'a,b\n1,"x\n2,"y"\n3,z\n', Format(), codes.QUOTE_ASTRAY, {"row": 2}),
    "text after a quote": (b'a,b\n1,2\n3,"x"y\n', Format(), codes.QUOTE_ASTRAY, {"row": 3}),
    "too few values": (b"a,b\n1,2\n\n3\n", Format(), codes.VALUES_MISCOUNTED, {"row": 4, "found": 1, "expected": 2}),
    "too many values": (b"a,b\n1,2\n3,4,5\n", Format(), codes.VALUES_MISCOUNTED, {"row": 3, "found": 3}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_file_is_refused(read: Read, refuses: Refuses, wrong: str) -> None:
    data, layout, code, facts = WRONG[wrong]
    with refuses(code, **facts):
        read(data, AB, layout)


def test_row_numbers_of_refusals_hold_across_blocks(read: Read, refuses: Refuses) -> None:
    good = b"".join(b'%d,"x\ny"\n' % row for row in range(2, 500))
    for line, code in ((b"1,2,3\n", codes.VALUES_MISCOUNTED), (b'1,"2', codes.QUOTE_NOT_CLOSED)):
        with refuses(code, row=500):
            read(b"a,b\n" + good + line, AB, block_bytes=256)


def test_quote_that_swallows_more_than_a_block_is_refused(read: Read, refuses: Refuses) -> None:
    with refuses(codes.QUOTE_NOT_CLOSED, row=3):
        read(b'a,b\n1,2\n3,"4\n' + b"5,6\n" * 1000, AB, block_bytes=256)


def test_row_longer_than_a_block_is_refused(read: Read, refuses: Refuses) -> None:
    with refuses(codes.LINE_TOO_LONG, row=3, limit=256):
        read(b"a,b\n1,2\n3," + b"4" * 1000 + b"\n", AB, block_bytes=256)


def test_long_heading_is_refused(read: Read, refuses: Refuses) -> None:
    with refuses(codes.HEADING_UNREADABLE):
        read(b"a" * 500_000, AB)


def test_refusal_keeps_no_value(read: Read) -> None:
    with pytest.raises(Refused) as caught:
        read(b"a,b\n1,2\n123456782,de Vries,Jan\n", AB)
    assert "Vries" not in repr(caught.value.__context__)
    assert "Vries" not in str(dict(caught.value.facts)) + str(caught.value)


_LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
from sluis.refusals import Refused
from sluis.specification.model import *
from sluis.tables.reading import open_table
of = Table("t", tuple(Field(n, FieldType.STRING, Seal(), "j", position=(i * 9 + 1, 9)) for i, n in enumerate("ab")))
try:
    for layout in ("csv", "fixed-width"):
        try:
            for batch in open_table(Path(sys.argv[1]), of, Format(layout)).batches():
                pass
        except Refused as refused:
            print(refused.code.number)
finally:
    # not ru_maxrss: a child's begins at what its parent had when it was started
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(int(status["VmHWM"].split()[0]) // 1024)
"""


def test_line_of_one_gigabyte_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    with path.open("wb") as file:
        file.write(b"a,b               \n12345678,123456789\n")
        for _ in range(1024):
            file.write(b"x" * (1 << 20))
    program = _LIMITED.format(limit=4 << 30)
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    path.unlink()
    first, second, megabytes = done.stdout.split()
    assert (first, second) == ("2128", "2128")
    assert int(megabytes) < 250


def _write(rows: list[tuple[str, str]], delimiter: str, ending: str) -> bytes:
    def value(text: str) -> str:
        needed = any(mark in text for mark in (delimiter, '"', "\r", "\n")) or len(text) % 2
        return '"' + text.replace('"', '""') + '"' if needed else text

    return "".join(f"{value(a)}{delimiter}{value(b)}{ending}" for a, b in [("a", "b"), *rows]).encode()


VALUES = st.text(
    st.one_of(st.sampled_from("\",;\t|\r\n 'é€😀\ufeff"), st.characters(exclude_characters="\0", codec="utf-8")),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=25),
    delimiter=st.sampled_from(",;\t|"),
    ending=st.sampled_from(["\n", "\r\n"]),
    block_bytes=st.sampled_from([300, 1 << 20]),
    declared=st.booleans(),
)
def test_what_was_written_is_read(
    rows: list[tuple[str, str]], delimiter: str, ending: str, block_bytes: int, declared: bool
) -> None:
    expected = {number: row for number, row in enumerate(rows, 2) if row != ("", "")}
    layout = Format(delimiter=delimiter, encoding="utf-8") if declared else Format()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.csv"
        path.write_bytes(_write(rows, delimiter, ending))
        reader = open_table(path, AB, layout, block_bytes=block_bytes)
        found: dict[int, tuple[str, str]] = {}
        try:
            for batch in reader.batches():
                pairs = zip(batch.columns["a"].to_pylist(), batch.columns["b"].to_pylist(), strict=True)
                found.update(zip(batch.rows.tolist(), pairs, strict=True))
        except Refused as refused:
            assert refused.code is codes.NO_ROWS and not expected
        finally:
            reader.close()
    assert found == expected


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=80) | st.text('a,b\n";1\r\0é', max_size=80).map(str.encode), block=st.integers(1, 90))
def test_whatever_stands_in_a_file_it_is_read_or_refused(data: bytes, block: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.csv"
        path.write_bytes(b"a,b\n" + data)
        try:
            reader = open_table(path, AB, Format(), block_bytes=block + 4)
        except Refused:
            return
        try:
            rows = [row for batch in reader.batches() for row in batch.rows.tolist()]
        except Refused:
            return
        finally:
            reader.close()
        assert rows == sorted(set(rows)) and rows[0] >= 2
