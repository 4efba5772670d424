"""Rows as a file: complete, opened again, harmless, and in memory that does not grow with them."""

import csv
import io
import tracemalloc
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from sluis.portal.ui.downloads import cell, csv_lines, file_name, harmless, xlsx_file

HOSTILE = [
    "=1+1", "+31 6", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠1", "\x00=1", "\u00a0=1",
    "\u200b=1", "\ufeff=1", "\x1f=1", '=HYPERLINK("x")',
]  # fmt: skip


def fetched(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def rows_of(body: bytes, delimiter: str) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_csv_holds_all_rows_as_a_dutch_spreadsheet_reads_them(sample: str) -> None:
    status, headers, body = fetched(f"{sample}/houses/?download=csv&sort=amount&size=25", **{"Accept-Language": "nl"})
    rows = rows_of(body, ";")
    assert status == 200 and headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="organisaties-{date.today():%Y-%m-%d}.csv"' in headers["Content-Disposition"]
    assert rows[0] == ["Naam", "Plaats", "Regio", "Stand", "Sinds", "Bedrag", "Rijen"]
    assert len([row for row in rows[1:] if row[0].startswith("Zorggroep")]) == 1_000
    assert ["Zorggroep Voorbeeld 0001", "Zwolle", "Zuid", "Open", "2020-01-02", "0,25", "37"] in rows
    assert {row[1] for row in rows if "HYPERLINK" in row[1]} == {"'=HYPERLINK(1)"}


def test_csv_in_english_has_commas_and_points(sample: str) -> None:
    _status, _headers, body = fetched(f"{sample}/houses/?download=csv&q=0001", **{"Accept-Language": "en"})
    rows = rows_of(body, ",")
    assert len(rows) == 3 and rows[1][5] == "0.25"


def test_xlsx_holds_numbers_dates_and_no_formula(sample: str) -> None:
    status, headers, body = fetched(f"{sample}/houses/?download=xlsx&state=open", **{"Accept-Language": "nl"})
    assert status == 200 and headers["Content-Type"].endswith("spreadsheetml.sheet")
    sheet: Any = load_workbook(io.BytesIO(body)).active
    rows = list(sheet.iter_rows())
    found = {row[0].value: row for row in rows}
    assert sheet.title == "Organisaties" and len(rows) > 650
    assert found["Zorggroep Voorbeeld 0001"][3].value == "Open"
    assert isinstance(found["Zorggroep Voorbeeld 0001"][4].value, datetime)
    assert isinstance(found["Zorggroep Voorbeeld 0001"][6].value, int)
    assert {one.data_type for row in rows for one in row} <= {"s", "n", "d"}


@pytest.mark.parametrize(
    "query", ["download=pdf", "download=csv&opened=nonsense", "download=csv&q=%00", "download=xlsx&state=x"]
)
def test_a_download_that_cannot_be_meant_is_a_page_that_says_why(sample: str, query: str) -> None:
    status, headers, _body = fetched(f"{sample}/houses/?{query}")
    assert status == 400 and headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_never_taken_for_a_formula(text: str) -> None:
    made = cell(text)
    assert isinstance(made, str) and made.startswith("'")
    written = b"".join(csv_lines([[made]], "nl")).decode("utf-8-sig")
    assert written.lstrip('"').startswith("'")
    with xlsx_file([[made]], "t") as file:
        sheet: Any = load_workbook(file).active
        (read,) = sheet.iter_rows()
    assert read[0].data_type == "s" and str(read[0].value).startswith("'")


@pytest.mark.parametrize("text", ["Jansen", "1-2", "a=b", "e-mail@x", "'t Hof", "–"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_values_stay_what_they_are() -> None:
    moment = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
    assert [cell(each) for each in (1, -2, Decimal("-1.5"), date(2026, 1, 2), None, "")] == [
        1, -2, Decimal("-1.5"), date(2026, 1, 2), None, None,
    ]  # fmt: skip
    assert isinstance(cell(moment), datetime) and cell(moment).tzinfo is None  # type: ignore[union-attr]
    assert len(str(cell("x" * 99_999))) < 32_768
    assert cell("a\x00b\x0bc\ud800d") == "abcd"


def test_a_name_of_a_file_is_plain() -> None:
    assert file_name('a"\r\n/../É', date(2026, 11, 19), "csv") == "a-e-2026-11-19.csv"
    assert file_name("!", date(2026, 11, 19), "csv") == "sluis-2026-11-19.csv"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(kind: str) -> None:
    def peak(number: int) -> int:
        rows: Iterator[list[Any]] = ([f"name {each}", each, date(2026, 1, 1)] for each in range(number))
        tracemalloc.start()
        if kind == "csv":
            assert sum(1 for _ in csv_lines(rows, "nl")) > 1
        else:
            xlsx_file(rows, "t").close()
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(12_000) < 2 * peak(3_000) + 300_000
