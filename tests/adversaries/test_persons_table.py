"""The persons' table altered, by an outsider and by the TTP itself: swapped, replaced, made with another key."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from worlds import World

from adversaries import attacks
from adversaries.conftest import MINE, SHARED, rows_of
from sluis.kernel import closing
from sluis.kernel.keyed import SENTINELS
from sluis.kernel.ristretto import random_scalar
from sluis.kernel.sealing import open_bytes, seal_bytes
from sluis.package.persons import write_order, write_persons
from sluis.specification.model import Scheme

CLOSING, KEY_MISMATCH, DOUBLE, DAMAGED, OTHER_MANIFEST = "2656", "2560", "2654", "2551", "2557"


def is_keyed(parts: dict[str, bytes]) -> bool:
    """Which scheme the package is of."""
    return attacks.manifest_of(parts).claim.scheme == Scheme.KEYED


def opens_as(world: World, parts: dict[str, bytes], code: str) -> None:
    """The recipient refuses these parts, for this reason."""
    attacks.rebuild(world.path("forged.sluis"), parts)
    with world.refuses(code) as answers:
        answers.append(world.open("forged.sluis"))


def two_persons(world: World, parts: dict[str, bytes]) -> tuple[int, int]:
    """Two rows of the first list that are persons and whose weights differ; only the judge can know that."""
    handles, secrets = attacks.order_of(world.home("recipient-1"), parts)["bsn"]
    persons = np.delete(np.arange(len(handles)), list(secrets.sentinels))
    if not secrets.seed:
        return int(persons[0]), int(persons[1])
    weights = closing.weights(bytes.fromhex(secrets.seed), len(persons))
    other = int(np.flatnonzero(weights != weights[0])[0])
    return int(persons[0]), int(persons[other])


def swap(one: int, other: int) -> attacks.Step:
    """Two rows change places."""

    def step(rows: attacks.Bytes) -> attacks.Bytes:
        rows = rows.copy()
        rows[[one, other]] = rows[[other, one]]
        return rows

    return step


@pytest.mark.covers("Z-36")
def test_two_persons_swapped_by_an_outsider_are_refused_before_and_after_the_relay(world: World, offered: Path) -> None:
    """He can seal a table of his own making to the reader, for that key is public; he cannot sign it."""
    true = attacks.members(offered)
    for package, party in ((offered, "ttp"), (world.path("relayed.sluis"), "recipient-1")):
        parts, home = attacks.members(package), world.home(party)
        manifest = attacks.manifest_of(parts)
        lists = attacks.persons_of(home, parts)
        swapped = {name: rows[::-1] for name, rows in lists.items()}
        sealed = seal_bytes(write_persons(swapped, manifest.binding()), [home.shelf.card.keys.content])
        attacks.rebuild(package, {**parts, "persons.age": sealed})
        with world.refuses(DAMAGED) as answers:
            answers.append(world.relay() if party == "ttp" else world.open())
        if party == "ttp":
            attacks.rebuild(offered, true)
            assert world.relay().code == 0


@pytest.mark.covers("Z-33")
@pytest.mark.parametrize("moment", ["before its step", "after its step"])
def test_two_persons_swapped_by_the_ttp_itself_are_seen_in_the_polymorphic_scheme(
    world: World, offered: Path, moment: str
) -> None:
    """Keyed, the TTP can do so unseen: there the recipient's check is of the key, the number and doubles, no more."""
    parts, ttp = attacks.members(offered), world.home("ttp")
    step = swap(*two_persons(world, parts))
    how = {"before": step} if moment == "before its step" else {"after": step}
    forged = attacks.relay_as_ttp(ttp, parts, key_check=attacks.key_check_of(ttp, parts), **how)  # type: ignore[arg-type]
    if is_keyed(parts):
        attacks.rebuild(world.path("forged.sluis"), forged)
        assert world.open("forged.sluis").code == 0
    else:
        opens_as(world, forged, CLOSING)


@pytest.mark.covers("Z-33")
def test_a_person_doubled_in_place_of_another_is_refused_in_both_schemes(world: World, offered: Path) -> None:
    parts, ttp = attacks.members(offered), world.home("ttp")
    one, other = two_persons(world, parts)

    def double(rows: attacks.Bytes) -> attacks.Bytes:
        rows = rows.copy()
        rows[other] = rows[one]
        return rows

    check = attacks.key_check_of(ttp, parts)
    for how in ({"before": double}, {"after": double}):
        forged = attacks.relay_as_ttp(ttp, parts, key_check=check, **how)  # type: ignore[arg-type]
        opens_as(world, forged, DOUBLE if is_keyed(parts) else CLOSING)


@pytest.mark.covers("Z-33")
def test_a_wrong_key_of_the_domain_is_refused_by_the_recipient(world: World, offered: Path) -> None:
    """Another key altogether, another domain's, and the test key; the note claims the right one each time."""
    parts, ttp = attacks.members(offered), world.home("ttp")
    get = ttp.keys.secret if is_keyed(parts) else ttp.keys.scalar
    check = attacks.key_check_of(ttp, parts)
    for factor in (random_scalar(), get("domain-registry-2-1"), get("domain-registry-1-1-test")):
        forged = attacks.relay_as_ttp(ttp, parts, key_check=check, factor=bytes(factor))
        opens_as(world, forged, KEY_MISMATCH if is_keyed(parts) else CLOSING)


