"""Workbooks."""

import base64
import contextlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import FieldType, Format
from sluis.tables import locked as unlocking
from sluis.tables import workbook
from sluis.tables.packed import Packed, UnsafeError
from sluis.tables.reading import open_table
from tables.conftest import Read, Refuses, table

XLSX = Format("xlsx")
SHEET = "xl/worksheets/sheet1.xml"
Rows = list[list[Any]]


def saved(rows: Rows, **others: Rows) -> bytes:
    """A workbook with these rows, and other sheets."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Blad1"
    for name, content in {"Blad1": rows, **others}.items():
        sheet = first if name == "Blad1" else book.create_sheet(name)
        for row in content:
            sheet.append(row)
        if name.startswith("hidden"):
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same zip with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return out.getvalue()


def column(read: Read, values: list[Any], type_: FieldType, **how: Any) -> list[Any]:
    data = saved([["a", "b"], *([value, "x"] for value in values)])
    return [row["a"] for row in read(data, table("a", "b", a=type_), XLSX, **how).values()]


@pytest.mark.covers("Z-55")
def test_row_numbers_are_those_beside_the_sheet(read: Read) -> None:
    rows: Rows = [[], [None, "a", "b"], [None, 1, "x"], [], [None, "", None], [None, 2, "y"]]
    assert read(saved(rows), table("b", "a"), XLSX) == {3: {"b": "x", "a": "1"}, 6: {"b": "y", "a": "2"}}


@pytest.mark.covers("Z-24")
def test_only_asked_columns_are_read(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(saved([["new", " a ", "b"], [1, "x", "y"]]))
    reader = open_table(tmp_path / "in", table("a", "b", dropped=("b",)), XLSX)
    assert reader.names == ("new", "a", "b")
    assert [list(batch.columns) for batch in reader.batches()] == [["a"]]
    reader.close()


def test_batches_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_BATCH_ROWS", 100)
    (tmp_path / "in").write_bytes(saved([["a"], *([n] for n in range(2, 352))]))
    reader = open_table(tmp_path / "in", table("a"), XLSX)
    batches = list(reader.batches())
    assert [len(batch.rows) for batch in batches] == [100, 100, 100, 50]
    assert all(batch.rows.tolist() == list(map(int, batch.columns["a"].to_pylist())) for batch in batches)
    reader.close()


VALUES: list[tuple[FieldType, list[Any], list[Any]]] = [
    (FieldType.STRING, [123456782, 123.0, "012", 1.5, True], ["123456782", "123", "012", "1.5", "true"]),
    (FieldType.STRING, [None, date(2010, 1, 31)], [None, "2010-01-31"]),
    (FieldType.INTEGER, [3, 4.0, None], [3, 4, None]),
    (FieldType.INTEGER, [3, 4.5], ["3", "4.5"]),
    (FieldType.NUMBER, [3, 4.5], [3.0, 4.5]),
    (FieldType.NUMBER, [3, "4,5"], ["3", "4,5"]),
    (FieldType.BOOLEAN, [True, False, None], [True, False, None]),
    (FieldType.BOOLEAN, [True, "ja", 0], ["true", "ja", "0"]),
    (FieldType.DATE, [date(2010, 1, 31), datetime(2010, 1, 31, 12, 30), None], [date(2010, 1, 31)] * 2 + [None]),
    (FieldType.DATE, [40209, 40209.5, 61], [date(2010, 1, 31), date(2010, 1, 31), date(1900, 3, 1)]),
    (FieldType.DATE, [40209, date(2010, 1, 31), "31-01-2010"], ["2010-01-31", "2010-01-31", "31-01-2010"]),
    (FieldType.DATE, [60, 99999999], ["60", "99999999"]),
]


@pytest.mark.parametrize(("type_", "values", "expected"), VALUES)
def test_values_by_type(read: Read, type_: FieldType, values: list[Any], expected: list[Any]) -> None:
    found = column(read, values, type_)
    assert found == expected and [type(value) for value in found] == [type(value) for value in expected]


def one_form(xml: bytes) -> bytes:
    """An empty value as openpyxl writes it by itself; with lxml it writes another form of the same."""
    return re.sub(rb"<v\s*/>|<v></v>", b"<v />", xml)


def _from_1904(xml: bytes) -> bytes:
    """Whether openpyxl wrote the element with or without lxml."""
    return re.sub(rb"<workbookPr\b", b'<workbookPr date1904="1"', xml)


def test_serial_dates_of_a_workbook_that_counts_from_1904(read: Read) -> None:
    data = saved([["a"], [38747]])
    data = edited(data, "xl/workbook.xml", _from_1904)
    assert read(data, table("a", a=FieldType.DATE), XLSX) == {2: {"a": date(2010, 1, 31)}}


class TestSheets:
    def test_hidden_sheets_are_ignored(self, read: Read) -> None:
        assert read(saved([["a"], ["1"]], hidden=[["b"]]), table("a"), XLSX) == {2: {"a": "1"}}

    def test_sheet_named_after_the_table_or_by_the_specification(self, read: Read, refuses: Refuses) -> None:
        data = saved([["a"], ["1"]], people=[["a"], ["2"]], other=[["a"], ["3"]], hidden=[["a"], ["4"]])
        assert read(data, table("a"), XLSX) == {2: {"a": "2"}}
        assert read(data, table("a"), Format("xlsx", sheet="other")) == {2: {"a": "3"}}
        for name in ("none", "hidden"):
            with refuses(codes.SHEET_MISSING, sheet=name):
                read(data, table("a"), Format("xlsx", sheet=name))

    def test_several_sheets_are_refused(self, read: Read, refuses: Refuses) -> None:
        with refuses(codes.SHEET_UNCLEAR, count=2):
            read(saved([["a"], ["1"]], other=[["a"]], hidden=[["a"]]), table("a"), XLSX)

    def test_empty_and_header_only(self, read: Read, refuses: Refuses) -> None:
        with refuses(codes.FILE_EMPTY):
            read(saved([]), table("a"), XLSX)
        with refuses(codes.NO_ROWS):
            read(saved([["a"], [None]]), table("a"), XLSX)

    def test_missing_and_doubled_headings(self, read: Read, refuses: Refuses) -> None:
        with refuses(codes.COLUMNS_MISSING, columns="b"):
            read(saved([["a"], ["1"]]), table("a", "b"), XLSX)
        with refuses(codes.HEADING_DOUBLED, first=1, second=2):
            read(saved([["a", "a"], ["1", "2"]]), table("a"), XLSX)


class TestFormulas:
    @staticmethod
    def stored(xml: bytes) -> bytes:
        """As Excel saves it: with the value that was calculated, an empty text among them."""
        xml = one_form(xml)
        assert xml.count(b"<v />") == 4
        return xml.replace(b"<v />", b"<v>5</v>", 3).replace(b'<c r="B5"><f>', b'<c r="B5" t="str"><f>')

    def test_stored_value_is_read_and_told(self, tmp_path: Path) -> None:
        data = saved([["a", "b", "c"], ["x", 1, "=1+1"], ["y", "=B2", 2], ["z", "=B3", 2], ["u", '=""', 2]])
        (tmp_path / "in").write_bytes(edited(data, SHEET, self.stored))
        reader = open_table(tmp_path / "in", table("a", "b", b=FieldType.INTEGER), XLSX)
        found = [(finding.code, finding.row, finding.field, finding.facts["count"]) for finding in reader.findings]
        assert found == [(codes.FORMULAS, 3, "b", 3)]
        assert [batch.columns["b"].to_pylist() for batch in reader.batches()] == [[1, 5, 5, None]]
        reader.close()

    @pytest.mark.parametrize("value", [b"<v></v>", b"", b"<v> </v>"])
    def test_formula_that_was_never_calculated_is_refused(self, read: Read, refuses: Refuses, value: bytes) -> None:
        data = saved([["a", "b"], ["x", 1], ["y", "=B2"]])
        data = edited(data, SHEET, lambda xml: one_form(xml).replace(b"<v />", value))
        with refuses(codes.FORMULA_NOT_CALCULATED, cell="B3"):
            read(data, table("a", "b"), XLSX)
        assert len(read(data, table("a"), XLSX)) == 2  # in a column that nobody asks for it does no harm

    def test_formula_with_another_prefix_is_seen(self, read: Read, refuses: Refuses) -> None:
        data = saved([["a"], ["=1"]])

        def prefixed(xml: bytes) -> bytes:
            xml = xml.replace(b"<f>", b'<z:f xmlns:z="http://schemas.openxmlformats.org/spreadsheetml/2006/main">')
            return xml.replace(b"</f>", b"</z:f>")

        with refuses(codes.FORMULA_NOT_CALCULATED, cell="A2"):
            read(edited(data, SHEET, prefixed), table("a"), XLSX)


def test_error_cells_are_blank_and_told(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(saved([["a", "b"], ["x", "1"], ["#N/A", "2"], ["#DIV/0!", "3"]]))
    reader = open_table(tmp_path / "in", table("a", "b"), XLSX)
    assert [(finding.code, finding.row, finding.field) for finding in reader.findings] == [(codes.ERROR_CELLS, 3, "a")]
    assert reader.findings[0].facts == {"count": 2}
    assert [batch.columns["a"].to_pylist() for batch in reader.batches()] == [["x", None, None]]
    reader.close()


@pytest.fixture(scope="module")
def locked() -> bytes:
    """A workbook with the password "geheim"."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(saved([["a"], ["1"]]))).encrypt("geheim", out)
    return out.getvalue()


