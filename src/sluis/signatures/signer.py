"""Who can sign: a certificate chain and a way to make 64 bytes. The key itself may be in memory, a file or a token.

One algorithm: ECDSA on P-256 with SHA-256 (FIPS 186-5; `ES256` of RFC 7518, section 3.4), because every X.509 authority
and every PKCS#11 token can carry it. Of the two values of s that verify, only the low one is made and accepted, so that
nobody can turn a signature into another one without the key.
"""

from collections.abc import Sequence
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from sluis.refusals import Refused
from sluis.refusals.catalogue import signing
from sluis.signatures.certificates import certificate_key

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of P-256's base point (FIPS 186-5, SP 800-186)."""

_ES256 = ec.ECDSA(hashes.SHA256())


class Signer(Protocol):
    """Something that signs for one party."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificate, then the authorities between it and the root, each in DER."""
        ...

    def sign(self, data: bytes) -> bytes:
        """r and s of an ES256 signature over the data, 32 bytes each."""
        ...


class KeySigner:
    """Signs with a key in this process.

    Args:
        key: a P-256 private key.
        chain: certificates in DER, that of the key first.
    Raises:
        Refused: 2519 when the first certificate is for another key; 2510 or 2517 when it cannot be used.
    """

    def __init__(self, key: ec.EllipticCurvePrivateKey, chain: Sequence[bytes]) -> None:
        if not chain:
            raise ValueError("a chain has at least the certificate of the key")
        if certificate_key(chain[0]).public_numbers() != key.public_key().public_numbers():
            raise Refused(signing.CERTIFICATE_OTHER_KEY)
        self._key = key
        self._chain = tuple(chain)

    @property
    def chain(self) -> tuple[bytes, ...]:
        """As given."""
        return self._chain

    def sign(self, data: bytes) -> bytes:
        """r and s, 32 bytes each, s low."""
        return sign_raw(self._key, data)


def low(raw: bytes) -> bytes:
    """The same signature with the low s; a token may give either."""
    s = int.from_bytes(raw[32:], "big")
    return raw[:32] + min(s, ORDER - s).to_bytes(32, "big")


def sign_raw(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """r and s of the key over the data, 32 bytes each, s low."""
    r, s = decode_dss_signature(key.sign(data, _ES256))
    return low(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def verifies(key: ec.EllipticCurvePublicKey, raw: bytes, data: bytes) -> bool:
    """Whether 64 bytes are the key's signature over the data, with the low s."""
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    if len(raw) != 64 or not (0 < r < ORDER and 0 < s <= ORDER // 2):
        return False
    try:
        key.verify(encode_dss_signature(r, s), data, _ES256)
    except InvalidSignature:
        return False
    return True
