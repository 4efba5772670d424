"""What people really export, read rightly and followed to the recipient's table."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from handing_in import findings, received, workbook
from worlds import PEOPLE, World, Worlds

SPECIFICATION = """\
name: stays
version: 1.0.0
scheme: polymorphic
format: {FORMAT}
fields:
  - {name: BSN, type: string, identifier: bsn, pad: true, treatment: pseudonymise, justification: one is one person}
  - {name: PLACE, type: string, treatment: seal, justification: x}
  - {name: PRICE, type: number, decimalChar: ",", groupChar: ".", treatment: seal, justification: x}
  - {name: DAY, type: date, format: "%d-%m-%Y", treatment: seal, justification: x}
  - {name: DONE, type: boolean, trueValues: ["ja"], falseValues: ["nee"], treatment: seal, justification: x}
"""
HEADING = "BSN;PLACE;PRICE;DAY;DONE"
ROWS = (
    "900000004;Coöperatie €uropa;1.234,50;27-03-2008;ja",
    "900000016;'s-Gravenhage;0,5;01-01-2024;nee",
)
SENT = [
    {"PLACE": "'s-Gravenhage", "PRICE": 0.5, "DAY": date(2024, 1, 1), "DONE": False},
    {"PLACE": "Coöperatie €uropa", "PRICE": 1234.5, "DAY": date(2008, 3, 27), "DONE": True},
]


@pytest.fixture
def of(worlds: Worlds, tmp_path: Path) -> Any:
    """Makes the world of a format."""
    return lambda text: worlds.make(tmp_path / "world", SPECIFICATION.replace("{FORMAT}", text))


def values(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what differs by delivery, in an order that does not."""
    plain = [{name: row[name] for name in ("PLACE", "PRICE", "DAY", "DONE")} for row in rows]
    return sorted(plain, key=lambda row: str(row["PLACE"]))


@pytest.mark.parametrize(
    ("encoding", "end", "codes"),
    [
        ("utf-8", "\n", []),
        ("utf-8-sig", "\r\n", []),
        ("cp1252", "\r\n", ["3101"]),
        ("cp1252", "\n", ["3101"]),
        ("utf-16", "\r\n", []),
        ("utf-8", "\r", []),
    ],
)
@pytest.mark.covers("Z-24")
def test_semicolons_decimal_commas_accents_marks_and_line_ends(
    of: Any, encoding: str, end: str, codes: list[str]
) -> None:
    world = of("{type: csv}")
    rows = received(world, world.write((end.join([HEADING, *ROWS]) + end).encode(encoding)))
    assert values(rows) == SENT
    assert [code for _, _, code, _ in findings(world)] == codes


def test_a_declared_windows_encoding_needs_no_warning(of: Any) -> None:
    world = of('{type: csv, encoding: windows-1252, delimiter: ";"}')
    assert values(received(world, world.write("\r\n".join([HEADING, *ROWS]).encode("cp1252")))) == SENT
    assert findings(world) == []


def test_leading_zeros_that_a_spreadsheet_ate_are_put_back_with_a_warning(of: Any) -> None:
    world = of("{type: csv}")
    rows = [ROWS[0].replace("900000004", number) for number in ("10000008", "010000008", "900000004")]
    sent = received(world, world.write("\n".join([HEADING, *rows])))
    assert findings(world) == [(2, "BSN", "3202", "warning")]
    assert len({row["BSN"] for row in sent}) == 2 and world.report()["persons"] == 2