class TestPassword:
    def test_opens_with_the_right_one(self, read: Read, locked: bytes) -> None:
        assert read(locked, table("a"), XLSX, password="geheim") == {2: {"a": "1"}}

    def test_missing_or_wrong_is_refused(self, read: Read, refuses: Refuses, locked: bytes) -> None:
        for password in (None, ""):
            with refuses(codes.PASSWORD_MISSING):
                read(locked, table("a"), XLSX, password=password)
        with refuses(codes.PASSWORD_WRONG):
            read(locked, table("a"), XLSX, password="Geheim")

    def test_needless_one_does_no_harm(self, read: Read) -> None:
        assert read(saved([["a"], ["1"]]), table("a"), XLSX, password="geheim") == {2: {"a": "1"}}

    def test_endless_key_derivation_is_refused(
        self, read: Read, refuses: Refuses, locked: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(unlocking, "_MOST_SPINS", 99_999)  # Excel's own number is 100,000
        with refuses(codes.WORKBOOK_UNSAFE):
            read(locked, table("a"), XLSX, password="geheim")

    @pytest.mark.parametrize("kept", [8, 600, 3000])
    def test_cut_off_is_refused(self, read: Read, refuses: Refuses, locked: bytes, kept: int) -> None:
        with refuses(codes.NOT_A_WORKBOOK):
            read(locked[:kept], table("a"), XLSX, password="geheim")


class TestUnsafe:
    """Workbooks that no Excel made."""

    def test_zip_bomb(self, read: Read, refuses: Refuses) -> None:
        data = edited(saved([["a"], ["1"]]), SHEET, lambda xml: xml + b" " * (64 << 20))
        with refuses(codes.WORKBOOK_UNSAFE):
            read(data, table("a"), XLSX)

    def test_member_longer_than_it_says(self, read: Read, refuses: Refuses) -> None:
        data = edited(saved([["a"], ["1"]]), SHEET, lambda xml: xml + b" " * (1 << 20))
        size = struct.pack("<I", zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET).file_size)
        assert data.count(size) == 2
        with refuses(codes.WORKBOOK_UNSAFE):
            read(data.replace(size, struct.pack("<I", 1000)), table("a"), XLSX)

    def test_two_members_of_one_name(self, read: Read, refuses: Refuses) -> None:
        out = io.BytesIO(saved([["a"], ["1"]]))
        with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
            archive.writestr(SHEET, b"<worksheet/>")
        with refuses(codes.WORKBOOK_UNSAFE):
            read(out.getvalue(), table("a"), XLSX)

    def test_unpacking_stops_at_what_the_directory_says(self) -> None:
        data = edited(saved([["a"], ["1"]]), SHEET, lambda xml: xml + b" " * (4 << 20))
        size = struct.pack("<I", zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET).file_size)
        unpacked = 0
        with pytest.raises(UnsafeError):
            for piece in Packed(data.replace(size, struct.pack("<I", 100_000))).pieces(SHEET):
                unpacked += len(piece)
        assert 0 < unpacked <= 100_000

    @pytest.mark.parametrize("member", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
    @pytest.mark.parametrize("declared", [b"<!DOCTYPE x>", b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'])
    def test_document_types_and_entities(self, read: Read, refuses: Refuses, member: str, declared: bytes) -> None:
        with refuses(codes.WORKBOOK_UNSAFE):
            read(edited(saved([["a"], ["1"]]), member, lambda xml: declared + xml), table("a"), XLSX)

    def test_two_cells_in_far_corners(self, read: Read, refuses: Refuses) -> None:
        data = saved([["a"], ["1"]])
        far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        with refuses(codes.WORKBOOK_TOO_LARGE, unit="cells"):
            read(edited(data, SHEET, lambda xml: xml.replace(b"</sheetData>", far)), table("a"), XLSX)

    @pytest.mark.parametrize("place", ["XFE1", "A1048577", "A0", "1A", "a1"])
    def test_cells_beside_the_sheet(self, read: Read, refuses: Refuses, place: str) -> None:
        data = saved([["a"], ["1"]])
        with refuses(codes.NOT_A_WORKBOOK):
            read(edited(data, SHEET, lambda xml: xml.replace(b'"A2"', f'"{place}"'.encode())), table("a"), XLSX)

    def test_too_large(self, read: Read, refuses: Refuses, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "MOST_BYTES", 1000)
        with refuses(codes.WORKBOOK_TOO_LARGE, limit=1000, unit="bytes"):
            read(saved([["a"], ["1"]]), table("a"), XLSX)


@pytest.mark.parametrize("kept", [3, 100, 3000, -1])
def test_cut_off_is_refused(read: Read, refuses: Refuses, kept: int) -> None:
    with refuses(codes.NOT_A_WORKBOOK):
        read(saved([["a"], ["1"]])[:kept], table("a"), XLSX)


def test_zip_of_something_else_is_refused(read: Read, refuses: Refuses) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with refuses(codes.NOT_A_WORKBOOK):
        read(out.getvalue(), table("a"), XLSX)


def test_damage_anywhere_is_refused_or_harmless(read: Read) -> None:
    good = saved([["a"], ["1"]])
    for place in range(0, len(good), 97):
        bad = bytearray(good)
        bad[place] ^= 0xFF
        with contextlib.suppress(Refused):
            read(bytes(bad), table("a"), XLSX)


OLD = (
    "c-rk)OK4L;6g~5jG#}dJC8k0vmQb*2ZNYy0Ahb`VwyTut#t(uvCJSlF3$YvBSglzKf-A*Mp)TB1-S|NT-MJ7dx)1~*(WNUv!9|<r"
    "ott@>M1)4PP?__XGk5OXJ9Cqnx$pCODO#Mr-(Er;hT%ck38JY=C#VG7h6(C-94WeWfQqBBt`H2+LN@vEq~(=guAyA-5)9n)z90rZ"
    "QaOnn#_en-v4%LvF-!^>!w|8+Ez*S1#!<zX&oFObzRQ+RnfJ5iD)SK87R3oHS>xS%)h<3}baG!9a@>dP^PV+*XvIspi!WXi6<Z$;"
    "<j+n{ud|L0Z!;D^3p$p`X7aKf!EJ<qk&)hHviCTlh&V0w0=_v3;H!J8pC`0_ZS?}A|6Z&2|3)96MXc9fH@v_soYQ<r3bd(%-pWDF"
    "W$fH^W|{0g)K(>RE=!!YQ<TVe_Vo`8?%KVlKO_@7Cjzr35w!3DX(mo1!g7?4iAj+x-}&+;nVPUpv1XQ&f8`djMMeY%m!t<dhq;G?"
    "V%u)!9n6<`)J-h6GskHUQ{6Sus)W%wwz<N+T{O=C<E^!|O5R3t;q&1~9feQUc9IvzN*Cgb@2q)r(k&}Z{_>hbkLVFMZ%910+*+t~"
    "@`1VSm(&t4OclGM?t>Am$iqa4GFMvi-x11Q)Y(6yIRxA98?-maFghcDleF}(XYI%ywv=-Z8!<eP0wuMd2th+bLqkJDLqkL3k08`T"
    "xko*s`_!YqUwzkEp;FeLN&Z_Lflb#8y(At&mg+ptH?)5?!YACZ#43H<?}ZXaY4$v(km5L|8s5M3>L#jx&#E2GzjuThoxj{jod0<K"
    "A9$_LCI"
)
"""Made with xlwt: sheet `people`, headings bsn and dob, a number with a date, a blank row, a text."""


def test_old_format_is_read(read: Read) -> None:
    found = read(zlib.decompress(base64.b85decode(OLD)), table("bsn", "dob", dob=FieldType.DATE), XLSX)
    assert found == {2: {"bsn": "123456782", "dob": date(2010, 1, 31)}, 4: {"bsn": "012345672", "dob": None}}
