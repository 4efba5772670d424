"""The TTP issues the certificates, so it can be anybody to a program that only asks for a certificate. It is refused:
the others have each other's keys from each other."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from worlds import PEOPLE, World, sluis

from adversaries import attacks
from sluis.agreement.card import read_card
from sluis.agreement.signing import sign
from sluis.agreement.terms import Agreement, PartyKeys, write_terms
from sluis.home.founding import found, install_certificate
from sluis.home.home import Home
from sluis.home.settings import Settings
from sluis.kernel import possession
from sluis.kernel.ristretto import multiply_base, random_scalar, subtract
from sluis.refusals import Refused
from sluis.signatures import exact
from sluis.signatures.certificates import Role
from sluis.ttp.enrolling import enrol

AGREEMENT = "source-1-recipient-1"
PARTS = ("signing", "content", "content_test", "point", "point_test", "everything")


def impostor(world: World, role: Role) -> Home:
    """Somebody whom the TTP's own CA calls source-1 or recipient-1."""
    party = f"{role.value}-1"
    home = found(world.path(f"impostor-{party}"), Settings(party, "An impostor", "An impostor", role))
    install_certificate(home, enrol(world.home("ttp"), home.shelf.card))
    return home


def with_part(true: PartyKeys, false: PartyKeys, part: str) -> PartyKeys:
    """The true keys with one of them, or all, swapped."""
    return false if part == "everything" else replace(true, **{part: getattr(false, part)})


def signed(world: World, agreement: Agreement, *homes: Home) -> Path:
    """The agreement as a file, signed by these."""
    document = None
    for home in homes:
        document = sign(write_terms(agreement), home.signer(), document)
    assert document is not None
    path = world.path("forged.json")
    path.write_bytes(document)
    return path


def agreed(world: World) -> Agreement:
    """The true agreement."""
    return world.home("source-1").shelf.agreement(AGREEMENT)


@pytest.mark.covers("Z-36", "Z-34")
@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
@pytest.mark.parametrize("part", PARTS)
def test_a_ttp_that_puts_its_key_in_the_recipients_place_is_refused_at_sign_accept_and_prepare(
    world: World, part: str
) -> None:
    source, recipient, ttp = (world.home(party) for party in ("source-1", "recipient-1", "ttp"))
    other = impostor(world, Role.RECIPIENT)
    true = agreed(world)
    keys = with_part(true.recipient, other.shelf.card.keys, part)
    forged = replace(true, version=2, recipient=keys)
    draft = signed(world, forged, ttp)
    with world.refuses("2411") as answers:
        answers.append(sluis("agreement", "sign", draft, "--spec", world.specification, "--home", source.path))
    with world.refuses("2409") as answers:
        answers.append(sluis("agreement", "sign", draft, "--spec", world.specification, "--home", recipient.path))
    # Even when the source's signature were there, and everybody's.
    complete = signed(world, forged, ttp, source, other if keys.signing != true.recipient.signing else recipient)
    with world.refuses("2411") as answers:
        answers.append(sluis("agreement", "accept", complete, "--spec", world.specification, "--home", source.path))
    # Even when somebody laid it among the source's accepted agreements.
    folder = source.path / "agreements" / f"{AGREEMENT}.2"
    folder.mkdir()
    (folder / "agreement.json").write_bytes(complete.read_bytes())
    (folder / "accepted.json").write_text(json.dumps({"at": source.clock().isoformat()}))
    (folder / "specification.yaml").write_bytes(world.specification.read_bytes())
    file = world.write(PEOPLE)
    with world.refuses("2411") as answers:
        answers.append(world.prepare(file))


@pytest.mark.covers("Z-36")
def test_a_ttp_that_plays_the_source_in_an_agreement_is_refused_by_both(world: World) -> None:
    recipient, ttp, other = world.home("recipient-1"), world.home("ttp"), impostor(world, Role.SOURCE)
    forged = replace(agreed(world), version=2, source=other.shelf.card.keys)
    complete = signed(world, forged, ttp, other, recipient)
    for party, code in (("source-1", "2409"), ("recipient-1", "2411")):
        home = world.path(party)
        with world.refuses(code) as answers:
            answers.append(sluis("agreement", "accept", complete, "--spec", world.specification, "--home", home))


