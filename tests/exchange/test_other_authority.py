"""Any X.509 CA will do: a party whose certificate comes from another CA than the TTP's own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from worlds import World, Worlds, sluis, specification

NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


def _authority(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Another CA")])
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + timedelta(days=9))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return builder.sign(key, hashes.SHA256())


def _issued(request: Path, key: ec.EllipticCurvePrivateKey, root: x509.Certificate) -> bytes:
    """What a CA makes of `request.pem`: the names as asked, for signing and client authentication."""
    asked = x509.load_pem_x509_csr(request.read_bytes())
    names = asked.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    builder = x509.CertificateBuilder(
        root.subject, asked.subject, asked.public_key(), 2, NOW, NOW + timedelta(days=8)
    )  # fmt: skip
    builder = builder.add_extension(names, critical=False).add_extension(usage, critical=True)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return builder.add_extension(identifier, critical=False).sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


@pytest.mark.covers("Z-36")
def test_a_certificate_of_another_ca_counts_where_that_ca_is_trusted(worlds: Worlds, tmp_path: Path) -> None:
    world: World = worlds.make(tmp_path / "world", specification())
    file = world.write("BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n900000004,A,27/03/2008,2345 AB,1,12,2026-1\n")
    key = ec.generate_private_key(ec.SECP256R1())
    root = _authority(key)
    root_file = world.write(root.public_bytes(Encoding.PEM), "root.pem")
    chain = world.write(_issued(world.path("source-1", "request.pem"), key, root), "chain.pem")
    home = world.path("source-1")
    assert sluis("agreement", "enrolled", chain, "--root", root_file, "--home", home).code == 0
    assert world.prepare(file).code == 0
    with world.refuses("2513") as answers:
        answers.append(world.relay())
    for party in ("ttp", "recipient-1"):
        assert sluis("agreement", "trust", root_file, "--home", world.path(party)).code == 0
    assert world.relay().code == 0
    assert world.open().code == 0
