"""Three parties sign the same bytes, each with the key that stands in them, and compare the others' with their cards."""

from dataclasses import replace

import pytest

from agreement.parties import AT, Party, agreement, recipient, source, trust, ttp
from sluis.agreement.card import Card
from sluis.agreement.signing import KIND, Signed, read_signed, require_complete, require_known_keys, sign
from sluis.agreement.terms import Agreement, PartyKeys, write_terms
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.refusals.catalogue import signing
from sluis.signatures.certificates import Role
from sluis.signatures.jws import sign_general

ALL = (source, recipient, ttp)


def signed(made: Agreement, *by: Party) -> bytes:
    """The document with the signatures of these."""
    document = None
    for one in by:
        document = sign(write_terms(made), one.signer, document)
    assert document is not None
    return document


def read(document: bytes) -> Signed:
    """The document as any of the three reads it."""
    return read_signed(document, trust(), AT)


def refuses(code: Code, document: bytes) -> None:
    """It is refused with this code."""
    with pytest.raises(Refused) as refusal:
        require_complete(read(document))
    assert refusal.value.code is code


@pytest.mark.covers("Z-23")
def test_an_agreement_is_complete_when_all_three_have_signed_in_any_order() -> None:
    for order in ((source, recipient, ttp), (ttp, recipient, source)):
        document = signed(agreement(), *(one() for one in order))
        assert require_complete(read(document)) == agreement()
        assert read(document).roles == frozenset(Role)


@pytest.mark.covers("Z-23")
@pytest.mark.parametrize("missing", ALL)
def test_without_one_of_the_three_it_is_not(missing: object) -> None:
    refuses(codes.SIGNATURE_MISSING, signed(agreement(), *(one() for one in ALL if one is not missing)))


def test_a_signature_with_another_key_than_the_one_in_the_agreement_is_refused() -> None:
    """The TTP, which issues the certificates, cannot sign as the recipient with a key of its own."""
    made = agreement(recipient=replace(recipient().keys, signing="00" * 16))
    refuses(codes.SIGNATURE_FOREIGN, signed(made, source(), recipient(), ttp()))
    named = agreement(source=replace(source().keys, id="other"))
    refuses(codes.SIGNATURE_FOREIGN, signed(named, source(), recipient(), ttp()))


def test_signatures_of_another_kind_text_or_twice_are_refused() -> None:
    terms = write_terms(agreement())
    refuses(signing.SIGNATURE_KIND, sign_general(terms, source().signer, "manifest"))
    one = sign_general(terms, source().signer, KIND)
    refuses(signing.SIGNATURE_REPEATED, sign_general(terms, source().signer, KIND, one))
    with pytest.raises(Refused) as refusal:
        sign(write_terms(agreement(version=2)), ttp().signer, one)
    assert refusal.value.code is signing.SIGNATURE_WRONG


@pytest.mark.parametrize("own", ALL)
def test_the_keys_of_the_other_two_are_those_of_their_pinned_cards(own: object) -> None:
    mine = next(one() for one in ALL if one is own)
    others = [one().read() for one in ALL if one is not own]
    require_known_keys(agreement(), mine.read(), others)
    for left in (others[:1], others[1:], []):
        _refuses_keys(codes.NOT_PINNED, agreement(), mine, left)


@pytest.mark.parametrize("part", ["name", "organisation", "signing", "content", "content_test", "point", "point_test"])
def test_one_swapped_key_or_name_is_refused_by_its_owner_and_by_the_others(part: str) -> None:
    swapped = _swapped(recipient().keys, part)
    made = agreement(recipient=swapped)
    cards = {one: one().read() for one in ALL}
    _refuses_keys(codes.NOT_OUR_KEYS, made, recipient(), [cards[source], cards[ttp]])
    _refuses_keys(codes.PIN_DIFFERS, made, source(), [cards[recipient], cards[ttp]])


def _swapped(keys: PartyKeys, part: str) -> PartyKeys:
    return replace(keys, **{part: getattr(ttp().keys, part)})


def test_a_party_that_is_not_named_signs_nothing() -> None:
    made = agreement(source=replace(source().keys, id="elsewhere"))
    _refuses_keys(codes.NOT_A_PARTY, made, source(), [recipient().read(), ttp().read()])


def _refuses_keys(code: Code, made: Agreement, own: Party, pinned: list[Card]) -> None:
    with pytest.raises(Refused) as refusal:
        require_known_keys(made, own.read(), pinned)
    assert refusal.value.code is code
