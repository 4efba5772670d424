"""Agreements from the command line: who signs, in which order versions come, and the key that sources share."""

import base64
import json
from pathlib import Path

import pytest
from agreeing import accept, draft, identifier, renew, sign
from worlds import PEOPLE, Answer, World, Worlds, sluis, specification


def show(world: World, document: Path, party: str = "source-1") -> Answer:
    """`sluis agreement show`."""
    return sluis("--json", "agreement", "show", document, "--home", world.path(party))


def listed(world: World, party: str) -> dict[str, tuple[int, str]]:
    """`sluis agreement list`: version and state by agreement."""
    answer = sluis("--json", "agreement", "list", "--home", world.path(party))
    return {one["agreement"]: (one["version"], one["state"]) for one in answer.data}


@pytest.mark.covers("Z-23")
def test_an_agreement_and_its_specification_work_when_all_three_have_signed(world: World) -> None:
    answer, document = draft(world, 2)
    assert answer.code == 0
    signed = ["ttp"]
    for party in ("source-1", "recipient-1"):
        assert show(world, document).data["signed_by"] == sorted(signed)
        with world.refuses("2407") as answers:
            answers.append(accept(world, party, document))
        assert sign(world, party, document).code == 0
        signed.append(party.partition("-")[0])
    for party in ("source-1", "recipient-1", "ttp"):
        assert accept(world, party, document).code == 0
        assert listed(world, party)[identifier()] == (2, "in force")
    seen = show(world, document)
    assert seen.data["signed_by"] == ["recipient", "source", "ttp"]
    assert seen.data["terms"]["specification_name"] == "children"


@pytest.mark.covers("Z-23")
def test_another_specification_than_the_agreed_one_is_neither_signed_nor_accepted(world: World) -> None:
    _, document = draft(world, 2)
    agreed = world.specification.read_text()
    world.specification.write_text(agreed.replace("version: 1.0.0", "version: 1.0.1"))
    with world.refuses("2418") as answers:
        answers.append(sign(world, "source-1", document))
    world.specification.write_text(agreed)
    for party in ("source-1", "recipient-1"):
        assert sign(world, party, document).code == 0
    world.specification.write_text(agreed.replace("justification: age", "justification: more"))
    with world.refuses("2418") as answers:
        answers.append(accept(world, "ttp", document))


def test_an_older_version_never_comes_back(world: World) -> None:
    second = renew(world, 2)
    renew(world, 3)
    for document, party in ((second, "source-1"), (second, "recipient-1"), (second, "ttp")):
        with world.refuses("2420") as answers:
            answers.append(accept(world, party, document))
    first = world.path("agreements", f"{identifier()}.json")
    with world.refuses("2420") as answers:
        answers.append(accept(world, "ttp", first))
    assert listed(world, "ttp")[identifier()] == (3, "in force")


def test_signing_twice_changes_nothing_and_others_do_not_sign(world: World) -> None:
    _, document = draft(world, 2)
    assert sign(world, "source-1", document).code == 0
    once = document.read_bytes()
    assert sign(world, "source-1", document).code == 0
    assert document.read_bytes() == once
    with world.refuses("2419") as answers:
        answers.append(sign(world, "source-2", document))
    assert document.read_bytes() == once


def test_a_changed_term_breaks_the_signatures(world: World) -> None:
    document = renew(world, 2)
    value = json.loads(document.read_text())
    payload = base64.urlsafe_b64decode(value["payload"] + "=" * (-len(value["payload"]) % 4))
    longer = payload.replace(b'"days_after_download":10', b'"days_after_download":99')
    assert longer != payload
    value["payload"] = base64.urlsafe_b64encode(longer).rstrip(b"=").decode()
    document.write_text(json.dumps(value, sort_keys=True, separators=(",", ":")) + "\n")
    with world.refuses("2502") as answers:
        answers.append(show(world, document))


