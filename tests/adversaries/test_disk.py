"""The TTP's disk after a relay: nothing that tells of a person, in no spelling, and no file too many."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from worlds import World, sluis

from adversaries import attacks
from adversaries.conftest import MINE, SHARED
from sluis.kernel import polymorphic
from sluis.kernel.keyed import SENTINELS
from sluis.specification.model import Scheme

_written: list[str] = []
_watching = False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event == "open":
        path, _mode, flags = arguments
        if isinstance(flags, int) and flags & 3:
            _written.append(str(path))


sys.addaudithook(_watch)  # for good; it looks only while a test says so


@pytest.fixture
def written() -> Iterator[list[str]]:
    """What this process opens for writing while the test looks."""
    global _watching  # noqa: PLW0603 - an audit hook has no other memory
    _written.clear()
    _watching = True
    yield _written
    _watching = False


def telling(world: World, scheme: Scheme) -> list[bytes]:
    """Everything about the persons that passed through the TTP's memory, or that it must never have had."""
    offered, relayed = (attacks.members(world.path(name)) for name in ("offered.sluis", "relayed.sluis"))
    before = attacks.persons_of(world.home("ttp"), offered)
    after = attacks.persons_of(world.home("recipient-1"), relayed)
    width = 16 if scheme is Scheme.KEYED else 32
    rows = [half for lists in (before, after) for one in lists.values() for half in one.reshape(-1, width)]
    public = {row.tobytes() for row in SENTINELS}
    found = [row.tobytes() for row in rows if row.tobytes() not in public]
    found += attacks.pseudonyms(world.path("received.parquet"))
    found += attacks.pseudonyms(world.path("received.parquet"), "LINK")
    found += [one.encode() for bsn in MINE + SHARED for one in (bsn, f"Naam {bsn}")]
    if scheme is Scheme.POLYMORPHIC:
        found += [np.asarray(row).tobytes() for row in polymorphic.hash_to_group(attacks.canonical(MINE + SHARED))]
    return found


@pytest.mark.covers("Z-37", "I-21")
def test_after_a_relay_the_ttps_disk_holds_no_pseudonym_pre_pseudonym_or_element(
    world: World, offered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert world.relay().code == 0
    report = world.path("relay.json")
    again = attacks.sign_as_source(world.home("source-1"), attacks.members(offered))
    attacks.rebuild(world.path("again.sluis"), again)
    assert world.relay("again.sluis", "no.sluis").code == 3
    assert world.open().code == 0
    scheme = Scheme(attacks.manifest_of(attacks.members(offered)).claim.scheme)
    secrets = telling(world, scheme)
    assert len(secrets) > 40 and not report.exists()
    assert attacks.found_in(world.path("ttp"), secrets) == {}
    assert list((tmp_path / "temporary").iterdir()) == []
    # The scan does see them where they may be: at the recipient.
    assert attacks.found_in(world.place, secrets[-30:] + attacks.pseudonyms(world.path("received.parquet")))


@pytest.mark.covers("Z-37", "I-21")
def test_a_relay_writes_its_result_its_records_and_nothing_else(
    world: World, offered: Path, written: list[str]
) -> None:
    written.clear()
    assert world.relay().code == 0
    paths = {Path(path) for path in written if path.startswith(str(world.place))}
    # A number is a descriptor that is open already, such as that of a file which is counted above.
    strange = {path for path in written if not path.startswith(str(world.place)) and not path.isdigit()}
    assert not strange, strange
    home = world.path("ttp")
    for path in paths:
        inside = path.is_relative_to(home / "evidence") or path.is_relative_to(home / "deliveries")
        assert inside or world.place in (path, path.parent), (
            path
        )  # the result begins as a nameless file beside its place
    assert paths


@pytest.mark.covers("Z-37")
def test_what_the_ttp_keeps_of_a_delivery_is_a_handful_of_bytes(world: World, relayed: Path) -> None:
    """Nothing of the size of a patient file stays: one short record per delivery, and lines of evidence."""
    (kept,) = world.path("ttp", "deliveries").rglob("*.json")
    assert set(attacks.as_json(kept.read_bytes())) == {"digest", "at"}
    assert all(path.stat().st_size < 20_000 for path in world.path("ttp").rglob("*") if path.is_file())


@pytest.mark.covers("Z-37", "I-22")
def test_the_relays_report_and_evidence_tell_counts_only(world: World, offered: Path) -> None:
    report = world.path("reports", "relay.json")
    answer = sluis(
        "ttp", "relay", offered, "--home", world.path("ttp"), "--out", world.path("relayed.sluis"), "--report", report
    )
    assert answer.code == 0 and world.open().code == 0
    secrets = telling(world, Scheme(attacks.manifest_of(attacks.members(offered)).claim.scheme))
    assert attacks.found_in(report.parent, secrets) == {}
    said = (answer.out + answer.err).encode()
    assert not any(text in said for one in secrets for text in attacks.spellings(one))
