"""Workbooks, opened again: what they hold, and that nothing typed into the template is lost on its way to the source."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sluis.portal.specifications.parties import stands
from sluis.portal.specifications.printing import markup, printed
from sluis.portal.specifications.reading import read
from sluis.portal.specifications.workbooks import dictionary, template
from sluis.portal.specifications.workbooks.template import number_format
from sluis.specification import read_specification
from sluis.specification.model import Field, FieldType, Seal, Specification
from sluis.tables.reading import open_table
from specifications.specified import cast, file

RICH = """\
name: clinic
version: "2.1"
scheme: keyed
format: {type: xlsx}
resources:
  - name: patients
    primaryKey: patient
    fields:
      - {name: patient, type: string, treatment: drop, justification: ties visits to patients}
      - {name: bsn, type: string, identifier: bsn, treatment: pseudonymise, justification: one person}
      - {name: secret, type: string, treatment: drop, justification: never leaves}
      - {name: born, type: date, format: "%d-%m-%Y", treatment: {generalise: year}, justification: age group}
      - name: "=SUM(A1)"
        type: string
        constraints: {enum: ["01", "a, b", "+3", "=x"]}
        missingValues: ["", "-9"]
        treatment: seal
        justification: case mix
      - {name: score, type: integer, constraints: {enum: ["1", "2"]}, treatment: seal, justification: outcome}
      - {name: pain, type: integer, constraints: {minimum: 0, maximum: 10}, treatment: seal, justification: outcome}
      - {name: alive, type: boolean, trueValues: [J], falseValues: [N], treatment: seal, justification: outcome}
      - {name: note, type: string, free_text: true, constraints: {maxLength: 200}, treatment: seal, justification: remarks}
  - name: visits
    foreignKeys: [{fields: patient, reference: {resource: patients, fields: patient}}]
    fields:
      - {name: patient, type: string, treatment: drop, justification: ties visits to patients}
      - {name: seen, type: date, constraints: {minimum: "1890-05-01"}, treatment: seal, justification: order}
