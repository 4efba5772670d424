"""A party's card: signed by the key that it shows, by whoever holds the secrets behind it, and told apart by ear."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from agreement.parties import Party, recipient, source, ttp
from sluis.agreement.card import LIMIT_BYTES, read_card
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures import Role, exact


def refuses(data: bytes, code: Code | None = None) -> None:
    """The card is refused."""
    with pytest.raises(Refused) as refusal:
        read_card(data)
    assert code is None or refusal.value.code is code


@pytest.fixture(params=[source, recipient, ttp], ids=["source", "recipient", "ttp"])
def party(request: pytest.FixtureRequest) -> Party:
    """Each kind of party."""
    made: Party = request.param()
    return made


def test_a_card_comes_back_as_it_was(party: Party) -> None:
    card = party.read()
    assert (card.role, card.keys) == (party.role, party.keys)
    assert read_card(card.data) == card


def test_a_fingerprint_is_of_all_its_bytes(party: Party) -> None:
    one, again = party.read(), read_card(party.card())
    assert one.fingerprint == read_card(one.data).fingerprint
    assert one.fingerprint != again.fingerprint  # its proofs are fresh, so the very file is compared


def test_any_other_key_or_name_breaks_the_signature(party: Party) -> None:
    whole = json.loads(party.card())
    for part in asdict(party.keys):
        value = json.loads(party.card())
        value["card"]["keys"][part] += "0"
        refuses(exact.dump(value))
    for part in ("role", "request", "proofs", "format"):
        value = json.loads(party.card())
        del value["card"][part]
        refuses(exact.dump(value), codes.UNREADABLE)
    refuses(exact.dump(whole | {"more": 1}), codes.UNREADABLE)
    refuses(exact.dump(whole | {"signature": "00" * 64}), codes.CARD_FORGED)


def test_a_card_signed_with_another_key_is_refused() -> None:
    refuses(source().card(sign=recipient().signer.sign), codes.CARD_FORGED)
    refuses(source().card(request=ttp().request), codes.CARD_FORGED)
    refuses(source().card(role=Role.TTP), codes.CARD_FORGED)
    refuses(source().card(keys=replace(source().keys, id="other")), codes.CARD_FORGED)


def test_who_publishes_a_share_holds_its_secret() -> None:
    """Otherwise the last to publish could choose its share so that it alone opens what two should open together."""
    mine = recipient()
    foreign = replace(mine.keys, point=ttp().keys.point)
    refuses(mine.card(keys=foreign))
    refuses(mine.card(shares={}), codes.CARD_FORGED)
    swapped = {"point": mine.shares["point_test"], "point_test": mine.shares["point"]}
    refuses(mine.card(shares=swapped))
    only = {"point": mine.shares["point"]}
    refuses(mine.card(shares=only), codes.CARD_FORGED)


def test_a_source_has_no_share() -> None:
    point = recipient().keys.point
    refuses(source().card(keys=replace(source().keys, point=point)), codes.CARD_FORGED)
    refuses(source().card(shares=recipient().shares), codes.CARD_FORGED)


ODD: tuple[Any, ...] = (None, 1, True, [], {}, "", "zz", ["x"], {"x": 1})


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_part_of_another_kind_is_refused(party: Party, odd: Any) -> None:
    for way in (("signature",), ("card",), *(("card", part) for part in ("format", "role", "keys", "request"))):
        value = json.loads(party.card())
        place = value if len(way) == 1 else value["card"]
        place[way[-1]] = odd
        refuses(exact.dump(value))
    for part in asdict(party.keys):
        value = json.loads(party.card())
        value["card"]["keys"][part] = odd
        if (odd, getattr(party.keys, part)) != ("", ""):
            refuses(exact.dump(value))
    value = json.loads(party.card())
    value["card"]["proofs"] = odd
    if not (odd == {} and party.role is Role.SOURCE):
        refuses(exact.dump(value))


@pytest.mark.parametrize("data", [b"", b"x", b"{}\n", b"[]\n", b"\xff", b" " * (LIMIT_BYTES + 1)], ids=len)
def test_what_is_no_card_is_refused(data: bytes) -> None:
    refuses(data)
