"""Certificates: who a party is (X.509, RFC 5280), issued by the TTP's own authority or by any other.

A party stands in its certificate as two alternative names, exactly one of each:

    urn:sluis:party:<id>        urn:sluis:role:<source|recipient|ttp>

The subject's common name is for people and decides nothing. Serial numbers and times are arguments.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sluis.refusals import Refused
from sluis.refusals.catalogue import signing

PARTY = "urn:sluis:party:"
ROLE = "urn:sluis:role:"
LARGEST_CERTIFICATE = 8192
LARGEST_BUNDLE = 1 << 18

_PARTY_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_UNREADABLE = (
    ValueError,
    TypeError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
    InvalidSignature,
)
"""What `cryptography` raises on bytes that are no certificate or request."""

_SAFE_HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)


class Role(StrEnum):
    """What a party does in an exchange."""

    SOURCE = "source"
    RECIPIENT = "recipient"
    TTP = "ttp"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who issues certificates.

    Attributes:
        certificate: its own, in DER.
        key: the private key; never shown.
    """

    certificate: bytes
    key: Any

    def __repr__(self) -> str:
        return "Authority(…)"


@dataclass(frozen=True, slots=True)
class Request:
    """A party's wish for a certificate, its own signature verified (RFC 2986).

    Attributes:
        party: the id that it asks for; the authority decides whether it is its own.
        role: the role that it asks for.
        key_id: of the key; what people compare before they issue.
        der: the request as it came.
    """

    party: str
    role: Role
    key_id: str
    der: bytes


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


def make_authority(name: str, key: ec.EllipticCurvePrivateKey, *, serial: int, at: datetime, days: int) -> bytes:
    """A self-signed root in DER that issues end-entity certificates only (path length 0)."""
    subject = _name(name)
    builder = _certificate(subject, subject, key.public_key(), serial=serial, at=at, days=days)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(authority=True), critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def make_request(party: str, role: Role, key: ec.EllipticCurvePrivateKey) -> bytes:
    """A PKCS#10 request in DER for the key, under the party's id and role."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(_name(party))
    builder = builder.add_extension(_names(party, role), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def read_request(der: bytes) -> Request:
    """Read a request and verify that its maker holds the key.

    Raises:
        Refused: 2520 unreadable or wrongly signed, 2517 another kind of key, 2515 no party and role of Sluis.
    """
    request = _load_request(der)
    key = request.public_key()
    if not _is_p256(key) or not isinstance(request.signature_hash_algorithm, _SAFE_HASHES):
        raise Refused(signing.CERTIFICATE_ALGORITHM)
    party, role = party_and_role(request.extensions)
    return Request(party, role, key_id(key), der)  # type: ignore[arg-type]  # _is_p256 above


def issue(authority: Authority, request: bytes, role: Role, *, serial: int, at: datetime, days: int) -> bytes:
    """An end-entity certificate in DER for the party of a request.

    Args:
        authority: who issues.
        request: PKCS#10 in DER, untrusted.
        role: what the authority grants; a request for another role is refused.
        serial: positive, never used before, with at least 64 random bits (CA/Browser baseline 7.1).
        at: from when.
        days: how long; it never outlives the authority's own certificate.
    Raises:
        Refused: as `read_request`; 2514 for another role; 2521 when the authority cannot issue now.
    """
    asked = read_request(request)
    if asked.role != role:
        raise Refused(signing.CERTIFICATE_ROLE, found=asked.role.value, expected=role.value)
    issuer = _fit_authority(authority, at)
    key = x509.load_der_x509_csr(request).public_key()
    days = min(days, (issuer.not_valid_after_utc - at).days)
    builder = _certificate(issuer.subject, _name(asked.party), key, serial=serial, at=at, days=days)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    builder = builder.add_extension(_names(asked.party, role), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
    )
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


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
    except _UNREADABLE:
        raise Refused(signing.CERTIFICATE_MALFORMED) from None
    # `cryptography` only warns of a serial number that is not positive (RFC 5280, section 4.1.2.2).
    if certificate.serial_number <= 0 or not _ends_whole(der, certificate.signature):
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
        safe = isinstance(certificate.signature_hash_algorithm, _SAFE_HASHES)
    except _UNREADABLE:
        raise Refused(signing.CERTIFICATE_ALGORITHM) from None
    if not safe or not _is_p256(key):
        raise Refused(signing.CERTIFICATE_ALGORITHM)
    return key  # type: ignore[return-value]  # _is_p256 above


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


def read_chain(data: bytes) -> tuple[bytes, ...]:
    """The certificates of a PEM bundle, in DER and in order.

    Raises:
        Refused: 2510.
    """
    if len(data) > LARGEST_BUNDLE:
        raise Refused(signing.CERTIFICATE_MALFORMED)
    try:
        return tuple(each.public_bytes(Encoding.DER) for each in x509.load_pem_x509_certificates(data))
    except _UNREADABLE:
        raise Refused(signing.CERTIFICATE_MALFORMED) from None


def _load_request(der: bytes) -> x509.CertificateSigningRequest:
    if len(der) > LARGEST_CERTIFICATE:
        raise Refused(signing.REQUEST_MALFORMED)
    try:
        request = x509.load_der_x509_csr(der)
        sound = request.is_signature_valid
        _ = request.extensions, request.subject
    except _UNREADABLE:
        raise Refused(signing.REQUEST_MALFORMED) from None
    if not sound or not _ends_whole(der, request.signature):
        raise Refused(signing.REQUEST_MALFORMED)
    return request


def _ends_whole(der: bytes, signature: bytes) -> bool:
    """Whether the signature is a bit string without unused bits; the parser takes other counts when the bits are 0."""
    return der.endswith(b"\x00" + signature)


def _fit_authority(authority: Authority, at: datetime) -> x509.Certificate:
    certificate = read_certificate(authority.certificate)
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    same = certificate.public_key() == authority.key.public_key()
    if not (constraints.ca and same and certificate.not_valid_before_utc <= at < certificate.not_valid_after_utc):
        raise Refused(signing.AUTHORITY_UNFIT)
    return certificate


def _is_p256(key: object) -> bool:
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _names(party: str, role: Role) -> x509.SubjectAlternativeName:
    if not is_party_id(party):
        raise ValueError("a party's id is lower-case letters, digits and hyphens")
    uris = (PARTY + party, ROLE + role.value)
    return x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri) for uri in uris])


def _certificate(
    issuer: x509.Name, subject: x509.Name, key: Any, *, serial: int, at: datetime, days: int
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().issuer_name(issuer).subject_name(subject).public_key(key).serial_number(serial)
    builder = builder.not_valid_before(at).not_valid_after(at + timedelta(days=days))
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
