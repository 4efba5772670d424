"""An authority of one's own, requests to it, and the certificates that it issues (RFC 5280, RFC 2986).

Serial numbers and times are arguments.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sluis.refusals import Refused
from sluis.refusals.catalogue import signing
from sluis.signatures.certificates.reading import (
    LARGEST_CERTIFICATE,
    PARTY,
    ROLE,
    SAFE_HASHES,
    UNREADABLE,
    Role,
    ends_whole,
    is_p256,
    is_party_id,
    key_id,
    party_and_role,
    read_certificate,
)


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
    if not is_p256(key) or not isinstance(request.signature_hash_algorithm, SAFE_HASHES):
        raise Refused(signing.CERTIFICATE_ALGORITHM)
    party, role = party_and_role(request.extensions)
    return Request(party, role, key_id(key), der)  # type: ignore[arg-type]  # is_p256 above


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


def _load_request(der: bytes) -> x509.CertificateSigningRequest:
    if len(der) > LARGEST_CERTIFICATE:
        raise Refused(signing.REQUEST_MALFORMED)
    try:
        request = x509.load_der_x509_csr(der)
        sound = request.is_signature_valid
        _ = request.extensions, request.subject
    except UNREADABLE:
        raise Refused(signing.REQUEST_MALFORMED) from None
    if not sound or not ends_whole(der, request.signature):
        raise Refused(signing.REQUEST_MALFORMED)
    return request


def _fit_authority(authority: Authority, at: datetime) -> x509.Certificate:
    certificate = read_certificate(authority.certificate)
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    same = certificate.public_key() == authority.key.public_key()
    if not (constraints.ca and same and certificate.not_valid_before_utc <= at < certificate.not_valid_after_utc):
        raise Refused(signing.AUTHORITY_UNFIT)
    return certificate


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
