"""No lock-in and no back door: Debian's age opens the content with the recipient's key, and with nobody else's."""

import json
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from worlds import World

from adversaries import attacks
from adversaries.conftest import MINE, SHARED

AGE = shutil.which("age")
pytestmark = pytest.mark.skipif(AGE is None, reason="the tool age is not installed (Debian: apt-get install age)")


def age(sealed: Path, identity: Path, out: Path) -> bool:
    """Whether the tool opens this file with this identity."""
    assert AGE is not None
    done = subprocess.run([AGE, "-d", "-i", identity, "-o", out, sealed], capture_output=True, check=False)
    assert done.returncode == 0 or not out.exists()
    return done.returncode == 0


def identity_of(world: World, party: str, name: str = "content") -> Path:
    """A party's content key, opened with its unlock identity by the tool alone."""
    out = world.path(f"{party}.{name}.identity")
    assert age(world.path(party, "keys", f"{name}.age"), world.path(party, "unlock"), out)
    return out


@pytest.mark.covers("Z-34", "Z-35")
def test_the_content_opens_with_a_plain_age_tool_and_the_recipients_key(world: World, relayed: Path) -> None:
    parts = attacks.members(relayed)
    (name,) = (one for one in parts if one.startswith("content-"))
    sealed, opened = world.path("content.age"), world.path("content.parquet")
    sealed.write_bytes(parts[name])
    assert age(sealed, identity_of(world, "recipient-1"), opened)
    metadata = json.loads(pq.read_metadata(opened).metadata[b"sluis"])
    manifest = attacks.manifest_of(parts)
    assert metadata == {
        "delivery": manifest.delivery,
        "mode": manifest.mode.value,
        "test": False,
        "created_at": manifest.created_at,
        "claim": asdict(manifest.claim),
        "table": name.removeprefix("content-").removesuffix(".age"),
        "rows": len(MINE + SHARED),
    }
    table = pq.read_table(opened)
    assert table.column_names == ["BSN", "DOB", "POST", "SEX", "SDQ_SCORE", "LINK", "row_reference"]
    assert sorted(table.column("SDQ_SCORE").to_pylist()) == list(range(len(MINE + SHARED)))


@pytest.mark.covers("Z-34")
def test_the_keys_of_source_ttp_and_another_recipient_do_not_open_the_content(world: World, relayed: Path) -> None:
    parts = attacks.members(relayed)
    others = [("source-1", "content"), ("source-2", "content"), ("ttp", "content"), ("recipient-2", "content")]
    others += [("recipient-1", "content-test"), ("ttp", "content-test")]
    for party, key in others:
        identity = identity_of(world, party, key)
        for name in parts:
            if name.endswith(".age"):
                sealed = world.path("sealed.age")
                sealed.write_bytes(parts[name])
                assert not age(sealed, identity, world.path("opened")), (party, name)


def test_every_sealed_member_is_for_one_reader(world: World, relayed: Path) -> None:
    """No second stanza through which somebody else could read: age's header names one X25519 recipient."""
    for source in (world.path("offered.sluis"), relayed):
        for name, data in attacks.members(source).items():
            if name.endswith(".age"):
                header = data[: data.index(b"\n---")].splitlines()
                stanzas = [line.split()[1] for line in header if line.startswith(b"-> ")]
                assert stanzas.count(b"X25519") == 1
                assert all(kind == b"X25519" or kind.endswith(b"-grease") for kind in stanzas), stanzas
