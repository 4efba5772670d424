"""Packages that were made once and stay readable: `tests/vectors/sluis-package-1`, made by `tools/package_vectors.py`.

Twice over: by Sluis as it is today, and step by step as another implementation would, from the keys and the protocol's
description alone: any zip tool, age, Parquet, one AES-CMAC or three group operations.
"""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyrage
import pytest
import rbcl
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from sluis.home.home import Home
from sluis.package.container import Reader
from sluis.package.inspecting import inspect
from sluis.package.report import Report
from sluis.recipient.opening import open_delivery

FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "sluis-package-1"


@pytest.fixture(params=["polymorphic", "keyed"])
def vector(request: pytest.FixtureRequest) -> Path:
    """The folder of a scheme's vectors."""
    return FOLDER / str(request.param)


def value(vector: Path, name: str) -> Any:
    """A JSON file of the vectors."""
    return json.loads((vector / f"{name}.json").read_text("utf-8"))


def moment(vector: Path) -> datetime:
    """When the package was relayed; the certificates and the agreement were in force then."""
    relayed = value(vector, "expected")["inspected"]["relayed_at"]
    return datetime.strptime(relayed, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def test_sluis_opens_them_today(vector: Path, tmp_path: Path) -> None:
    for name, data in value(vector, "recipient")["files"].items():
        path = tmp_path / "home" / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(base64.b64decode(data))
        path.chmod(0o600)
    at = moment(vector)
    report, expected = Report("open", at), value(vector, "expected")
    open_delivery(Home(tmp_path / "home", lambda: at), vector / "relayed.sluis", tmp_path / "out.parquet", report)
    table = pq.read_table(tmp_path / "out.parquet")
    assert sorted(table.to_pylist(), key=lambda row: str(row["row_reference"])) == expected["rows"]
    assert {field.name: str(field.type) for field in table.schema} == expected["types"]
    assert (report.rows_sent, report.persons_by_list) == (5, {"bsn": 3, "LINK": 4})


def test_sluis_explains_them_as_it_did(vector: Path) -> None:
    with (vector / "relayed.sluis").open("rb") as file:
        found = inspect(Reader(file), None, moment(vector))
    expected = value(vector, "expected")["inspected"]
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("name", ["offered", "relayed"])
def test_another_implementation_finds_the_same_table(vector: Path, name: str) -> None:
    keys, expected = value(vector, "keys"), value(vector, "expected")
    with zipfile.ZipFile(vector / f"{name}.sluis") as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    to = keys["ttp_content"] if name == "offered" else keys["recipient_content"]
    persons, order = age(parts["persons.age"], to), age(parts["order.age"], keys["recipient_content"])
    labels = {
        kind: dict(zip(handles, (label(vector.name, keys, name, one) for one in people), strict=True))
        for (kind, people), (_, handles) in zip(
            lists(persons, b"sluis-persons/1"), lists(order, b"sluis-order/1"), strict=True
        )
    }
    content = pq.read_table(io.BytesIO(age(parts["content-vectors.age"], keys["recipient_content"])))
    rows = [
        row | {
            "BSN": labels["bsn"].get(row["BSN"].to_bytes(8, "little")) if row["BSN"] is not None else None,
            "LINK": labels["LINK"].get(row["LINK"].to_bytes(8, "little")),
            "PERIOD": json.loads(parts["manifest.json"])["clear"]["PERIOD"],
            "row_reference": row["row_reference"].to_bytes(8, "little").hex(),
        }
        for row in content.to_pylist()
    ]  # fmt: skip
    assert sorted(rows, key=lambda row: str(row["row_reference"])) == expected["rows"]


def age(sealed: bytes, identity: str) -> bytes:
    """What age opens."""
    return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]))


def lists(data: bytes, form: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """The lists behind a format line and a line of JSON, each as its values, which are of one width."""
    first, line, rest = data.split(b"\n", 2)
    assert first == form
    for name, shape in sorted(json.loads(line)["lists"].items()):
        count, width = shape if isinstance(shape, list) else (shape["count"], 8)
        yield name, [rest[at * width : (at + 1) * width] for at in range(count)]
        rest = rest[count * width :]
    assert not rest


def label(scheme: str, keys: dict[str, str], name: str, element: bytes) -> str:
    """A person's label; sentinels get one too, and no row of the content asks for it."""
    if scheme == "keyed":
        return f"k1.sluis.registry-1.{(cmac(keys, element) if name == 'offered' else element).hex()}"
    c0, c1 = element[:32], element[32:]
    if name == "offered":  # the relay without its fresh randomness
        c1 = rbcl.crypto_core_ristretto255_sub(c1, times(keys["ttp_share"], c0))
        c0, c1 = times(keys["domain"], c0), times(keys["domain"], c1)
    person = rbcl.crypto_core_ristretto255_sub(c1, times(keys["recipient_share"], c0))
    return f"p1.sluis.registry-1.{person.hex()}"


def cmac(keys: dict[str, str], tag: bytes) -> bytes:
    """Stage two of RFC 4493's AES-CMAC, with AES-256."""
    mac = CMAC(AES(bytes.fromhex(keys["domain"])))
    mac.update(tag)
    return mac.finalize()


def times(scalar: str, element: bytes) -> bytes:
    """scalar · element in ristretto255."""
    return bytes(rbcl.crypto_scalarmult_ristretto255(bytes.fromhex(scalar), element))