@pytest.mark.covers("Z-36")
def test_an_agreement_that_one_of_the_three_did_not_sign_is_not_accepted(world: World) -> None:
    homes = {party: world.home(party) for party in ("source-1", "recipient-1", "ttp")}
    for missing in homes:
        some = [home for party, home in homes.items() if party != missing]
        document = signed(world, replace(agreed(world), version=2), *some)
        for home in homes.values():
            with world.refuses("2407") as answers:
                answers.append(
                    sluis("agreement", "accept", document, "--spec", world.specification, "--home", home.path)
                )


@pytest.mark.covers("Z-36")
def test_a_certificate_that_the_ttp_issues_itself_signs_nothing_under_the_true_agreement(
    world: World, relayed: Path
) -> None:
    other, ttp, parts = impostor(world, Role.SOURCE), world.home("ttp"), attacks.members(relayed)
    true = attacks.manifest_of(parts)
    check = attacks.key_check_of(ttp, parts)
    for claim in (true.claim, replace(true.claim, source_key=other.shelf.card.keys.signing)):
        forged = attacks.sign_as_source(other, parts, replace(true, claim=claim, delivery="0" * 32))
        attacks.rebuild(world.path("forged.sluis"), forged)
        with world.refuses("2416") as answers:
            answers.append(world.relay("forged.sluis", "forged-relayed.sluis"))
        attacks.rebuild(relayed, attacks.sign_as_ttp(ttp, forged, check))
        with world.refuses("2416") as answers:
            answers.append(world.open())


@pytest.mark.covers("Z-36")
def test_a_relay_note_by_another_ttp_of_the_same_authority_is_refused(world: World, relayed: Path) -> None:
    other = found(world.path("other-ttp"), Settings("sluis", "Another", "Another", Role.TTP))
    install_certificate(other, enrol(world.home("ttp"), other.shelf.card))
    parts = attacks.members(relayed)
    note = attacks.as_json(parts["relay.json"])
    forged = attacks.sign_as_ttp(other, parts, note["key_check"])
    attacks.rebuild(relayed, forged)
    with world.refuses("2416") as answers:
        answers.append(world.open())


@pytest.mark.covers("Z-36")
def test_roles_do_not_stand_in_for_each_other(world: World, relayed: Path) -> None:
    """A source signs no relay note, a recipient no manifest, whatever the certificate's authority."""
    parts = attacks.members(relayed)
    check = attacks.as_json(parts["relay.json"])["key_check"]
    for party in ("source-1", "recipient-1"):
        attacks.rebuild(relayed, attacks.sign_as_ttp(world.home(party), parts, check))
        with world.refuses("2514") as answers:
            answers.append(world.open())
    for party in ("ttp", "recipient-1"):
        attacks.rebuild(world.path("forged.sluis"), attacks.sign_as_source(world.home(party), parts))
        with world.refuses("2514") as answers:
            answers.append(world.relay("forged.sluis", "forged-relayed.sluis"))


@pytest.mark.covers("Z-36")
def test_another_source_cannot_deliver_under_this_sources_agreement(world: World, offered: Path) -> None:
    parts = attacks.members(offered)
    attacks.rebuild(offered, attacks.sign_as_source(world.home("source-2"), parts))
    with world.refuses("2416") as answers:
        answers.append(world.relay())


def test_the_last_to_publish_cannot_choose_a_share_that_cancels_the_other(world: World) -> None:
    """Z = z'G − Y would make the joint key z'G, which the TTP opens alone; it cannot show that it holds that secret."""
    ttp = world.home("ttp")
    y = bytes.fromhex(world.home("recipient-1").shelf.card.keys.point)
    mine = random_scalar()
    rogue = subtract(multiply_base(mine), y).tobytes()
    card = ttp.shelf.card
    proof = possession.prove(mine, f"sluis card ttp {card.keys.id} point".encode())
    true = attacks.as_json(card.data)["card"]
    body = {
        **true,
        "keys": {**asdict(card.keys), "point": rogue.hex()},
        "proofs": {**true["proofs"], "point": proof.hex()},
    }
    signature = ttp.keys.signing_key("signing").sign(exact.dump(body)).hex()
    with pytest.raises(Refused) as caught:
        read_card(exact.dump({"card": body, "signature": signature}))
    assert caught.value.code.number == "2657"


def test_a_card_of_known_party_with_other_keys_is_not_pinned_over_the_first(world: World) -> None:
    card = impostor(world, Role.RECIPIENT).path / "card.json"
    fingerprint = read_card(card.read_bytes()).fingerprint
    with world.refuses("2422") as answers:
        answers.append(sluis("agreement", "pin", card, "--fingerprint", fingerprint, "--home", world.path("source-1")))
