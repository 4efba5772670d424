"""A party's card: its public keys, signed with its own signing key.

A party gives its card to the TTP, to be enrolled, and to the parties at the other end, who compare its fingerprint by
telephone and pin it. What they pinned they compare with every agreement that they sign, so a TTP that puts its own key
in between is refused even though it issues the certificates.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.x509 import load_der_x509_csr

from sluis.agreement.terms import NAME, PartyKeys
from sluis.kernel import possession
from sluis.kernel.sealing import check_recipient
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures import exact
from sluis.signatures.certificates import Role, fingerprint, read_request
from sluis.signatures.signer import verifies

FORMAT = "sluis-card/1"
LIMIT_BYTES = 1 << 15


@dataclass(frozen=True, slots=True)
class Card:
    """Who a party says it is.

    Attributes:
        role: source, recipient or ttp.
        keys: its names and public keys.
        request: its certificate signing request, DER.
        data: the exact signed bytes.
    """

    role: Role
    keys: PartyKeys
    request: bytes
    data: bytes

    @property
    def fingerprint(self) -> str:
        """What two people compare by telephone."""
        return fingerprint(self.data)


def make_card(
    role: Role, keys: PartyKeys, request: bytes, shares: Mapping[str, bytes], sign: Callable[[bytes], bytes]
) -> bytes:
    """The file that a party gives away.

    Args:
        request: the certificate signing request, DER.
        shares: the secrets behind `point` and `point_test`; empty for a source.
        sign: 64 bytes by the signing key.
    """
    proofs = {name: possession.prove(secret, _bound(role, keys.id, name)).hex() for name, secret in shares.items()}
    body = {"format": FORMAT, "role": role.value, "keys": asdict(keys), "request": request.hex(), "proofs": proofs}
    return exact.dump({"card": body, "signature": sign(exact.dump(body)).hex()})


def read_card(data: bytes) -> Card:
    """The card in these bytes, when it is signed by the key that it shows.

    Raises:
        Refused: UNREADABLE, NAME_NOT_ALLOWED, CARD_FORGED, or what is wrong with a public key.
    """
    value = exact.load(data, limit=LIMIT_BYTES, depth=4)
    card = _card(value, data)
    asked = read_request(card.request)
    key = load_der_x509_csr(card.request).public_key()
    if (asked.party, asked.role, asked.key_id) != (card.keys.id, card.role, card.keys.signing):
        raise Refused(codes.CARD_FORGED)
    if not verifies(key, bytes.fromhex(value["signature"]), exact.dump(value["card"])):  # type: ignore[arg-type]
        raise Refused(codes.CARD_FORGED)
    _require_possession(card, value["card"]["proofs"])
    check_recipient(card.keys.content)
    check_recipient(card.keys.content_test)
    if not NAME.fullmatch(card.keys.id) or card.keys.id.endswith(("-test", "-")):
        raise Refused(codes.NAME_NOT_ALLOWED, name=card.keys.id)
    return card


def _require_possession(card: Card, proofs: dict[str, str]) -> None:
    """Whoever publishes a share must hold its secret.

    Otherwise the last to publish could choose its share as z'G − Y, and open alone what two should open together.
    """
    wanted = () if card.role is Role.SOURCE else ("point", "point_test")
    if set(proofs) != set(wanted) or (not wanted and (card.keys.point or card.keys.point_test)):
        raise Refused(codes.CARD_FORGED)
    for name in wanted:
        try:
            public, proof = bytes.fromhex(getattr(card.keys, name)), bytes.fromhex(proofs[name])
        except ValueError:
            raise Refused(codes.CARD_FORGED) from None
        possession.verify(public, _bound(card.role, card.keys.id, name), proof)


def _bound(role: Role, party: str, name: str) -> bytes:
    """What a proof is for, so that it cannot serve another party or key."""
    return f"sluis card {role.value} {party} {name}".encode()


def _card(value: dict[str, Any], data: bytes) -> Card:
    try:
        body = value["card"]
        if body["format"] != FORMAT or set(body) != {"format", "role", "keys", "request", "proofs"}:
            raise ValueError("format")
        keys = PartyKeys(**body["keys"])
        if not all(isinstance(text, str) for text in asdict(keys).values()) or set(value) != {"card", "signature"}:
            raise TypeError("texts")
        bytes.fromhex(value["signature"])
        if not all(isinstance(proof, str) for proof in dict(body["proofs"]).values()):
            raise TypeError("proofs")
        return Card(Role(body["role"]), keys, bytes.fromhex(body["request"]), data)
    except (KeyError, TypeError, ValueError):
        raise Refused(codes.UNREADABLE, part="card") from None
