"""A recipient that has the package from before the relay, and tries 100,000 citizen service numbers on it."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from worlds import World

from adversaries import attacks
from adversaries.conftest import MINE, SHARED
from sluis.kernel import polymorphic
from sluis.kernel.keyed import ColumnMac
from sluis.kernel.ristretto import multiply
from sluis.specification.model import Scheme

CANDIDATES = 100_000
COSTLY = 3_000
"""So many candidates for what costs a multiplication each; the persons themselves are always among them."""


@pytest.mark.covers("Z-33", "I-22")
def test_a_recipient_finds_none_of_100_000_candidates_in_the_package_from_before_the_relay(
    world: World, offered: Path
) -> None:
    candidates = attacks.numbers(CANDIDATES)
    assert set(MINE + SHARED) <= set(candidates[:COSTLY])
    assert world.relay().code == 0 and world.open().code == 0
    recipient, parts = world.home("recipient-1"), attacks.members(offered)
    party = attacks.Coalition(recipient)
    assert party.opens(parts["persons.age"]) is None
    # Stronger than that: somebody gave it the list that was sealed to the TTP.
    leaked = attacks.persons_of(world.home("ttp"), parts)["bsn"]
    held = set(attacks.pseudonyms(world.path("received.parquet")))
    if attacks.manifest_of(parts).claim.scheme == Scheme.KEYED:
        found = keyed(world, leaked, held, candidates)
    else:
        found = without_ttp(world, party, parts, leaked, held, candidates)
    assert found == 0


def without_ttp(
    world: World,
    party: attacks.Coalition,
    parts: dict[str, bytes],
    leaked: attacks.Bytes,
    held: set[bytes],
    candidates: list[str],
) -> int:
    """Every element that it can make of the list, against every candidate, plain and times each number it knows."""
    seen = party.sees(Scheme.POLYMORPHIC, [leaked]) | held
    points = polymorphic.hash_to_group(attacks.canonical(candidates))
    secrets = attacks.order_of(world.home("recipient-1"), parts)["bsn"][1]
    numbers = [*party.scalars, bytes.fromhex(secrets.scalar)]
    found = sum(row.tobytes() in seen for row in points)
    for number in numbers:
        found += sum(row.tobytes() in seen for row in multiply(number, points[:COSTLY]))
    # The same attack with the TTP's key in hand does find them, so it is no blunt one.
    ttp = world.home("ttp")
    strong = multiply(ttp.keys.scalar("domain-registry-1-1"), points[:COSTLY])
    assert sum(row.tobytes() in seen for row in strong) == len(MINE + SHARED)
    return found


def keyed(world: World, leaked: attacks.Bytes, held: set[bytes], candidates: list[str]) -> int:
    """Tags under everything that it holds or that is published and has the size of a key."""
    recipient = world.home("recipient-1")
    agreement = recipient.shelf.agreement("source-1-recipient-1")
    published = [agreement.domain.check, agreement.domain.stage_one * 2, agreement.domain.check_test, agreement.sha256]
    keys = [bytes.fromhex(one) for one in published] + attacks.Coalition(recipient).scalars
    keys += [bytes(32), hashlib.sha256(agreement.domain.name.encode()).digest()]
    seen = held | {row.tobytes() for row in leaked}
    macs, texts = [ColumnMac(key) for key in keys], attacks.canonical(candidates)
    found = 0
    for mac in macs:
        tags = np.ascontiguousarray(mac.tags(texts))
        twice = [other.tags_of_blocks(tags) for other in macs]
        found += sum(row.tobytes() in seen for rows in (tags, *twice) for row in rows[:COSTLY])
        found += len(seen & {row.tobytes() for row in tags})
    return found


@pytest.mark.covers("I-22")
def test_the_unprotected_pieces_of_a_package_name_nobody(world: World, relayed: Path) -> None:
    for package in (world.path("offered.sluis"), relayed):
        everything = package.read_bytes()
        for bsn in MINE + SHARED:
            for text in (bsn.encode(), f"Naam {bsn}".encode(), hashlib.sha256(bsn.encode()).digest()):
                assert not any(one in everything for one in attacks.spellings(text))
