"""Packages that chance or an enrolled party made wrong: whatever they hold, only a refusal ever comes out.

The bytes of a package are changed from outside; and what a source or a TTP can seal and sign is changed from inside, so
that it comes past the signatures to the readers behind them. Everything is drawn from a fixed seed.
"""

import copy
import io
import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from adversaries import attacks
from worlds import PEOPLE, World, Worlds, specification

from sluis.home.home import Home
from sluis.home.shelf import Shelf
from sluis.kernel.sealing import open_bytes, seal_bytes
from sluis.package.container import Reader
from sluis.package.content import METADATA_KEY
from sluis.package.reading import Envelope, read_offered, read_relayed
from sluis.package.report import Report
from sluis.recipient.opening import open_delivery
from sluis.refusals import Refused
from sluis.signatures import exact
from sluis.signatures.certificates import Trust
from sluis.signatures.jws import sign_detached
from sluis.ttp.relaying import relay

Read = Callable[[Reader, Trust, datetime], Envelope]

BYTES, STRUCTURES, INNER = 1500, 120, 20
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 - 1, "", "x", "../../outside", "a/b", "\x00", "é" * 40, "0" * 32,
    [], {}, [[]], {"x": 1}, ["x"], {"bsn": 1}, {"bsn": -1}, {"": ""},
)  # fmt: skip


@pytest.fixture(scope="module", params=["polymorphic", "keyed"])
def made(request: pytest.FixtureRequest, worlds: Worlds, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world with a package before and after the relay."""
    world = worlds.make(tmp_path_factory.mktemp("hostile") / "world", specification(request.param))
    assert world.prepare(world.write(PEOPLE)).code == 0
    assert world.relay().code == 0
    return world


class Opening:
    """One recipient that opens many packages; each is forgotten again."""

    def __init__(self, world: World) -> None:
        self.home = world.home("recipient-1")
        self._out = world.path("out.parquet")

    def __call__(self, package: Path) -> None:
        forget(self.home)
        self._out.unlink(missing_ok=True)
        open_delivery(self.home, package, self._out, Report("open", self.home.clock()))


def forget(home: Home) -> None:
    """Nothing was ever taken in."""
    for path in (home.path / "deliveries").rglob("*.json"):
        path.unlink()


def refused_or_done(step: Callable[[], object]) -> bool:
    """Whether it was refused; any other error is the test's."""
    try:
        step()
    except Refused:
        return True
    return False


def changed(data: bytes, rng: random.Random) -> bytes:
    """The bytes with one thing wrong."""
    at, other = rng.randrange(len(data)), rng.randrange(len(data))
    low, high = sorted((at, other))
    few = rng.randbytes(rng.randint(1, 8))
    return rng.choice(
        (
            data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :],
            data[:at],
            data[at:],
            data[:at] + few + data[at:],
            data[:at] + few + data[at + len(few) :],
            data[:low] + data[high:],
            data[:low] + data[low:high] + data[low:],
            data + few,
        )
    )


