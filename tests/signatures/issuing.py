"""Authorities and parties at one moment, and the certificates that a careless or hostile authority would issue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sluis.refusals import Code, Refused
from sluis.signatures import Authority, KeySigner, Role, Trust, issue, make_authority, make_request

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
Builder = x509.CertificateBuilder
Change = Callable[[Builder], Builder]


@contextmanager
def refuses(code: Code) -> Iterator[None]:
    """The block is refused with this code."""
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code is code


def new_key(curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve or ec.SECP256R1())


@dataclass(frozen=True)
class Issuer:
    authority: Authority

    @property
    def trust(self) -> Trust:
        return Trust([self.authority.certificate])

    def signer(self, party: str, role: Role, *, at: datetime = AT, days: int = 30) -> KeySigner:
        key = new_key()
        return KeySigner(key, [issue(self.authority, make_request(party, role, key), role, serial=7, at=at, days=days)])


def new_issuer(name: str = "Sluis test authority") -> Issuer:
    key = new_key()
    return Issuer(Authority(make_authority(name, key, serial=1, at=AT - timedelta(days=100), days=400), key))


@cache
def issuer() -> Issuer:
    return new_issuer()


@cache
def other_issuer() -> Issuer:
    """Of the same name: only its key differs."""
    return new_issuer()


USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def usage(**on: bool) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: on.get(name, False) for name in USAGES})


def alternative_names(*uris: str) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri) for uri in uris])


def party_extensions(*uris: str) -> list[x509.ExtensionType]:
    return [
        x509.BasicConstraints(ca=False, path_length=None),
        usage(digital_signature=True),
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]),
        alternative_names(*(uris or ("urn:sluis:party:clinic", "urn:sluis:role:source"))),
    ]


def certificate(
    public: Any,
    authority: Authority,
    extensions: list[x509.ExtensionType],
    *,
    name: str = "clinic",
    since: datetime = AT - timedelta(days=1),
    until: datetime = AT + timedelta(days=1),
    digest: hashes.SHA256 | hashes.SHA384 | None = None,
    change: Change = lambda builder: builder,
) -> bytes:
    """A certificate with just these extensions, in DER."""
    above = x509.load_der_x509_certificate(authority.certificate)
    builder = Builder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
    builder = builder.issuer_name(above.subject).public_key(public).serial_number(9)
    builder = builder.not_valid_before(since).not_valid_after(until)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    return change(builder).sign(authority.key, digest or hashes.SHA256()).public_bytes(Encoding.DER)


def self_signed(key: Any, extensions: list[x509.ExtensionType], name: str) -> bytes:
    """A root of another product."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = Builder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(3)
    builder = builder.not_valid_before(AT - timedelta(days=9)).not_valid_after(AT + timedelta(days=9))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def authority_extensions(path_length: int | None) -> list[x509.ExtensionType]:
    return [x509.BasicConstraints(ca=True, path_length=path_length), usage(key_cert_sign=True, crl_sign=True)]
