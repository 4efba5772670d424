"""Make the vectors of the package: a small delivery per scheme, offered and relayed, and all that opens it.

    python tools/package_vectors.py FOLDER

They are made once per version of the format, by the product's own commands, and then only read: whoever writes another
implementation opens the same bytes with the same keys, and must find the same table. Every key in them is a test key
that protects nothing. What they are checked with is `tests/package/test_vectors.py`.
"""

import base64
import contextlib
import io
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from sluis.cli import main
from sluis.cli.console import Console
from sluis.demo.world import World
from sluis.home.home import Home

SOURCE = "Sluis itself, tools/package_vectors.py; the persons are invented and the keys protect nothing"
PEOPLE = (
    "BSN,NAME,DOB,POST,SCORE,PERIOD\n"
    "900000004,Aafje Voorbeeld,27/03/2008,1234 AB,12,2026-1\n"
    "900000016,Bram de Proef,09/09/2011,2345 CD,39,2026-1\n"
    "900000028,Coba Testma,14/02/1920,3456 EF,,2026-1\n"
    "900000016,Bram de Proef,09/09/2011,2345 CD,17,2026-1\n"
    ",Dirk Naamloos,01/01/1990,4567 GH,5,2026-1\n"
)
SPECIFICATION = """\
name: vectors
version: 1.0.0
scheme: {scheme}
format: {{type: csv}}
fields:
  - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one person}}
  - {{name: NAME, type: string, treatment: drop, justification: never leaves}}
  - {{name: DOB, type: date, format: "%d/%m/%Y", treatment: {{generalise: year}}, justification: age}}
  - {{name: POST, type: string, treatment: {{generalise: pc4, mask: ["1234"]}}, justification: region}}
  - {{name: SCORE, type: integer, treatment: seal, justification: outcome}}
  - {{name: PERIOD, type: string, treatment: clear, justification: routing}}
composites:
  - {{name: LINK, of: [NAME, DOB], treatment: pseudonymise, justification: link where there is no BSN}}
"""


def make(folder: Path, scheme: str) -> None:
    """The vectors of one scheme."""
    with tempfile.TemporaryDirectory() as place:
        world = Path(place) / "world"
        specification, people = Path(place) / "specification.yaml", Path(place) / "people.csv"
        specification.write_text(SPECIFICATION.format(scheme=scheme))
        people.write_text(PEOPLE)
        with contextlib.redirect_stdout(io.StringIO()):
            code = World(world, specification, [str(people)], 1, "en", main, Console("en", machine=True)).run()
        if code:
            raise SystemExit(code)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(specification, folder / "specification.yaml")
        shutil.copy(world / "source-1" / "outbox" / "recipient-1.sluis", folder / "offered.sluis")
        shutil.copy(world / "recipient-1" / "inbox" / "source-1.sluis", folder / "relayed.sluis")
        _write(folder / "expected.json", _expected(world))
        _write(folder / "keys.json", _keys(world, scheme))
        _write(folder / "recipient.json", _home(world / "recipient-1"))


def _expected(world: Path) -> dict[str, Any]:
    answer = io.StringIO()
    with contextlib.redirect_stdout(answer):
        main(["--json", "inspect", str(world / "recipient-1" / "inbox" / "source-1.sluis")])
    table = pq.read_table(world / "recipient-1" / "received" / "source-1.parquet")
    return {
        "source": SOURCE,
        "input": PEOPLE,
        "inspected": json.loads(answer.getvalue()),
        "types": {field.name: str(field.type) for field in table.schema},
        "rows": sorted(table.to_pylist(), key=lambda row: str(row["row_reference"])),
    }


def _keys(world: Path, scheme: str) -> dict[str, Any]:
    """The private test keys of TTP and recipient, as hex or as lines of age."""
    ttp, recipient = Home(world / "ttp").keys, Home(world / "recipient-1").keys
    domain = "domain-registry-1-1"
    shared = {"ttp_content": ttp.identity("content").secret, "recipient_content": recipient.identity("content").secret}
    if scheme == "keyed":
        return {"source": SOURCE, **shared, "domain": ttp.secret(domain).hex()}
    return {
        "source": SOURCE,
        **shared,
        "domain": ttp.scalar(domain).hex(),
        "ttp_share": ttp.scalar("share").hex(),
        "recipient_share": recipient.scalar("share").hex(),
    }


def _home(home: Path) -> dict[str, Any]:
    """The recipient's folder as it was when the package came, so that Sluis itself opens it."""
    parts = ("sluis.toml", "unlock", "card.json", "certificate.pem", "trust", "pins", "keys", "agreements")
    paths = [path for part in parts for path in (home / part, *sorted((home / part).rglob("*"))) if path.is_file()]
    files = {str(path.relative_to(home)): base64.b64encode(path.read_bytes()).decode() for path in paths}
    return {"source": SOURCE, "files": files}


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    for each in ("polymorphic", "keyed"):
        make(Path(sys.argv[1]) / each, each)