def test_no_change_of_bytes_comes_further_than_a_refusal(made: World) -> None:
    rng = random.Random(1)
    trust = Shelf(made.path("recipient-1")).trust
    at = made.home("ttp").clock()
    for name, read in (("offered.sluis", read_offered), ("relayed.sluis", read_relayed)):
        data = made.path(name).read_bytes()
        # most of a package is sealed, and its digests are looked at later; here the frame and the signed parts
        tail = len(data) - data.index(b"manifest.json")
        for _ in range(BYTES // 2):
            other = data[:-tail] + changed(data[-tail:], rng) if rng.random() < 0.8 else changed(data, rng)
            if other == data:
                continue

            def step(other: bytes = other, read: Read = read) -> None:
                reader = Reader(io.BytesIO(other))
                envelope = read(reader, trust, at)
                for member, digest in envelope.manifest.members.items():
                    note = envelope.note
                    reader.open(member).finish(note.persons_sha256 if note and member == "persons.age" else digest)

            assert refused_or_done(step)


def odd_versions(value: Any, rng: random.Random) -> Any:
    """A JSON document with one part replaced, left out, or put in besides."""
    value = copy.deepcopy(value)
    *way, last = rng.choice(list(_paths(value)))
    place = value
    for step in way:
        place = place[step]
    what = rng.random()
    if what < 0.7:
        place[last] = copy.deepcopy(rng.choice(ODD))
    elif what < 0.85 or not isinstance(place, dict):
        del place[last]
    else:
        place[rng.choice(("extra", "format", "delivery", ""))] = copy.deepcopy(rng.choice(ODD))
    return value


def _paths(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*way, step)
        yield from _paths(inner, (*way, step))


def signed(world: World, parts: dict[str, bytes], manifest: Any) -> dict[str, bytes]:
    """The parts under a manifest that this source signed, whatever it says."""
    data = exact.dump(manifest)
    return {**parts, "manifest.json": data, "manifest.jws": sign_detached(data, _signer(world, "source-1"), "manifest")}


def noted(world: World, parts: dict[str, bytes], note: Any) -> dict[str, bytes]:
    """The parts with a note that this TTP signed, whatever it says."""
    data = exact.dump(note)
    return {**parts, "relay.json": data, "relay.jws": sign_detached(data, _signer(world, "ttp"), "relay")}


def _signer(world: World, party: str) -> Any:
    return world.home(party).signer()


def fitting(parts: dict[str, bytes], manifest: Any, note: Any) -> tuple[Any, Any]:
    """Manifest and note with the digests that these parts have."""
    for name in manifest["members"]:
        if name != "persons.age":
            manifest["members"][name] = sha256(parts[name]).hexdigest()
    note["persons_sha256"] = sha256(parts["persons.age"]).hexdigest()
    note["manifest_sha256"] = sha256(exact.dump(manifest)).hexdigest()
    return manifest, note


def test_no_manifest_that_a_source_signs_breaks_the_relay(made: World) -> None:
    rng = random.Random(2)
    parts = attacks.members(made.path("offered.sluis"))
    home, package, out = made.home("ttp"), made.path("odd.sluis"), made.path("odd.relayed.sluis")
    outside = {path for path in made.place.rglob("*") if path.is_file()}
    for _ in range(STRUCTURES):
        odd = odd_versions(json.loads(parts["manifest.json"]), rng)
        attacks.rebuild(package, signed(made, parts, odd))
        forget(home)
        out.unlink(missing_ok=True)
        refused_or_done(lambda: relay(home, package, out, Report("relay", home.clock())))
    forget(home)
    new = {path for path in made.place.rglob("*") if path.is_file()} - outside - {package, out}
    assert not {path for path in new if "evidence" not in path.parts}, "a manifest chose where a file was written"


def test_no_manifest_or_note_that_is_signed_breaks_the_opening(made: World) -> None:
    rng = random.Random(3)
    opening, package = Opening(made), made.path("odd.sluis")
    parts = attacks.members(made.path("relayed.sluis"))
    manifest, note = json.loads(parts["manifest.json"]), json.loads(parts["relay.json"])
    opening(made.path("relayed.sluis"))
    refused = 0
    for _ in range(STRUCTURES):
        if rng.random() < 0.7:
            odd = odd_versions(manifest, rng)
            persons = odd.get("persons", {})
            told = note | {"manifest_sha256": sha256(exact.dump(odd)).hexdigest(), "persons": persons}
        else:
            odd, told = manifest, odd_versions(note, rng)
        attacks.rebuild(package, noted(made, signed(made, parts, odd), told))
        refused += refused_or_done(lambda: opening(package))
    assert refused > 0.8 * STRUCTURES  # a few parts, such as the evidence's state, the recipient keeps unread


def test_no_sealed_member_that_is_signed_breaks_the_opening(made: World) -> None:
    rng = random.Random(4)
    opening, package = Opening(made), made.path("odd.sluis")
    parts = attacks.members(made.path("relayed.sluis"))
    manifest, note = json.loads(parts["manifest.json"]), json.loads(parts["relay.json"])
    reader = manifest["claim"]["recipient_content"]
    identity = opening.home.keys.identity("content")
    for name in ("persons.age", "order.age", "content-children.age"):
        plain = open_bytes(parts[name], identity)
        for _ in range(INNER):
            inner = _odd_inside(name, plain, rng)
            others = {**parts, name: seal_bytes(inner, [reader])}
            one, other = fitting(others, copy.deepcopy(manifest), copy.deepcopy(note))
            attacks.rebuild(package, noted(made, signed(made, others, one), other))
            refused_or_done(lambda: opening(package))


def _odd_inside(name: str, plain: bytes, rng: random.Random) -> bytes:
    """Bytes changed anywhere, or the JSON line of a list's header."""
    if name.startswith("content") or rng.random() < 0.4:
        return changed(plain, rng)
    first, line, rest = plain.split(b"\n", 2)
    return b"\n".join((first, exact.dump(odd_versions(json.loads(line), rng)).rstrip(b"\n"), rest))


@pytest.mark.parametrize("kind", ["nested", "wide", "long name", "other types", "no rows"])
def test_a_table_of_another_form_is_refused(made: World, kind: str) -> None:
    opening, package = Opening(made), made.path("odd.sluis")
    parts = attacks.members(made.path("relayed.sluis"))
    manifest, note = json.loads(parts["manifest.json"]), json.loads(parts["relay.json"])
    name = "content-children.age"
    table = pq.read_table(io.BytesIO(open_bytes(parts[name], opening.home.keys.identity("content"))))
    metadata = {METADATA_KEY: table.schema.metadata[METADATA_KEY]}
    odd = _tables(table)[kind].replace_schema_metadata(metadata)
    buffer = io.BytesIO()
    pq.write_table(odd, buffer)
    others = {**parts, name: seal_bytes(buffer.getvalue(), [manifest["claim"]["recipient_content"]])}
    one, other = fitting(others, manifest, note)
    attacks.rebuild(package, noted(made, signed(made, others, one), other))
    with pytest.raises(Refused):
        opening(package)


def _tables(table: Any) -> dict[str, Any]:
    nested = pa.array([{"a": [{"b": 1}]}] * len(table))
    for _ in range(40):
        nested = pa.array([None] * len(table), pa.struct([("x", nested.type)]))
    return {
        "nested": table.append_column("more", nested),
        "wide": pa.table({f"c{number}": pa.nulls(len(table)) for number in range(5000)}),
        "long name": table.append_column("x" * 100_000, pa.nulls(len(table))),
        "other types": table.set_column(0, table.schema.names[0], pa.array(["x"] * len(table))),
        "no rows": table.slice(0, 0),
    }
