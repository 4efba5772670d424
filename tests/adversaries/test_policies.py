"""Who would have a policy say more, or say it again: another TTP, an older one, other bytes, another agreement."""

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import ruling
from agreeing import identifier
from worlds import Answer, World, Worlds, sluis, specification

from sluis.agreement.policy import Allowed, Policy, Version, write_policy
from sluis.agreement.processings import Verb
from sluis.agreement.signing import POLICY, sign, sign_policy
from sluis.home.home import Home
from sluis.refusals import Refused
from sluis.refusals.catalogue import policies as codes
from sluis.signatures.jws import sign_general


@pytest.fixture
def world(worlds: Worlds, tmp_path: Path) -> World:
    """A source, a TTP and two recipients; the scheme plays no part."""
    return worlds.make(tmp_path / "world", specification(), recipients=2)


def offer(world: World, document: bytes, party: str = "source-1") -> Answer:
    """A party is given something as a policy."""
    path = world.path("given.json")
    path.write_bytes(document)
    return sluis("agreement", "policy", path, "--home", world.path(party))


def state_of(world: World, party: str = "source-1") -> bytes | None:
    """What is kept there."""
    path = world.path(party, "agreements", f"{identifier()}.policy.json")
    return path.read_bytes() if path.exists() else None


def refuse(world: World, document: bytes, *wanted: str) -> None:
    """It is refused with one of these codes, and nothing changes."""
    before = state_of(world)
    answer = offer(world, document)
    assert answer.code == 3 and answer.err.startswith(tuple(f"Refused {code}" for code in wanted)), answer.err
    assert state_of(world) == before


def widest(world: World, serial: int = 1) -> Policy:
    """As much as a policy can say."""
    everywhere = ("BE", "DE", "NL", "US")
    return replace(
        ruling.policy(world, serial),
        allowed=tuple(Allowed(verb, everywhere, ("anything",)) for verb in Verb),
        recipients=("recipient-1", "recipient-2", "stranger"),
        specifications=(Version("00" * 32), *ruling.policy(world, serial).specifications),
        ends=date(2999, 1, 1),
    )


@pytest.mark.covers("Z-07")
def test_only_the_ttp_of_the_agreement_signs_its_policy(world: World) -> None:
    made = widest(world)
    stranger = world.path("stranger")
    assert sluis("ttp", "init", "--home", stranger, "--party", "sluis", "--name", "TTP De Sluis").code == 0
    refuse(world, sign_policy(made, Home(stranger).signer()), "2513")  # by its own authority
    answer = world.path("answer.pem")
    assert sluis("ttp", "enrol", stranger / "card.json", "--home", world.path("ttp"), "--out", answer).code == 0
    shutil.rmtree(stranger / "trust")
    assert sluis("agreement", "enrolled", answer, "--home", stranger).code == 0
    refuse(world, sign_policy(made, Home(stranger).signer()), "2731")  # by the same authority, with another key
    refuse(world, sign_policy(made, world.home("source-1").signer()), "2731")
    both = sign_general(write_policy(made), world.home("source-1").signer(), POLICY, sign_policy(made, _ttp(world)))
    refuse(world, both, "2731")
    refuse(world, sign(write_policy(made), _ttp(world)), "2505")  # signed as an agreement
    refuse(world, world.path("agreements", f"{identifier()}.json").read_bytes(), "2505")
    refuse(world, write_policy(made), "2501", "253")


@pytest.mark.parametrize("seed", range(4))
def test_one_other_byte_makes_it_worthless(world: World, seed: int) -> None:
    document = sign_policy(widest(world), _ttp(world))
    chance = random.Random(seed)
    for _ in range(8):
        data = bytearray(document)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(7)
        refuse(world, bytes(data), "25", "24", "26")
    refuse(world, document[:-1], "2535", "253")
    refuse(world, b"", "253")