"""


@pytest.fixture
def rich() -> Specification:
    return read_specification(RICH.encode())


def opened(content: bytes) -> dict[str, Worksheet]:
    book = load_workbook(BytesIO(content))
    return {sheet.title: sheet for sheet in book.worksheets}


def checks(sheet: Worksheet) -> dict[str, tuple[str, str, str | None]]:
    """Column → kind of check, its first formula and its second."""
    return {
        str(each.sqref).partition("2:")[0]: (each.type, each.formula1, each.formula2)
        for each in sheet.data_validations.dataValidation
    }


def test_template_has_a_sheet_per_table_and_a_column_per_field_that_is_read(rich: Specification) -> None:
    sheets = opened(template(rich))
    patients, visits = sheets["patients"], sheets["visits"]
    heads = [cell.value for cell in patients[1]]
    assert heads == ["patient", "bsn", "born", "=SUM(A1)", "score", "pain", "alive", "note"]  # not what never leaves
    assert all(cell.data_type == "s" for cell in patients[1])  # a heading is no formula
    assert [cell.value for cell in visits[1]] == ["patient", "seen"]
    assert [name for name, sheet in sheets.items() if sheet.sheet_state == "visible"] == ["patients", "visits"]


def test_template_checks_options_dates_and_numbers(rich: Specification) -> None:
    sheets = opened(template(rich))
    found = checks(sheets["patients"])
    assert found["C"] == ("date", "DATE(1900,1,1)", "DATE(2999,12,31)")
    assert found["F"] == ("whole", "0", "10") and found["H"][:2] == ("textLength", "0")
    kind, options, _none = found["D"]
    assert kind == "list" and options.startswith("'Sluis options'!")
    hidden = sheets["Sluis options"]
    cells = [cell.value for cell in hidden["A"]]
    assert cells == ["01", "a, b", "+3", "=x", "-9"] and {cell.data_type for cell in hidden["A"]} == {"s"}
    assert [cell.value for cell in hidden["B"]][:2] == [1, 2]  # of a number: numbers, as typed ones are
    assert [cell.value for cell in hidden["C"]][:2] == ["J", "N"]
    assert checks(sheets["visits"])["B"][1] == "DATE(1900,1,1)"  # spreadsheets know no earlier day


def test_template_keeps_texts_as_texts_and_says_what_each_column_is(rich: Specification) -> None:
    with translation.override("nl"):
        patients = opened(template(rich))["patients"]
    formats = {letter: patients.column_dimensions[letter].number_format for letter in "ABCDEFGH"}
    assert formats == {
        "A": "@", "B": "@", "C": "dd-mm-yyyy", "D": "@", "E": "0", "F": "0", "G": "@", "H": "@",
    }  # fmt: skip
    comment = patients["B1"].comment
    assert comment and "one person" in comment.text and "wordt een pseudoniem" in comment.text


def test_what_is_typed_reaches_the_sources_program(rich: Specification, tmp_path: Path) -> None:
    book = load_workbook(BytesIO(template(rich)))
    sheet = book["patients"]
    row: list[Any] = ["p1", "012345672", date(1950, 2, 28), "01", 2, 7, "J", "geen"]
    for column, value in enumerate(row, 1):
        sheet.cell(2, column, value)
    path = tmp_path / "filled.xlsx"
    book.save(path)
    reader = open_table(path, rich.table("patients"), rich.format)
    [batch] = list(reader.batches())
    reader.close()
    values = {name: column.to_pylist() for name, column in batch.columns.items()}
    assert values["bsn"] == ["012345672"] and values["=SUM(A1)"] == ["01"]
    assert values["born"] == [date(1950, 2, 28)] and values["pain"] == [7]


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("", "yyyy-mm-dd"),
        ("%d/%m/%Y", "dd/mm/yyyy"),
        ("%Y%m%d", "yyyymmdd"),
        ("%Y-%m-%dT%H:%M:%S", 'yyyy-mm-dd"T"hh:mm:ss'),
    ],
)
def test_dates_are_shown_as_the_specification_writes_them(pattern: str, shown: str) -> None:
    assert number_format(Field("day", FieldType.DATE, Seal(), "why", format=pattern)) == shown


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-24")
def test_dictionary_holds_everything_that_was_agreed(rich: Specification) -> None:
    parties = cast()
    made = parties.active(file("1.0"))
    with translation.override("nl"):
        sheets = opened(dictionary(rich, made, [made]))
    assert list(sheets) == ["Tabellen", "Velden", "Keuzelijsten", "Identificatoren", "Versies"]
    rows = [[cell.value for cell in row] for row in sheets["Velden"].iter_rows(min_row=2)]
    assert len(rows) == 11 and ["patients", "=SUM(A1)"] in [row[:2] for row in rows]
    assert all(cell.data_type != "f" for sheet in sheets.values() for row in sheet.iter_rows() for cell in row)
    assert all(row[7] for row in rows)  # every field says why the recipient needs it
    options = [[cell.value for cell in row] for row in sheets["Keuzelijsten"].iter_rows(min_row=2)]
    assert ["patients", "=SUM(A1)", "+3", None] in options and ["patients", "alive", "N", "nee"] in options
    assert [cell.value for cell in sheets["Identificatoren"][2]][:2] == ["patients", "bsn"]
    version: list[Any] = [cell.value for cell in sheets["Versies"][2]]
    assert version[0] == "1.0" and version[2].date() == made.starts_on and version[5] == made.sha256


@pytest.mark.usefixtures("sqlite")
def test_dictionary_is_in_the_readers_language() -> None:
    parties = cast()
    made = parties.draft()
    with translation.override("en"):
        sheets = opened(dictionary(read(made), made, [made]))
    assert "Option sets" in sheets and "becomes a pseudonym" in [cell.value for cell in sheets["Fields"][2]]


def test_odd_texts_and_names_do_no_harm() -> None:
    long = "a" * 64
    fields = 'fields: [{name: x, type: string, treatment: seal, justification: "a 😀 b"}]'
    tables = "".join(f"\n  - {{name: {long[:-1]}{each}, {fields}}}" for each in "bc")
    spec = read_specification(
        f'name: odd\nversion: "1"\nscheme: keyed\nformat: {{type: xlsx}}\nresources:{tables}\n'.encode()
    )
    sheets = opened(template(spec))
    assert len(sheets) == 2 and all(len(name) <= 31 for name in sheets)


@pytest.mark.usefixtures("sqlite")
def test_dictionary_on_paper_names_the_digest_and_who_decided() -> None:
    parties = cast()
    made = parties.active()
    with translation.override("nl"):
        text, content = markup(made, read(made), stands(made)), printed(made, read(made), stands(made))
    assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    for wanted in (made.sha256, "Kliniek Proef 0", "case mix", "Bijzonder persoonsgegeven", "Goedgekeurd"):
        assert wanted in text, wanted
