"""The keys of a home from the command line, and what rotating, retiring and destroying does to deliveries."""

import json

import pyarrow.parquet as pq
import pytest
from agreeing import renew
from worlds import PEOPLE, Answer, World, sluis

DOMAIN = "registry-1"


def keys(world: World, verb: str, *more: object, party: str = "ttp") -> Answer:
    """`sluis keys`."""
    return sluis("--json", "keys", verb, *more, "--home", world.path(party))


def states(world: World) -> dict[str, str]:
    """The TTP's keys and their states."""
    return {one["name"]: one["state"] for one in keys(world, "list").data}


def labels(world: World, name: str) -> set[str]:
    """The pseudonyms in a received file."""
    return {row["BSN"] for row in pq.read_table(world.path(name)).to_pylist() if row["BSN"]}


def exchange(world: World, name: str) -> set[str]:
    """A delivery all the way; its pseudonyms."""
    assert world.prepare(world.write(PEOPLE), out=f"{name}.sluis").code == 0
    relayed = world.relay(f"{name}.sluis", f"{name}.relayed.sluis")
    assert relayed.code == 0, relayed.err
    assert world.open(f"{name}.relayed.sluis", out=f"{name}.parquet").code == 0
    return labels(world, f"{name}.parquet")


def test_the_list_names_every_key_with_its_state_and_no_private_part(world: World) -> None:
    assert {f"domain-{DOMAIN}-1", f"domain-{DOMAIN}-1-test", "signing", "content", "share", "reversible"} <= set(
        states(world)
    )
    assert set(states(world).values()) == {"active"}
    people = sluis("keys", "list", "--home", world.path("ttp"))
    for text in (keys(world, "list").out, people.out):
        assert "AGE-SECRET-KEY" not in text and "PRIVATE" not in text
    scalar = world.home("ttp").keys.secret("reversible").hex()
    assert scalar not in keys(world, "list").out + people.out


@pytest.mark.covers("Z-50")
def test_after_a_domains_key_is_destroyed_no_delivery_is_relayed_and_the_refusal_says_why(world: World) -> None:
    exchange(world, "before")
    name = f"domain-{DOMAIN}-1"
    with world.refuses("2011") as answers:
        answers.append(keys(world, "destroy", name))
    with world.refuses("2011") as answers:
        answers.append(keys(world, "destroy", name, "--yes", "something-else"))
    assert keys(world, "destroy", name, "--yes", name).code == 0
    assert states(world)[name] == "destroyed" and not world.path("ttp", "keys", f"{name}.age").exists()
    assert world.prepare(world.path("input.csv"), out="after.sluis").code == 0
    with world.refuses("2695") as answers:
        answers.append(world.relay("after.sluis", "after.relayed.sluis"))
    assert name in answers[0].err and "destroyed on" in answers[0].err
    assert keys(world, "new", "--domain", DOMAIN, "--scheme", "polymorphic").code == 3  # the name never comes back
    events = b"".join(path.read_bytes() for path in world.path("ttp", "evidence").rglob("*") if path.is_file())
    assert b"key.destroyed" in events


def test_another_domain_goes_on_after_one_was_destroyed(world: World) -> None:
    name = f"domain-{DOMAIN}-1"
    keys(world, "destroy", name, "--yes", name)
    assert world.prepare(world.write(PEOPLE), to=2).code == 0
    assert world.relay().code == 0
    assert world.open(to=2).code == 0


def test_a_retired_domain_key_relays_nothing_new(world: World) -> None:
    assert keys(world, "retire", f"domain-{DOMAIN}-1").code == 0
    assert states(world)[f"domain-{DOMAIN}-1"] == "retired"
    assert world.prepare(world.write(PEOPLE)).code == 0
    with world.refuses("2696") as answers:
        answers.append(world.relay())


def test_a_rotated_key_takes_the_scheme_of_the_one_before(world: World) -> None:
    answer = keys(world, "rotate", "--domain", DOMAIN)
    assert (answer.code, answer.data) == (0, {"domain": DOMAIN, "version": 2})
    kinds = {one["name"]: one["kind"] for one in keys(world, "list").data}
    assert kinds[f"domain-{DOMAIN}-2"] == kinds[f"domain-{DOMAIN}-1"]
    assert kinds[f"domain-{DOMAIN}-2-test"] == kinds[f"domain-{DOMAIN}-1"]


def test_a_domain_that_has_no_key_cannot_be_rotated(world: World) -> None:
    with world.refuses("2600") as answers:
        answers.append(keys(world, "rotate", "--domain", "unheard-of"))


@pytest.mark.covers("Z-23")
def test_a_rotated_key_works_when_all_three_agree_on_it_and_then_only_the_new_one(world: World) -> None:
    before = exchange(world, "before")
    assert world.prepare(world.path("input.csv"), out="old.sluis").code == 0
    assert world.prepare(world.path("input.csv"), out="late.sluis").code == 0
    assert world.relay("late.sluis", "late.relayed.sluis").code == 0
    assert keys(world, "rotate", "--domain", DOMAIN).code == 0
    assert exchange(world, "between") == before  # rotating alone changes nothing
    renew(world, 2, "--domain-version", 2)
    with world.refuses("2415") as answers:
        answers.append(world.relay("old.sluis", "old.relayed.sluis"))
    with world.refuses("2415") as answers:
        answers.append(world.open("late.relayed.sluis", out="late.parquet"))
    after = exchange(world, "after")
    assert {label.split(".")[0][1:] for label in before} == {"1"}
    assert {label.split(".")[0][1:] for label in after} == {"2"}
    tails = [{label.rpartition(".")[2] for label in found} for found in (before, after)]
    assert len(after) == len(before) == 3 and tails[0].isdisjoint(tails[1])
    seen = sluis("--json", "inspect", world.path("after.relayed.sluis")).data
    assert (seen["agreement_version"], seen["domain_version"]) == (2, 2)


def test_a_party_lists_its_own_keys_only_by_their_public_parts(world: World) -> None:
    card = json.loads(world.path("source-1", "card.json").read_text())["card"]["keys"]
    listed = {one["name"]: one for one in keys(world, "list", party="source-1").data}
    assert listed["content"]["public"] == card["content"]
    assert listed["signing"]["key_id"] == card["signing"]
    assert listed["content-test"]["test"] is True and listed["content"]["test"] is False
