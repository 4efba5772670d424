"""Agreements and policies as documents with their signatures (JWS, general JSON form).

An agreement is signed by three parties, over the same bytes; a policy by the TTP alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sluis.agreement.card import Card
from sluis.agreement.policy import Policy, read_policy, write_policy
from sluis.agreement.terms import Agreement, PartyKeys, read_terms
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.refusals.catalogue import policies
from sluis.signatures.certificates import Role, Trust
from sluis.signatures.jws import sign_general, verify_general
from sluis.signatures.signer import Signer

KIND = "agreement"
POLICY = "policy"


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


def sign_policy(policy: Policy, signer: Signer) -> bytes:
    """The document of a policy, signed by the TTP."""
    return sign_general(write_policy(policy), signer, POLICY)


def read_signed_policy(document: bytes, find: Callable[[str], Agreement], trust: Trust, at: datetime) -> Policy:
    """The policy in this document, when the TTP of its agreement signed it and nobody else did.

    Args:
        document: untrusted.
        find: the agreement of an id, as three parties signed it; its TTP is the one that counts.
        at: the moment at which the certificate must be valid.
    Raises:
        Refused: POLICY_FOREIGN, UNREADABLE, what `find` refuses, or what is wrong with a signature.
    """
    payload, signatures = verify_general(document, kind=POLICY, trust=trust, at=at)
    policy = read_policy(payload)
    ttp = find(policy.agreement).ttp
    if [(one.role, one.party, one.key_id) for one in signatures] != [(Role.TTP, ttp.id, ttp.signing)]:
        raise Refused(policies.POLICY_FOREIGN, agreement=policy.agreement)
    return policy


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
