"""An invented file to measure `prepare` with: 14 columns, valid numbers from a range that is not issued."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

SPECIFICATION = """\
name: measured
version: 1.0.0
scheme: {scheme}
format: {{type: csv}}
fields:
  - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: person}}
  - {{name: NAME, type: string, treatment: drop, justification: never leaves}}
  - {{name: DOB, type: date, format: "%d/%m/%Y", treatment: {{generalise: year, top_code_age: 97}}, justification: age}}
  - {{name: POST, type: string, treatment: {{generalise: pc4}}, justification: region}}
  - {{name: SEX, type: string, constraints: {{enum: ["1", "2"]}}, treatment: seal, justification: case mix}}
  - {{name: PERIOD, type: string, treatment: clear, justification: routing}}
  - {{name: PROVIDER, type: string, constraints: {{maxLength: 8}}, treatment: seal, justification: who}}
  - {{name: DIAGNOSIS, type: string, constraints: {{pattern: "[A-Z][0-9]{{2}}"}}, treatment: seal, justification: what}}
  - {{name: SCORE1, type: integer, constraints: {{minimum: 0, maximum: 40}}, treatment: seal, justification: outcome}}
  - {{name: SCORE2, type: integer, constraints: {{minimum: 0, maximum: 40}}, treatment: seal, justification: outcome}}
  - {{name: GAF, type: integer, constraints: {{minimum: 0, maximum: 100}}, treatment: seal, justification: outcome}}
  - {{name: MINUTES, type: integer, treatment: seal, justification: effort}}
  - {{name: BEGIN, type: date, format: "%d/%m/%Y", treatment: seal, justification: when}}
  - {{name: NOTE, type: string, treatment: seal, justification: remark}}
"""


def write_patients(path: Path, rows: int, persons: int) -> None:
    """A CSV of `rows` rows about `persons` persons, written in blocks."""
    rng = np.random.default_rng(1)
    numbers = _valid_numbers(persons)
    born = _dates(rng.integers(-15_000, 15_000, persons))
    posts = _postcodes(rng, persons)
    writer = None
    for start in range(0, rows, 500_000):
        count = min(500_000, rows - start)
        who = rng.integers(0, persons, count)
        table = pa.table(
            {
                "BSN": numbers.take(pa.array(who)),
                "NAME": pa.array([f"Voorbeeld {value % 977}" for value in who.tolist()]),
                "DOB": born.take(pa.array(who)),
                "POST": posts.take(pa.array(who)),
                "SEX": pa.array(rng.integers(1, 3, count).astype("U1")),
                "PERIOD": pa.array(["2026-1"] * count),
                "PROVIDER": pa.array((94_000_000 + rng.integers(0, 500, count)).astype("U8")),
                "DIAGNOSIS": pa.array([f"F{value:02d}" for value in rng.integers(0, 100, count).tolist()]),
                "SCORE1": pa.array(rng.integers(0, 41, count)),
                "SCORE2": pa.array(rng.integers(0, 41, count)),
                "GAF": pa.array(rng.integers(0, 101, count)),
                "MINUTES": pa.array(rng.integers(0, 100_000, count)),
                "BEGIN": _dates(rng.integers(18_000, 20_000, count)),
                "NOTE": pa.array([f"opmerking {value}" for value in rng.integers(0, 100_000, count).tolist()]),
            }
        )
        writer = writer or pc.CSVWriter(path, table.schema, write_options=pc.WriteOptions(quoting_style="none"))
        writer.write_table(table)
    if writer:
        writer.close()


def _valid_numbers(count: int) -> pa.Array:
    """The first `count` numbers from 900000000 on that pass the eleven-test."""
    numbers = np.arange(900_000_000, 900_000_000 + 12 * count + 100)
    digits = numbers[:, None] // 10 ** np.arange(8, -1, -1) % 10
    right = numbers[(digits @ np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])) % 11 == 0]
    return pa.array(right[:count].astype("U9"))


def _dates(days: np.ndarray) -> pa.Array:
    text = np.datetime_as_string(days.astype("datetime64[D]"))
    return pa.array([f"{one[8:10]}/{one[5:7]}/{one[:4]}" for one in text.tolist()])


def _postcodes(rng: np.random.Generator, count: int) -> pa.Array:
    areas, letters = rng.integers(1000, 10_000, count), rng.integers(0, 26, (count, 2)) + 65
    return pa.array([f"{area} {chr(a)}{chr(b)}" for area, (a, b) in zip(areas.tolist(), letters.tolist(), strict=True)])
