"""The portal's own certificate: what it says, when it is renewed, and what of another's is refused."""

import ipaddress
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sluis.portal.config.certificate import certificate_of, ensure_certificate, read_certificate
from sluis.portal.config.installation import Installation
from sluis.refusals import Refused
from sluis.refusals.catalogue import serving as codes

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def made(folder: Path, *hosts: str, at: datetime = NOW) -> tuple[bool, x509.Certificate]:
    installation = Installation(folder, hosts=hosts or ("localhost",))
    new = ensure_certificate(installation, at)
    return new, read_certificate(certificate_of(installation))


def test_own_certificate_is_for_all_hosts_and_this_machine(tmp_path: Path) -> None:
    _, certificate = made(tmp_path, "portal.example.nl", "192.0.2.7", "2001:db8::7")
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["portal.example.nl"]
    addresses = ["192.0.2.7", "2001:db8::7", "127.0.0.1"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address(one) for one in addresses]
    assert isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == timedelta(days=397)
    assert certificate.not_valid_before_utc <= NOW
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_key_is_for_its_owner_alone_and_belongs_to_the_certificate(tmp_path: Path) -> None:
    _, certificate = made(tmp_path)
    found = certificate_of(Installation(tmp_path))
    assert stat.S_IMODE(found.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(found.key.parent.stat().st_mode) == 0o700
    key = load_pem_private_key(found.key.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey) and key.public_key() == certificate.public_key()
    public = (found.key.parent / "certificate.pem").read_bytes()
    assert b"PRIVATE" not in public and x509.load_pem_x509_certificate(public) == certificate


@pytest.mark.parametrize(
    ("later", "renewed"), [(timedelta(0), False), (timedelta(days=366), False), (timedelta(days=367), True), (timedelta(days=900), True)]
)  # fmt: skip
def test_own_certificate_is_renewed_before_it_expires(later: timedelta, renewed: bool, tmp_path: Path) -> None:
    _, first = made(tmp_path)
    again, second = made(tmp_path, at=NOW + later)
    assert again is renewed and (first != second) is renewed


def test_own_certificate_is_made_again_for_other_hosts_or_when_it_is_damaged(tmp_path: Path) -> None:
    made(tmp_path)
    assert made(tmp_path, "portal.example.nl")[0]
    path = certificate_of(Installation(tmp_path)).chain
    for damage in (b"", path.read_bytes()[:300]):
        path.write_bytes(damage)
        assert made(tmp_path, "portal.example.nl")[0]
    path.chmod(0o644)
    assert made(tmp_path, "portal.example.nl")[0], "others could have read the key"


def test_given_certificate_is_used_and_never_made(tmp_path: Path) -> None:
    made(tmp_path)
    given = Installation(tmp_path, certificate="tls/certificate.pem", key="tls/own.pem")
    before = given.folder.joinpath("tls/own.pem").read_bytes()
    assert not ensure_certificate(given, NOW)
    assert certificate_of(given).chain == tmp_path / "tls" / "certificate.pem"
    assert given.folder.joinpath("tls/own.pem").read_bytes() == before


def test_given_certificate_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    made(tmp_path)
    made(tmp_path / "other")
    for certificate, key, at in (
        ("tls/certificate.pem", "other/tls/own.pem", NOW),
        ("missing.pem", "tls/own.pem", NOW),
        ("tls/certificate.pem", "tls/own.pem", NOW + timedelta(days=400)),
    ):
        with pytest.raises(Refused) as refused:
            ensure_certificate(Installation(tmp_path, certificate=certificate, key=key), at)
        assert refused.value.code is codes.CERTIFICATE_UNUSABLE