@pytest.mark.covers("Z-33")
def test_a_note_that_owns_up_to_another_key_is_refused(world: World, offered: Path) -> None:
    parts, ttp = attacks.members(offered), world.home("ttp")
    other = ttp.shelf.agreement("source-1-recipient-2").domain.key_check(test=False)
    opens_as(world, attacks.relay_as_ttp(ttp, parts, key_check=other), KEY_MISMATCH)


@pytest.mark.covers("Z-33")
def test_the_ttp_itself_refuses_to_work_with_another_key_than_the_agreement_publishes(
    world: World, offered: Path
) -> None:
    keys = world.path("ttp", "keys")
    for ending in ("age", "json"):
        (keys / f"domain-registry-1-1.{ending}").unlink()
    kind = "secret" if is_keyed(attacks.members(offered)) else "scalar"
    home = world.home("ttp")
    home.keys.make("domain-registry-1-1", kind, at=home.clock(), domain="registry-1", version=1)
    with world.refuses("2819") as answers:
        answers.append(world.relay())


@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
def test_a_relay_for_another_recipients_share_is_refused(world: World, offered: Path) -> None:
    parts, ttp = attacks.members(offered), world.home("ttp")
    other = world.home("recipient-2").shelf.card.keys.point
    check = attacks.key_check_of(ttp, parts)
    opens_as(world, attacks.relay_as_ttp(ttp, parts, key_check=check, recipient=other), CLOSING)


@pytest.mark.covers("Z-36")
def test_another_packages_table_is_refused_whoever_signs_for_it(world: World, relayed: Path) -> None:
    file = world.write(rows_of(MINE + SHARED))
    assert world.prepare(file, out="second.sluis").code == 0
    assert world.relay("second.sluis", "second-relayed.sluis").code == 0
    ttp, source = world.home("ttp"), world.home("source-1")
    before = attacks.members(world.path("offered.sluis")), attacks.members(world.path("second.sluis"))
    mixed = attacks.sign_as_source(source, {**before[1], "persons.age": before[0]["persons.age"]})
    mixed = attacks.sign_as_source(source, mixed, replace(attacks.manifest_of(mixed), delivery="1" * 32))
    attacks.rebuild(world.path("mixed.sluis"), mixed)
    with world.refuses(OTHER_MANIFEST) as answers:
        answers.append(world.relay("mixed.sluis", "mixed-relayed.sluis"))
    after = attacks.members(relayed), attacks.members(world.path("second-relayed.sluis"))
    check = attacks.key_check_of(ttp, after[0])
    forged = attacks.sign_as_ttp(ttp, {**after[1], "persons.age": after[0]["persons.age"]}, check)
    opens_as(world, forged, OTHER_MANIFEST)


@pytest.mark.covers("Z-36")
@pytest.mark.parametrize("member", ["content", "order.age"])
def test_content_of_one_package_under_another_manifest_is_refused(world: World, relayed: Path, member: str) -> None:
    file = world.write(rows_of(MINE + SHARED))
    assert world.prepare(file, out="second.sluis").code == 0
    one, other = attacks.members(world.path("offered.sluis")), attacks.members(world.path("second.sluis"))
    (name,) = (name for name in one if name.startswith(member))
    # By an outsider, who makes the container fit.
    attacks.rebuild(world.path("mixed.sluis"), {**other, name: one[name]})
    with world.refuses(DAMAGED) as answers:
        answers.append(world.relay("mixed.sluis", "mixed-relayed.sluis"))
    after = attacks.members(relayed)
    opens_as(world, {**after, name: other[name]}, DAMAGED)
    # By the source itself, who signs for the mixture: the TTP cannot see it, the recipient does.
    mixed = attacks.sign_as_source(world.home("source-1"), {**other, name: one[name]})
    attacks.rebuild(world.path("mixed.sluis"), mixed)
    assert world.relay("mixed.sluis", "mixed-relayed.sluis").code == 0
    with world.refuses(OTHER_MANIFEST) as answers:
        answers.append(world.open("mixed-relayed.sluis"))


