"""Three parties with real keys, their cards, and the agreement between them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from sluis.agreement.card import Card, make_card, read_card
from sluis.agreement.processings import STANDARD
from sluis.agreement.terms import Agreement, Domain, PartyKeys
from sluis.kernel import polymorphic
from sluis.kernel.sealing import make_identity
from sluis.signatures import Authority, KeySigner, Role, Trust, issue, key_id, make_authority, make_request
from sluis.specification.model import Scheme

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Party:
    """A party with its private keys."""

    role: Role
    keys: PartyKeys
    key: ec.EllipticCurvePrivateKey
    shares: dict[str, bytes]

    @property
    def request(self) -> bytes:
        """Its certificate signing request."""
        return make_request(self.keys.id, self.role, self.key)

    @property
    def signer(self) -> KeySigner:
        """Who signs for it, with a certificate of the common authority."""
        return KeySigner(self.key, [issue(authority(), self.request, self.role, serial=5, at=AT, days=30)])

    def card(self, **changes: Any) -> bytes:
        """Its card, with other parts if wanted."""
        parts = {"role": self.role, "keys": self.keys, "request": self.request, "shares": self.shares}
        return make_card(**{**parts, "sign": self.signer.sign, **changes})

    def read(self) -> Card:
        """Its card as others read it."""
        return read_card(self.card())


@cache
def authority() -> Authority:
    """The authority that all trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Authority(make_authority("Test CA", key, serial=1, at=AT, days=400), key)


def trust() -> Trust:
    """Whose certificates count."""
    return Trust([authority().certificate])


@cache
def party(role: Role, name: str) -> Party:
    """A party, the same each time."""
    key = ec.generate_private_key(ec.SECP256R1())
    shares = {} if role is Role.SOURCE else {part: polymorphic.make_scalar() for part in ("point", "point_test")}
    points = {part: polymorphic.public(bytes(secret)).hex() for part, secret in shares.items()}
    keys = PartyKeys(
        id=name,
        name=f"The {name}",
        organisation=f"organisation of {name}",
        signing=key_id(key.public_key()),
        content=make_identity().public,
        content_test=make_identity().public,
        point=points.get("point", ""),
        point_test=points.get("point_test", ""),
    )
    return Party(role, keys, key, {part: bytes(secret) for part, secret in shares.items()})


def source() -> Party:
    """The care provider."""
    return party(Role.SOURCE, "clinic")


def recipient() -> Party:
    """The registry."""
    return party(Role.RECIPIENT, "registry")


def ttp() -> Party:
    """The trusted third party."""
    return party(Role.TTP, "sluis")


@cache
def _domain() -> Domain:
    checks = [polymorphic.public(bytes(polymorphic.make_scalar())).hex() for _ in range(2)]
    return Domain("knees", 1, *checks)


def agreement(**changes: Any) -> Agreement:
    """The agreement between the three, with other parts if wanted."""
    whole = Agreement(
        id="clinic-registry",
        version=1,
        scheme=Scheme.POLYMORPHIC,
        domain=_domain(),
        source=source().keys,
        recipient=recipient().keys,
        ttp=ttp().keys,
        specification_name="knees",
        specification_version="1.0.0",
        specification_sha256="ab" * 32,
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        processings=STANDARD,
    )
    return replace(whole, **changes)