def test_an_older_policy_never_comes_back(world: World) -> None:
    suspended, free = ruling.policy(world, 5, *ruling.SUSPENDED), ruling.policy(world, 4)
    older, kept = sign_policy(free, _ttp(world)), sign_policy(suspended, _ttp(world))
    assert offer(world, kept).code == 0
    refuse(world, older, "2732")
    refuse(world, sign_policy(replace(free, serial=5), _ttp(world)), "2732")
    before = state_of(world)
    assert offer(world, kept).code == 0 and state_of(world) == before
    assert offer(world, sign_policy(suspended, _ttp(world))).code == 0 and state_of(world) == before
    yesterday = Home(world.path("source-1"), lambda: datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(Refused) as refused:  # a clock that was put back makes it no newer
        yesterday.shelf.take_policy(older, yesterday.clock())
    assert refused.value.code is codes.POLICY_OLDER


def test_a_policy_counts_for_its_own_agreement_alone(world: World) -> None:
    assert offer(world, sign_policy(replace(widest(world), agreement="nobody"), _ttp(world))).code == 3
    assert offer(world, sign_policy(replace(widest(world), agreement="../../x"), _ttp(world))).code == 3
    ruling.give(world, ruling.policy(world, 1, *ruling.SUSPENDED), "source-1")
    ruling.give(world, ruling.policy(world, 1, recipient=2), "source-1")
    folder = world.path("source-1", "agreements")
    shutil.copy(folder / f"{identifier(1, 2)}.policy.json", folder / f"{identifier()}.policy.json")
    world.write("BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n900000004,A,27/03/2008,1234 AB,1,12,2026-1\n")
    with world.refuses("2731") as answers:
        answers.append(world.prepare(world.path("input.csv")))


@pytest.mark.covers("Z-07", "Z-10", "Z-38")
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("encrypt",), "2733"),
        (("pseudonymise", "--country", "US"), "2734"),
        (("transport", "--recipient", "recipient-2"), "2424"),
        (("transport", "--recipient", "stranger"), "2424"),
        (("pseudonymise", "--on", "2998-12-31"), "2414"),
    ],
)
def test_a_policy_widens_nothing_that_three_signed(world: World, asked: tuple[Any, ...], code: str) -> None:
    ruling.give(world, widest(world), "ttp")
    answer = sluis("agreement", "ask", "--agreement", identifier(), "--verb", *asked, "--home", world.path("ttp"))
    assert answer.code == 3 and code in answer.err, answer.err


def test_after_its_last_day_a_policy_allows_nothing_whatever_its_state_says(world: World) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=2)
    ruling.give(world, replace(ruling.policy(world, 1), ends=yesterday, starts=yesterday), "ttp")
    answer = sluis("agreement", "ask", "--agreement", identifier(), "--verb", "transport", "--home", world.path("ttp"))
    assert answer.code == 3 and "2842" in answer.err
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    ruling.give(world, replace(ruling.policy(world, 2), starts=tomorrow), "ttp")
    answer = sluis("agreement", "ask", "--agreement", identifier(), "--verb", "transport", "--home", world.path("ttp"))
    assert answer.code == 3 and "2843" in answer.err


def test_of_many_that_are_taken_at_once_the_latest_stays(world: World) -> None:
    documents = {serial: sign_policy(ruling.policy(world, serial), _ttp(world)) for serial in range(1, 13)}
    order = random.Random(1).sample(sorted(documents), len(documents))

    def take(serial: int) -> bool:
        home = world.home("source-1")
        try:
            home.shelf.take_policy(documents[serial], home.clock())
        except Refused as refused:
            assert refused.code is codes.POLICY_OLDER
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        taken = dict(zip(order, pool.map(take, order), strict=True))
    home = world.home("source-1")
    last = home.shelf.policy(home.shelf.agreement(identifier()))
    assert last and last.serial == 12 and taken[12]
    path = world.path("source-1", "agreements", f"{identifier()}.policy.json")
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(path.parent.glob(".*.part"))


@pytest.mark.parametrize(
    "damage", [b"", b"{}\n", b"\xff\xfe", b'{"document":"x","serial":1,"sha256":"","taken_at":1}\n']
)
def test_a_damaged_file_refuses_and_is_never_as_if_there_were_none(world: World, damage: bytes) -> None:
    ruling.give(world, ruling.policy(world, 1), "source-1")
    path = world.path("source-1", "agreements", f"{identifier()}.policy.json")
    path.write_bytes(damage)
    answer = sluis("agreement", "ask", "--agreement", identifier(), "--verb", "transport", "--home", path.parents[1])
    assert answer.code == 3 and "2735" in answer.err
    assert offer(world, sign_policy(ruling.policy(world, 2), _ttp(world))).code == 3
    path.unlink()
    assert offer(world, sign_policy(ruling.policy(world, 2), _ttp(world))).code == 0


def _ttp(world: World) -> Any:
    return world.home("ttp").signer()
