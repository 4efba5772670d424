"""Children in care: a real return's rows, with an invented citizen service number and postcode per child.

The returns that lie beside the project have neither. Both are derived from the child's own number, so that the same
child has the same in every file, on every machine. A few rows get a number that is wrong in a known way.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from sluis.home.home import Home
from sluis.recipient.remarks import Remark, seal_remarks
from sluis.source.remarks import read_report

Row = Mapping[str, str]

WRONG = {100: "123456789", 700: "12345678", 1300: "onbekend", 1500: "", 1700: "000000000"}
"""Place in the return → what stands there for a number: not eleven-proof, too short, a word, nothing, nine zeros."""

FLAT = """\
name: children-in-care
version: 1.0.0
scheme: {scheme}
format: {{type: csv}}
fields:
  - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one child is one person}}
  - {{name: DOB, type: date, format: "%d/%m/%Y", treatment: {{generalise: year, top_code_age: 97}}, justification: age group}}
  - {{name: POST, type: string, treatment: {{generalise: pc4, mask: ["1234"]}}, justification: region}}
  - {{name: SEX, type: string, constraints: {{enum: ["1", "2"]}}, treatment: seal, justification: case mix}}
  - {{name: SDQ_SCORE, type: integer, constraints: {{minimum: 0, maximum: 40}}, treatment: seal, on_error: blank, justification: outcome}}
  - {{name: PERIOD, type: string, treatment: clear, justification: routing}}
  - {{name: NAME, type: string, treatment: drop, justification: never leaves}}
composites:
  - {{name: LINK, of: [NAME, DOB, SEX], treatment: pseudonymise, justification: link where there is no BSN}}
"""

TABLES = """\
name: children-in-care
version: 2.0.0
scheme: {scheme}
format: {{type: csv}}
resources:
  - name: children
    primaryKey: CHILD
    fields:
      - {{name: CHILD, type: string, treatment: drop, justification: ties the tables together at the source}}
      - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one child is one person}}
      - {{name: SEX, type: string, constraints: {{enum: ["1", "2"]}}, treatment: seal, justification: case mix}}
      - {{name: DOB, type: date, format: "%d/%m/%Y", treatment: {{generalise: year}}, justification: age group}}
  - name: episodes
    primaryKey: [CHILD, DECOM, RNE]
    foreignKeys:
      - fields: [CHILD]
        reference: {{resource: children, fields: [CHILD]}}
    fields:
      - {{name: CHILD, type: string, treatment: drop, justification: ties the tables together at the source}}
      - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one child is one person}}
      - {{name: DECOM, type: date, format: "%d/%m/%Y", treatment: {{generalise: month}}, justification: begin}}
      - {{name: RNE, type: string, treatment: seal, justification: reason of the episode}}
      - {{name: PLACE_PROVIDER, type: string, treatment: seal, justification: kind of provider}}
  - name: scores
    primaryKey: CHILD
    foreignKeys:
      - fields: [CHILD]
        reference: {{resource: children, fields: [CHILD]}}
    fields:
      - {{name: CHILD, type: string, treatment: drop, justification: ties the tables together at the source}}
      - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one child is one person}}
      - {{name: SDQ_SCORE, type: integer, constraints: {{minimum: 0, maximum: 40}}, treatment: seal, justification: outcome}}
"""


def bsn(child: str) -> str:
    """Nine digits that pass the eleven-test: 9, the child's number in six, one that makes it pass, the check digit."""
    for fill in range(10):
        digits = [9, *map(int, child.zfill(6)), fill]
        check = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))
    raise AssertionError("unreachable: two neighbouring digits never both fail")


def postcode(child: str) -> str:
    """Four digits and two letters as the Dutch post has them; one child in 64 lives in 1234, where few people do."""
    digest = sha256(child.encode()).digest()
    area = 1234 if digest[6] < 4 else 1000 + int.from_bytes(digest[:4]) % 9000
    return f"{area} {'ABCDEGHJ'[digest[4] % 8]}{'KLNPRSTV'[digest[5] % 8]}"


def read(shared_data: Path, name: str) -> list[dict[str, str]]:
    """A file of the returns: `header`, `oc2` or `episodes`."""
    return rows_of(shared_data / "children-in-care" / f"{name}.csv")


def rows_of(path: Path) -> list[dict[str, str]]:
    """A file's rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def flat(shared_data: Path) -> list[dict[str, str]]:
    """One row per child: header and yearly outcomes, with number, postcode, name and period."""
    outcomes = {row["CHILD"]: row for row in read(shared_data, "oc2")}
    rows = []
    for place, row in enumerate(read(shared_data, "header")):
        child = row["CHILD"]
        invented = {"BSN": WRONG.get(place, bsn(child)), "POST": postcode(child), "PERIOD": "2017-2018"}
        rows.append({**row, **outcomes[child], **invented, "NAME": f"Kind {row['UPN']}"})
    return rows


def numbered(rows: Iterable[Row]) -> list[dict[str, str]]:
    """The rows of any of the files, each with its child's number."""
    return [{**row, "BSN": bsn(row["CHILD"])} for row in rows]


def write(path: Path, rows: Sequence[Row]) -> Path:
    """The rows as a source's file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_in_file(
    world: Path, source: int, recipient: int, delivery: str, received: Sequence[dict[str, Any]]
) -> list[tuple[dict[str, Any], int]]:
    """Received rows with their places in the source's file, from 0, by way of a validation report on all of them."""
    agreement = f"source-{source}-recipient-{recipient}"
    remarks = [Remark(row["row_reference"], str(at), "", "") for at, row in enumerate(received)]
    report = world / "every-row.report"
    report.write_bytes(seal_remarks(Home(world / f"recipient-{recipient}"), delivery, agreement, remarks))
    _, rows = read_report(Home(world / f"source-{source}"), report)
    # the first row of a file is its headings, and people count from 1
    places = {int(one.code): one.row - 2 for one in rows}
    return [(row, places[at]) for at, row in enumerate(received)]
