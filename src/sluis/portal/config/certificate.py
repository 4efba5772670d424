"""The certificate with which the portal shows itself: the one that the settings name, or its own.

Its own is for a first start, a demonstration and a machine behind a proxy; browsers warn for it. Key and certificate lie
in one file, so that they are replaced in one step and always belong together; `certificate.pem` is the copy to give away.
"""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sluis.portal.config.installation import Installation
from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes
from sluis.tables.files import atomic

VALID = timedelta(days=397)
"""No longer: what browsers accept."""
RENEWED = timedelta(days=30)
"""So long before its end."""
_SKEW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files for TLS.

    Attributes:
        chain: PEM, the certificate first.
        key: PEM.
        own: made here, and so renewed here.
    """

    chain: Path
    key: Path
    own: bool


def certificate_of(installation: Installation) -> Certificate:
    """Where certificate and key lie, or will lie; nothing is read or made."""
    if installation.certificate:
        folder = installation.folder
        return Certificate(folder / installation.certificate, folder / installation.key, own=False)
    own = installation.folder / "tls" / "own.pem"
    return Certificate(own, own, own=True)


def ensure_certificate(installation: Installation, at: datetime) -> bool:
    """See to it that there is one that can be used: make its own, or renew it before it expires.

    Returns:
        whether one was made.
    Raises:
        Refused: CERTIFICATE_UNUSABLE for one that the settings name.
    """
    found = certificate_of(installation)
    if not found.own:
        _require_usable(found, at)
        return False
    if _is_good(found.chain, installation, at):
        return False
    found.chain.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate, key = _make(installation, at)
    with atomic(found.chain) as file:
        file.write(key + certificate)
    with atomic(found.chain.with_name("certificate.pem")) as file:
        file.write(certificate)
    return True


def read_certificate(found: Certificate) -> x509.Certificate:
    """The first certificate of the chain.

    Raises:
        OSError, ValueError: it cannot be read.
    """
    return x509.load_pem_x509_certificates(found.chain.read_bytes())[0]


def _require_usable(found: Certificate, at: datetime) -> None:
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(found.chain, found.key, password="")  # none is asked for at a terminal
        usable = read_certificate(found).not_valid_after_utc > at
    except (OSError, ValueError):
        usable = False
    if not usable:
        raise Refused(codes.CERTIFICATE_UNUSABLE, found.chain.name)


def _is_good(path: Path, installation: Installation, at: datetime) -> bool:
    """Whether the own certificate is for these hosts and lasts a while."""
    try:
        certificate = read_certificate(Certificate(path, path, own=True))
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, IndexError, x509.ExtensionNotFound):
        return False
    lasting = certificate.not_valid_before_utc <= at < certificate.not_valid_after_utc - RENEWED
    return lasting and list(names) == _names(installation) and not path.stat().st_mode & 0o077


def _make(installation: Installation, at: datetime) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, installation.hosts[0][:64])])
    begin = at.astimezone(UTC) - _SKEW
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + VALID)
        .add_extension(x509.SubjectAlternativeName(_names(installation)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM), private


def _names(installation: Installation) -> list[x509.GeneralName]:
    """All hosts, and this machine itself."""
    texts = dict.fromkeys((*installation.hosts, "127.0.0.1"))
    return [_name(text) for text in texts]


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