@pytest.mark.covers("Z-36")
def test_a_thief_of_sealed_content_cannot_send_it_as_his_own(world: World, offered: Path) -> None:
    """Source-2 knows everything that source-1 sent, and signs it under its own agreement."""
    file = world.write(rows_of(MINE + SHARED))
    assert world.prepare(file, source=2, out="own.sluis").code == 0
    stolen, own = attacks.members(offered), attacks.members(world.path("own.sluis"))
    for names, step, code in (
        (["persons.age"], "relay", OTHER_MANIFEST),
        (["content", "order.age"], "open", OTHER_MANIFEST),
        (["order.age"], "open", OTHER_MANIFEST),
    ):
        taken = {name: data for name, data in stolen.items() if name.startswith(tuple(names))}
        fresh = replace(attacks.manifest_of(own), delivery=f"{len(taken)}{step[:1].encode().hex()}".rjust(32, "0"))
        mixed = attacks.sign_as_source(world.home("source-2"), {**own, **taken})
        if step == "relay":
            mixed = attacks.sign_as_source(world.home("source-2"), mixed, fresh)
        attacks.rebuild(world.path("mixed.sluis"), mixed)
        if step == "relay":
            with world.refuses(code) as answers:
                answers.append(world.relay("mixed.sluis", "mixed-relayed.sluis"))
            continue
        ttp = world.home("ttp")
        opens_as(world, attacks.relay_as_ttp(ttp, mixed, key_check=attacks.key_check_of(ttp, mixed)), code)


def forged_by_source(world: World, parts: dict[str, bytes], change: attacks.Step) -> dict[str, bytes]:
    """A package in which the source itself altered the list that the TTP gets."""
    lists = {name: change(rows.copy()) for name, rows in attacks.persons_of(world.home("ttp"), parts).items()}
    ttp = world.home("ttp").shelf.card.keys.content
    sealed = seal_bytes(write_persons(lists, attacks.manifest_of(parts).binding()), [ttp])
    return attacks.sign_as_source(world.home("source-1"), {**parts, "persons.age": sealed})


@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
@pytest.mark.parametrize("point", attacks.BAD_POINTS, ids=["identity", "not canonical", "no point", "all ones"])
@pytest.mark.parametrize("half", [0, 1])
def test_elements_that_are_none_are_refused_at_relay_and_at_open(
    world: World, offered: Path, point: bytes, half: int
) -> None:
    parts, ttp = attacks.members(offered), world.home("ttp")

    def spoil(rows: attacks.Bytes) -> attacks.Bytes:
        rows = rows.copy()
        rows[0, 32 * half : 32 * half + 32] = np.frombuffer(point, np.uint8)
        return rows

    attacks.rebuild(world.path("forged.sluis"), forged_by_source(world, parts, spoil))
    with world.refuses("2650") as answers:
        answers.append(world.relay("forged.sluis"))
    forged = attacks.relay_as_ttp(ttp, parts, key_check=attacks.key_check_of(ttp, parts), after=spoil)
    opens_as(world, forged, "2650")


@pytest.mark.covers("Z-40")
def test_a_list_with_a_person_twice_is_refused_at_relay(world: World, offered: Path) -> None:
    def double(rows: attacks.Bytes) -> attacks.Bytes:
        rows[0] = rows[1]
        return rows

    parts = attacks.members(offered)
    attacks.rebuild(world.path("forged.sluis"), forged_by_source(world, parts, double))
    with world.refuses(DOUBLE) as answers:
        answers.append(world.relay("forged.sluis"))


@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
@pytest.mark.parametrize("scalar", attacks.BAD_SCALARS, ids=["zero", "L", "L+1", "all ones"])
def test_a_sentinels_number_out_of_range_is_refused_at_open(world: World, offered: Path, scalar: bytes) -> None:
    parts, recipient = attacks.members(offered), world.home("recipient-1")
    orders = attacks.order_of(recipient, parts)
    handles = {name: rows for name, (rows, _) in orders.items()}
    secrets = {name: replace(one, scalar=scalar.hex()) for name, (_, one) in orders.items()}
    order = write_order(handles, secrets, attacks.manifest_of(parts).binding())
    sealed = seal_bytes(order, [recipient.shelf.card.keys.content])
    attacks.rebuild(offered, attacks.sign_as_source(world.home("source-1"), {**parts, "order.age": sealed}))
    assert world.relay().code == 0
    with world.refuses("2653") as answers:
        answers.append(world.open())


@pytest.mark.parametrize("world", ["keyed"], indirect=True)
def test_the_sentinels_of_the_keyed_scheme_are_nobodys_tags(world: World, offered: Path) -> None:
    """They are public: a source or a TTP that knows their place gains nothing, for they stand for no person."""
    parts = attacks.members(offered)
    rows = attacks.persons_of(world.home("ttp"), parts)["bsn"]
    seen = {row.tobytes() for row in rows}
    assert {row.tobytes() for row in SENTINELS} <= seen and len(seen) == len(rows)


def test_the_opened_content_stays_what_the_source_sealed(world: World, relayed: Path) -> None:
    """The TTP can neither read nor exchange it: its digest stands in the source's signed manifest."""
    parts, recipient = attacks.members(relayed), world.home("recipient-1")
    (name,) = (one for one in parts if one.startswith("content-"))
    plain = open_bytes(parts[name], recipient.keys.identity("content"))
    assert pq.read_table(BytesIO(plain)).num_rows == len(MINE + SHARED)
    resealed = seal_bytes(plain, [recipient.shelf.card.keys.content])  # the same content, sealed once more
    forged = attacks.sign_as_ttp(
        world.home("ttp"), {**parts, name: resealed}, attacks.as_json(parts["relay.json"])["key_check"]
    )
    opens_as(world, forged, DAMAGED)