def test_prepare_asks_which_agreement_and_refuses_where_there_is_none(world: World) -> None:
    file = world.write(PEOPLE)
    home = ("--home", world.path("source-1"), "--out", world.path("out.sluis"))
    with world.refuses("2413") as answers:
        answers.append(sluis("source", "prepare", file, *home))
    with world.refuses("2412") as answers:
        answers.append(sluis("source", "prepare", file, *home, "--to", "nobody"))
    assert sluis("source", "prepare", file, *home, "--agreement", identifier(1, 2)).code == 0


def test_an_agreement_without_the_other_partys_card_is_refused(world: World) -> None:
    assert sluis("agreement", "unpin", "recipient-1", "--home", world.path("source-1")).code == 0
    file = world.write(PEOPLE)
    with world.refuses("2410") as answers:
        answers.append(world.prepare(file))


# The key that sources share (keyed scheme).


@pytest.fixture
def keyed(worlds: Worlds, tmp_path: Path) -> World:
    """Two sources and a recipient, keyed."""
    return worlds.make(tmp_path / "world", specification("keyed"), sources=2)


def group(world: World, verb: str, *more: object, source: int = 1) -> Answer:
    """`sluis source group`."""
    return sluis("--json", "source", "group", verb, *more, "--home", world.path(f"source-{source}"))


def test_sources_that_share_a_key_have_one_check_value(keyed: World) -> None:
    checks = [group(keyed, "check", "--domain", "registry-1", source=number).data for number in (1, 2)]
    assert checks[0] == checks[1] and checks[0]["check"] != checks[0]["check_test"]
    other = group(keyed, "check", "--domain", "registry-1", "--version", 2).data
    assert {other["check"], other["check_test"]}.isdisjoint({checks[0]["check"], checks[0]["check_test"]})


def test_a_key_is_shared_with_a_pinned_source_only_and_opened_by_it_only(keyed: World) -> None:
    assert group(keyed, "new", "--domain", "other").code == 0
    sealed = keyed.path("other.age")
    for card, code in (("recipient-1", "2410"), ("ttp", "2410"), ("source-1", "2410")):
        with keyed.refuses(code) as answers:
            answers.append(group(keyed, "share", keyed.path(card, "card.json"), "--domain", "other", "--out", sealed))
    shared = group(keyed, "share", keyed.path("source-2", "card.json"), "--domain", "other", "--out", sealed)
    assert shared.code == 0
    key = keyed.home("source-1").keys.secret("group-other")
    assert bytes(key) not in sealed.read_bytes() and key.hex().encode() not in sealed.read_bytes()
    with keyed.refuses("26") as answers:
        answers.append(group(keyed, "accept", sealed, source=1))
    assert group(keyed, "accept", sealed, source=2).code == 0
    assert keyed.home("source-2").keys.secret("group-other") == key
    with keyed.refuses("2690") as answers:
        answers.append(group(keyed, "accept", sealed, source=2))


def test_a_source_with_another_group_key_is_refused_before_it_makes_other_pseudonyms(keyed: World) -> None:
    """The agreement holds the check value of the group; this source has a key that it made itself."""
    for ending in ("age", "json"):
        keyed.path("source-1", "keys", f"group-registry-1.{ending}").unlink()
    assert group(keyed, "new", "--domain", "registry-1").code == 0
    file = keyed.write(PEOPLE)
    for flags in ([], ["--test"]):
        with keyed.refuses("2818") as answers:
            answers.append(keyed.prepare(file, more=flags))
    assert keyed.prepare(file, source=2).code == 0


def test_without_the_groups_key_nothing_is_prepared(keyed: World) -> None:
    keyed.path("source-1", "keys", "group-registry-1.age").unlink()
    keyed.path("source-1", "keys", "group-registry-1.json").unlink()
    file = keyed.write(PEOPLE)
    with keyed.refuses("2600") as answers:
        answers.append(keyed.prepare(file))