@pytest.mark.covers("Z-55")
def test_row_numbers_are_those_of_the_editor_with_blank_lines_and_quoted_newlines(of: Any) -> None:
    world = of("{type: csv}")
    lines = [
        HEADING,
        "",
        ROWS[0],
        ";;;;",
        '900000016;"two\nlines";0,5;01-01-2024;nee',
        "",
        "123456789;x;y;32-01-2024;?",
    ]
    sent = received(world, world.write("\n".join(lines) + "\n\n\n"))
    assert len(sent) == 3 and "two\nlines" in {row["PLACE"] for row in sent}
    assert sorted(findings(world)) == [
        (7, "BSN", "3201", "warning"),
        (7, "DAY", "3206", "warning"),
        (7, "DONE", "3207", "warning"),
        (7, "PRICE", "3205", "warning"),
    ]


def test_a_workbook_with_real_dates_serial_numbers_and_texts(of: Any) -> None:
    world = of("{type: xlsx}")
    rows: list[list[Any]] = [
        HEADING.split(";"),
        [900000004, "Coöperatie €uropa", 1234.5, date(2008, 3, 27), True],
        [],
        ["900000016", "'s-Gravenhage", "0,5", 45292, "nee"],
        [10000008, "zeros", 7, "01-02-2024", False],
        ["123456789", None, "x", None, None],
    ]
    sent = received(world, world.write(workbook(rows), "in.xlsx"))
    assert [row for row in values(sent) if row["PLACE"] not in (None, "zeros")] == SENT
    (zeros,) = [row for row in sent if row["PLACE"] == "zeros"]
    assert (zeros["PRICE"], zeros["DAY"], zeros["DONE"]) == (7.0, date(2024, 2, 1), False)
    assert sorted(findings(world)) == [
        (5, "BSN", "3202", "warning"),
        (6, "BSN", "3201", "warning"),
        (6, "PRICE", "3205", "warning"),
    ]


def test_parquet_with_types_of_its_own(of: Any) -> None:
    world = of("{type: parquet}")
    table = pa.table({
        "BSN": pa.array([900000004, 900000016]),
        "PLACE": pa.array(["Coöperatie €uropa", "'s-Gravenhage"]).dictionary_encode(),
        "PRICE": pa.array([1234.5, 0.5]),
        "DAY": pa.array([datetime(2008, 3, 27), datetime(2024, 1, 1)], pa.timestamp("ms")),
        "DONE": pa.array([True, False]),
        "EXTRA": pa.array([[1], [2]]),
    })  # fmt: skip
    out = io.BytesIO()
    pq.write_table(table, out)
    assert values(received(world, world.write(out.getvalue(), "in.parquet"))) == SENT
    assert world.report()["columns_dropped"] == ["EXTRA"]


def test_fixed_width_with_positions(worlds: Worlds, tmp_path: Path) -> None:
    text = SPECIFICATION.replace("{FORMAT}", "{type: fixed-width, encoding: windows-1252}")
    for name, start, length in (("BSN", 1, 9), ("PLACE", 10, 17), ("PRICE", 27, 8), ("DAY", 35, 10), ("DONE", 45, 3)):
        text = text.replace(f"name: {name},", f"name: {name}, position: [{start}, {length}],")
    world = worlds.make(tmp_path / "world", text)
    widths = (9, 17, 8, 10, 3)
    lines = ["".join(cell.ljust(width) for cell, width in zip(row.split(";"), widths, strict=True)) for row in ROWS]
    sent = received(
        world, world.write("\r\n".join([lines[0], "", lines[1], lines[1].replace("nee", "?  ")]).encode("cp1252"))
    )
    assert values([row for row in sent if row["DONE"] is not None]) == SENT
    assert findings(world) == [(4, "DONE", "3207", "warning")]


def test_columns_in_another_order_and_columns_that_nobody_asked_for(lone: World) -> None:
    lines = [line.split(",") for line in PEOPLE.splitlines()]
    turned = "\n".join(",".join([*reversed(cells), "x"]) for cells in lines).replace("BSN,x", "BSN,REMARK")
    rows = received(lone, lone.write(turned))
    assert len(rows) == 4 and not {"REMARK", "NAME"} & set(rows[0])
    assert lone.report()["columns_dropped"] == ["REMARK"]
