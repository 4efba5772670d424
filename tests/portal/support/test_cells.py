"""What is taken in of a file: its cells, no more of them than was agreed on, and nothing else."""

import io
import zipfile
from collections.abc import Sequence

import pytest
import supporting
from openpyxl import Workbook

from sluis.portal.support.cells import Cells, read
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import support as codes
from sluis.refusals.catalogue import work

FIELDS = ("geboortedatum", "diagnose")


def taken(content: bytes, name: str = "x.csv", most: int = 5) -> Cells:
    return read(supporting.upload(content, name), FIELDS, most)


def workbook(rows: Sequence[Sequence[object]], sheets: int = 1) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for number in range(1, sheets):
        book.create_sheet(f"Blad {number}")
    book.save(out := io.BytesIO())
    return out.getvalue()


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_csv_with_any_usual_separator(mark: str) -> None:
    text = mark.join(FIELDS) + "\r\n" + mark.join(("1950-01-01", f'"a{mark}b"')) + "\r\n\r\n"
    assert taken(text.encode("utf-8-sig")) == Cells(FIELDS, (("1950-01-01", f"a{mark}b"),))


def test_older_encoding_and_lines_of_text() -> None:
    assert taken("diagnose\nhartinfarct café\n".encode("cp1252")).rows == (("hartinfarct café",),)
    assert taken(b"0001 X\n\n0002 Y\n", "vast.txt") == Cells((), (("0001 X",), ("0002 Y",)))


def test_workbook_with_one_sheet() -> None:
    assert taken(workbook([["Diagnose"], ["x"], [12]]), "x.xlsx").rows == (("x",), ("12",))


def test_what_was_sealed_comes_back() -> None:
    cells = Cells(("a",), (("ë\u20ac",), ("",)))
    assert Cells.load(cells.dump()) == cells


@pytest.mark.covers("Z-61")
def test_no_more_records_than_were_agreed_on() -> None:
    assert len(taken(b"diagnose\n" + b"x\n" * 5).rows) == 5
    for name, content in (("x.csv", b"diagnose\n" + b"x\n" * 6), ("x.txt", b"x\n" * 6),
                          ("x.xlsx", workbook([["diagnose"], *[["x"]] * 6]))):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            taken(content, name)
        assert refusal.value.code is codes.TOO_MUCH


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (b"diagnose;bsn\nx;1\n", 2),
        (b"bsn\n1\n", 1),
        (b"diagnose;\nx;geheim\n", 2),
        (b"diagnose\nx;geheim\n", 2),
        (b"1950-01-01;x\n1950-01-02;y\n", 1),  # without a heading its first row is no name
    ],
)
def test_other_columns_are_refused_by_their_place_and_never_by_what_stands_there(content: bytes, column: int) -> None:
    with pytest.raises(Refused) as refusal:
        taken(content)
    assert refusal.value.code is codes.COLUMN_NOT_OFFERED and refusal.value.facts == {"column": column}


def test_an_empty_column_is_nothing() -> None:
    assert taken(b"diagnose;\nx;\n").rows == (("x", ""),)


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.pdf", b"%PDF-1.7 %%EOF", codes.UNREADABLE),
        ("x", b"diagnose\nx\n", codes.UNREADABLE),
        ("x.csv", b"diagnose\n", codes.UNREADABLE),
        ("x.csv", b"\n\n", codes.UNREADABLE),
        ("x.csv", b'diagnose\n"x\n', codes.UNREADABLE),
        ("x.csv", b";" * 300 + b"\nx\n", codes.UNREADABLE),
        ("x.csv", b"", work.FILE_EMPTY),
        ("x.txt", b"diagnose\x00", work.FILE_CONTENT),
        ("x.xlsx", b"diagnose\nx\n", work.FILE_CONTENT),
        ("x.xlsx", packed(xl__workbook=b"<nonsense"), codes.UNREADABLE),
        ("x.xlsx", packed(xl__workbook=b"<a/>", xl__big=b"0" * (17 << 20)), codes.UNREADABLE),
        ("x.xlsx", workbook([["diagnose"], ["x"]], sheets=2), codes.UNREADABLE),
        ("x.xlsx", workbook([["diagnose"], ["=1+1"]]), codes.UNREADABLE),
        ("x.csv", b"diagnose\n" + b"x" * (1 << 20), codes.TOO_MUCH),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_without_its_words(name: str, content: bytes, code: Code) -> None:
    with pytest.raises(Refused) as refusal:
        taken(content, name)
    assert refusal.value.code is code
    assert refusal.value.__cause__ is None


def test_a_row_far_down_is_not_waited_for() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A1000000"] = "diagnose", "x"
    book.save(out := io.BytesIO())
    with pytest.raises(Refused) as refusal:
        taken(out.getvalue(), "x.xlsx")
    assert refusal.value.code is codes.UNREADABLE
