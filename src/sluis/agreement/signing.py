"""The agreement as a document with its signatures (JWS, general JSON form): three parties sign the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sluis.agreement.card import Card
from sluis.agreement.terms import Agreement, PartyKeys, read_terms
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures.certificates import Role, Trust
from sluis.signatures.jws import sign_general, verify_general
from sluis.signatures.signer import Signer

KIND = "agreement"


@dataclass(frozen=True, slots=True)
class Signed:
    """An agreement and who has signed it; every signature has been verified."""

    agreement: Agreement
    roles: frozenset[Role]
    document: bytes


def sign(terms: bytes, signer: Signer, document: bytes | None = None) -> bytes:
    """The document with one more signature; without a document, with the first."""
    return sign_general(terms, signer, KIND, document)


def read_signed(document: bytes, trust: Trust, at: datetime) -> Signed:
    """The agreement in this document, when every signature on it is right.

    Raises:
        Refused: when a signature is wrong, or made with a key that is not that party's in the agreement.
    """
    payload, signatures = verify_general(document, kind=KIND, trust=trust, at=at)
    agreement = read_terms(payload)
    roles = set()
    for signature in signatures:
        role = signature.role
        party = agreement.party(role)
        if signature.key_id != party.signing or signature.party != party.id:
            raise Refused(codes.SIGNATURE_FOREIGN, role=role.value)
        roles.add(role)
    return Signed(agreement, frozenset(roles), document)


def require_complete(signed: Signed) -> Agreement:
    """The agreement, when source, recipient and TTP have all signed it.

    Raises:
        Refused: SIGNATURE_MISSING, with the role.
    """
    for role in Role:
        if role not in signed.roles:
            raise Refused(codes.SIGNATURE_MISSING, role=role.value)
    return signed.agreement


def require_known_keys(agreement: Agreement, own: Card, pinned: Iterable[Card]) -> None:
    """Refuse an agreement in which somebody's key was swapped.

    Args:
        own: this party's card.
        pinned: the cards that this party has from the others themselves.
    Raises:
        Refused: NOT_A_PARTY, NOT_OUR_KEYS, NOT_PINNED, PIN_DIFFERS.
    """
    if agreement.party(own.role).id != own.keys.id:
        raise Refused(codes.NOT_A_PARTY)
    if agreement.party(own.role) != own.keys:
        raise Refused(codes.NOT_OUR_KEYS, party=own.keys.id)
    known = {(card.role, card.keys.id): card.keys for card in pinned}
    for role in set(Role) - {own.role}:
        _require_pinned(role, agreement.party(role), known)


def _require_pinned(role: Role, named: PartyKeys, known: dict[tuple[Role, str], PartyKeys]) -> None:
    keys = known.get((role, named.id))
    if keys is None:
        raise Refused(codes.NOT_PINNED, party=named.id)
    if keys != named:
        raise Refused(codes.PIN_DIFFERS, party=named.id)
