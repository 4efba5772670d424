"""One flipped bit anywhere in a package, the container included, and the package is refused."""

import base64
import io
import random
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from worlds import World

from adversaries import attacks
from sluis.home.home import Home
from sluis.package.container import Reader
from sluis.package.reading import read_offered, read_relayed
from sluis.package.report import Report
from sluis.recipient.opening import open_delivery
from sluis.refusals import Refused
from sluis.signatures.certificates import Trust
from sluis.specification.model import Scheme
from sluis.ttp.relaying import relay

SAMPLE = 6


def places(package: Path, endings: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the data of members with such names begin and end in the file, by any zip tool."""
    with zipfile.ZipFile(package) as archive:
        chosen = [one for one in archive.infolist() if one.filename.endswith(endings)]
        starts = [one.header_offset + 30 + len(one.filename) for one in chosen]
        return [(start, start + one.file_size) for start, one in zip(starts, chosen, strict=True)]


def within(bit: int, ranges: list[tuple[int, int]]) -> bool:
    """Whether the bit lies in one of these stretches of bytes."""
    return any(start <= bit >> 3 < end for start, end in ranges)


def reads(data: bytes, trust: Trust) -> None:
    """Container, signatures and what they cover, as relay and open begin."""
    reader = Reader(io.BytesIO(data))
    (read_relayed if "relay.json" in reader.members else read_offered)(reader, trust, datetime.now(UTC))


@pytest.mark.covers("Z-36")
@pytest.mark.parametrize("stage", ["offered", "relayed"])
def test_every_bit_outside_the_sealed_members_counts(world: World, relayed: Path, offered: Path, stage: str) -> None:
    package = offered if stage == "offered" else relayed
    data, trust = package.read_bytes(), world.home("recipient-1").shelf.trust
    reads(data, trust)
    manifest, sealed = places(package, ("manifest.json", "manifest.jws")), places(package, (".age",))
    open_bits = [bit for bit in range(8 * len(data)) if not within(bit, sealed)]
    if stage == "relayed":  # of the manifest every bit was turned before the relay; here every seventh
        open_bits = [bit for bit in open_bits if bit % 7 == 0 or not within(bit, manifest)]
    assert len(open_bits) > 15_000
    keyed = attacks.manifest_of(attacks.members(package)).claim.scheme == Scheme.KEYED
    for bit in open_bits[:: 17 if keyed else 1]:  # the form is the same for both schemes; one of them in full is enough
        with pytest.raises(Refused):
            reads(attacks.flipped(data, bit), trust)


@pytest.mark.covers("Z-36")
@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
def test_manifests_and_signatures_count_when_the_outsider_makes_the_container_fit(
    world: World, relayed: Path, tmp_path: Path
) -> None:
    parts, trust = attacks.members(relayed), world.home("recipient-1").shelf.trust
    reads(attacks.rebuild(tmp_path / "same.sluis", parts).read_bytes(), trust)
    chosen = random.Random(3)
    for name in ("manifest.json", "manifest.jws", "relay.json", "relay.jws"):
        for at in range(0, len(parts[name]), 3):
            altered = {**parts, name: attacks.flipped(parts[name], 8 * at + chosen.randrange(8))}
            with pytest.raises(Refused):
                reads(attacks.rebuild(tmp_path / "altered.sluis", altered).read_bytes(), trust)


def attempts(package: Path) -> Iterator[bytes]:
    """The package with a bit flipped at the edges of each sealed member and here and there within."""
    data, chosen = package.read_bytes(), random.Random(5)
    for start, end in places(package, (".age",)):
        tried = {
            start,
            start + 21,
            start + 40,
            end - 17,
            end - 1,
            *(chosen.randrange(start, end) for _ in range(SAMPLE)),
        }
        yield from (attacks.flipped(data, 8 * at + chosen.randrange(8)) for at in sorted(tried))


def mended(data: bytes, into: Path) -> bytes:
    """The same with the container made to fit what was flipped."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in archive.infolist():
            one.CRC = 0
        parts = {}
        for one in archive.infolist():
            start = one.header_offset + 30 + len(one.filename)
            parts[one.filename] = data[start : start + one.file_size]
    return attacks.rebuild(into, parts).read_bytes()


@pytest.mark.covers("Z-34", "Z-36")
@pytest.mark.parametrize("container", ["as it was", "made to fit"])
@pytest.mark.parametrize("step", ["relay", "open"])
def test_a_flipped_bit_in_a_sealed_member_is_refused_and_leaves_no_output(
    world: World, offered: Path, step: str, container: str, tmp_path: Path
) -> None:
    package, party, work = offered, "ttp", relay_it
    if step == "open":
        assert world.relay().code == 0
        package, party, work = world.path("relayed.sluis"), "recipient-1", open_it
    home, place = world.home(party), tmp_path / "tried"
    place.mkdir()
    altered = place / "altered.sluis"
    count = 0
    for data in attempts(package):
        altered.write_bytes(data if container == "as it was" else mended(data, altered))
        with pytest.raises(Refused):
            work(home, altered, place / "out.parquet")
        assert [path.name for path in place.iterdir()] == [altered.name]
        count += 1
    assert count >= 3 * SAMPLE
    altered.write_bytes(package.read_bytes())
    work(home, altered, place / "out.parquet")  # and what was not altered still goes


def relay_it(home: Home, package: Path, out: Path) -> None:
    """The TTP's step."""
    relay(home, package, out, Report("relay", home.clock()))


def open_it(home: Home, package: Path, out: Path) -> None:
    """The recipient's step."""
    open_delivery(home, package, out, Report("open", home.clock()))


@pytest.mark.covers("Z-36")
def test_through_the_commands_a_flipped_bit_ends_in_exit_3(world: World, offered: Path) -> None:
    original = offered.read_bytes()
    (start, end), *_ = places(offered, (".age",))
    for bit in (3, 8 * start + 5, 8 * (end + 60), 8 * (len(original) - 1)):
        offered.write_bytes(attacks.flipped(original, bit))
        with world.refuses("Refused 2") as answers:
            answers.append(world.relay())
    offered.write_bytes(original)
    assert world.relay().code == 0
    relayed = world.path("relayed.sluis")
    original = relayed.read_bytes()
    for bit in (3, 8 * start + 5, 8 * (end + 60), 8 * (len(original) - 1)):
        relayed.write_bytes(attacks.flipped(original, bit))
        with world.refuses("Refused 2") as answers:
            answers.append(world.open())


def other_of_two(signature: bytes) -> bytes:
    """The signature (r, n − s) that plain ECDSA would accept as well."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    head, middle, tail = signature.split(b".")
    raw = base64.urlsafe_b64decode(tail + b"==")
    other = raw[:32] + (order - int.from_bytes(raw[32:])).to_bytes(32)
    return b".".join([head, middle, base64.urlsafe_b64encode(other).rstrip(b"=")])


@pytest.mark.covers("Z-36")
@pytest.mark.parametrize("name", ["manifest.jws", "relay.jws"])
def test_a_signature_has_one_form(world: World, relayed: Path, tmp_path: Path, name: str) -> None:
    parts, trust = attacks.members(relayed), world.home("recipient-1").shelf.trust
    for other in (other_of_two(parts[name]), parts[name] + b"=", parts[name] + b"\n"):
        package = attacks.rebuild(tmp_path / "altered.sluis", {**parts, name: other})
        with pytest.raises(Refused):
            reads(package.read_bytes(), trust)


@pytest.mark.covers("Z-36")
def test_nothing_fits_before_between_or_after_the_members(world: World, relayed: Path) -> None:
    data, trust = relayed.read_bytes(), world.home("recipient-1").shelf.trust
    with zipfile.ZipFile(relayed) as archive:
        starts = [one.header_offset for one in archive.infolist()] + [archive.start_dir, len(data)]
    for at in starts:
        for stowaway in (b"\0", b"PK\x03\x04" + bytes(26)):
            with pytest.raises(Refused):
                reads(data[:at] + stowaway + data[at:], trust)
    for end in (0, 1, 21, 22, len(data) // 2, len(data) - 1):
        with pytest.raises(Refused):
            reads(data[:end], trust)
