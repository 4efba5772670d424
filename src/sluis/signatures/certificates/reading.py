"""Certificates and their keys, parsed but not trusted."""

import re
from enum import StrEnum
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sluis.refusals import Refused
from sluis.refusals.catalogue import signing

PARTY = "urn:sluis:party:"
ROLE = "urn:sluis:role:"
LARGEST_CERTIFICATE = 8192
LARGEST_BUNDLE = 1 << 18

_PARTY_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
UNREADABLE = (
    ValueError,
    TypeError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
    InvalidSignature,
)
"""What `cryptography` raises on bytes that are no certificate or request."""

SAFE_HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)


class Role(StrEnum):
    """What a party does in an exchange."""

    SOURCE = "source"
    RECIPIENT = "recipient"
    TTP = "ttp"


def key_id(key: ec.EllipticCurvePublicKey) -> str:
    """The name of a public key: 32 hex, the first half of SHA-256 over its SubjectPublicKeyInfo."""
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()[:32]


def fingerprint(public: bytes) -> str:
    """Eight groups of four hex that two people can compare over the phone: the first 128 bits of SHA-256.

    Of a SubjectPublicKeyInfo it is the key id in groups.
    """
    digest = sha256(public).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def is_party_id(text: str) -> bool:
    """Lower-case letters, digits and hyphens, 1 to 63, beginning and ending with a letter or digit."""
    return _PARTY_ID.fullmatch(text) is not None


def read_certificate(der: bytes) -> x509.Certificate:
    """A certificate, parsed but not trusted; one byte form only.

    Raises:
        Refused: 2510.
    """
    if len(der) > LARGEST_CERTIFICATE:
        raise Refused(signing.CERTIFICATE_MALFORMED)
    try:
        certificate = x509.load_der_x509_certificate(der)
        _ = certificate.extensions, certificate.subject, certificate.issuer  # parsed lazily: now, or never
    except UNREADABLE:
        raise Refused(signing.CERTIFICATE_MALFORMED) from None
    # `cryptography` only warns of a serial number that is not positive (RFC 5280, section 4.1.2.2).
    if certificate.serial_number <= 0 or not ends_whole(der, certificate.signature):
        raise Refused(signing.CERTIFICATE_MALFORMED)
    return certificate


def certificate_key(der: bytes) -> ec.EllipticCurvePublicKey:
    """The P-256 key of a certificate, which is not thereby trusted.

    Raises:
        Refused: 2510 unreadable, 2517 another kind of key or an unsafe hash.
    """
    certificate = read_certificate(der)
    try:
        key = certificate.public_key()
        safe = isinstance(certificate.signature_hash_algorithm, SAFE_HASHES)
    except UNREADABLE:
        raise Refused(signing.CERTIFICATE_ALGORITHM) from None
    if not safe or not is_p256(key):
        raise Refused(signing.CERTIFICATE_ALGORITHM)
    return key  # type: ignore[return-value]  # is_p256 above


def party_and_role(extensions: x509.Extensions) -> tuple[str, Role]:
    """The party's id and role, from exactly one alternative name each.

    Raises:
        Refused: 2515.
    """
    try:
        names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        raise Refused(signing.CERTIFICATE_NOT_A_PARTY) from None
    ours = [
        uri for uri in names.get_values_for_type(x509.UniformResourceIdentifier) if uri.lower().startswith("urn:sluis:")
    ]
    parties = [uri.removeprefix(PARTY) for uri in ours if uri.startswith(PARTY)]
    roles = [uri.removeprefix(ROLE) for uri in ours if uri.startswith(ROLE)]
    if (
        len(ours) != 2
        or len(parties) != 1
        or len(roles) != 1
        or not is_party_id(parties[0])
        or roles[0] not in set(Role)
    ):
        raise Refused(signing.CERTIFICATE_NOT_A_PARTY)
    return parties[0], Role(roles[0])


def to_pem(chain: tuple[bytes, ...]) -> bytes:
    """Certificates as a PEM bundle, for files and other programs."""
    return b"".join(read_certificate(der).public_bytes(Encoding.PEM) for der in chain)


def from_pem(data: bytes) -> tuple[bytes, ...]:
    """The certificates of a PEM bundle, in DER and in order.

    Raises:
        Refused: 2510.
    """
    if len(data) > LARGEST_BUNDLE:
        raise Refused(signing.CERTIFICATE_MALFORMED)
    try:
        return tuple(each.public_bytes(Encoding.DER) for each in x509.load_pem_x509_certificates(data))
    except UNREADABLE:
        raise Refused(signing.CERTIFICATE_MALFORMED) from None


def is_p256(key: object) -> bool:
    """Whether it is a public key on P-256."""
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def ends_whole(der: bytes, signature: bytes) -> bool:
    """Whether the signature is a bit string without unused bits; the parser takes other counts when the bits are 0."""
    return der.endswith(b"\x00" + signature)
