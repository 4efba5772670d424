"""Whom this home trusts: roots by configuration, and the way from a certificate to one of them (RFC 5280, section 6).

No revocation lists: a key ends when the agreement that pins it says so, and certificates are short-lived.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from sluis.refusals import Refused
from sluis.refusals.catalogue import signing
from sluis.signatures.certificates.reading import (
    Role,
    certificate_key,
    from_pem,
    key_id,
    party_and_role,
    read_certificate,
)

MOST_CERTIFICATES = 4
"""In a chain: the party's and at most three authorities below the root."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a verified certificate speaks for.

    Attributes:
        party: the party's id.
        role: what it does.
        key_id: of its key; what agreements pin.
        key: the public key.
        certificate: in DER.
    """

    party: str
    role: Role
    key_id: str
    key: ec.EllipticCurvePublicKey
    certificate: bytes


class Trust:
    """The authorities that a home trusts.

    Args:
        roots: certificates in DER, at least one.
    Raises:
        Refused: 2510 when one cannot be read.
    """

    def __init__(self, roots: Iterable[bytes]) -> None:
        self._roots = [read_certificate(root) for root in roots]
        if not self._roots:
            raise ValueError("trust in nobody verifies nothing: name at least one root")
        self._store = Store(self._roots)

    @classmethod
    def from_pem(cls, bundle: bytes) -> "Trust":
        """Trust in the roots of a PEM bundle."""
        return cls(from_pem(bundle))

    def holder(self, chain: Sequence[bytes], *, role: Role | None, at: datetime) -> Holder:
        """Verify a chain at a moment and read whom it speaks for.

        Args:
            chain: the party's certificate, then the authorities between it and a root, in DER; untrusted.
            role: what the party must be; none when any will do.
            at: the moment, aware UTC.
        Raises:
            Refused: 2510 to 2518, each naming one thing that is wrong.
        """
        if not 1 <= len(chain) <= MOST_CERTIFICATES:
            raise Refused(signing.CERTIFICATE_MALFORMED)
        leaf, *between = [read_certificate(der) for der in chain]
        key = certificate_key(chain[0])
        _check_use(leaf)
        party, found = party_and_role(leaf.extensions)
        for certificate in (leaf, *between):
            _check_time(certificate, at)
        self._verify(leaf, between, at)
        if role is not None and found != role:
            raise Refused(signing.CERTIFICATE_ROLE, found=found.value, expected=role.value)
        return Holder(party, found, key_id(key), key, bytes(chain[0]))

    def _verify(self, leaf: x509.Certificate, between: list[x509.Certificate], at: datetime) -> None:
        policy = PolicyBuilder().store(self._store).time(at).max_chain_depth(MOST_CERTIFICATES - 1)
        policy = policy.extension_policies(ee_policy=_PARTIES, ca_policy=_AUTHORITIES)
        try:
            policy.build_client_verifier().verify(leaf, between)
        except (VerificationError, ValueError):
            top = between[-1] if between else leaf
            for root in self._roots:
                if root.subject == top.issuer:
                    _check_time(root, at)
            raise Refused(signing.CERTIFICATE_UNTRUSTED) from None


def _check_time(certificate: x509.Certificate, at: datetime) -> None:
    if at > certificate.not_valid_after_utc:
        raise Refused(signing.CERTIFICATE_EXPIRED, until=certificate.not_valid_after_utc.date().isoformat())
    if at < certificate.not_valid_before_utc:
        raise Refused(signing.CERTIFICATE_NOT_YET_VALID, since=certificate.not_valid_before_utc.date().isoformat())


def _check_use(leaf: x509.Certificate) -> None:
    if _is_authority(leaf):
        raise Refused(signing.CERTIFICATE_IS_AUTHORITY)
    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
        purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        raise Refused(signing.CERTIFICATE_USAGE) from None
    if not usage.digital_signature or ExtendedKeyUsageOID.CLIENT_AUTH not in purposes:
        raise Refused(signing.CERTIFICATE_USAGE)


def _is_authority(certificate: x509.Certificate) -> bool:
    extensions = certificate.extensions
    constrained = any(isinstance(each.value, x509.BasicConstraints) and each.value.ca for each in extensions)
    return constrained or any(isinstance(each.value, x509.KeyUsage) and each.value.key_cert_sign for each in extensions)


def _must_sign_certificates(_policy: Policy, _certificate: x509.Certificate, usage: x509.KeyUsage) -> None:
    if not usage.key_cert_sign:
        raise ValueError("does not sign certificates")


# `permit_all` still refuses critical extensions that the verifier does not know, and issuers that are no CA.
_PARTIES = (
    ExtensionPolicy.permit_all()
    .require_present(x509.SubjectAlternativeName, Criticality.AGNOSTIC, None)
    .require_present(x509.KeyUsage, Criticality.AGNOSTIC, None)
    .require_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, None)
)
_AUTHORITIES = (
    ExtensionPolicy.permit_all()
    .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)
    .require_present(x509.KeyUsage, Criticality.AGNOSTIC, _must_sign_certificates)
)
