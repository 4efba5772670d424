"""From a certificate to a root that is trusted, or a refusal that names what is wrong."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from signatures.issuing import (
    AT,
    alternative_names,
    authority_extensions,
    certificate,
    issuer,
    new_key,
    other_issuer,
    party_extensions,
    refuses,
    self_signed,
    usage,
)
from sluis.refusals import Refused
from sluis.refusals.catalogue import signing
from sluis.signatures import Authority, Role, Trust, key_id


@pytest.mark.covers("Z-36")
def test_party_is_known_by_its_certificate() -> None:
    signer = issuer().signer("clinic", Role.SOURCE)
    holder = issuer().trust.holder(signer.chain, role=Role.SOURCE, at=AT)
    assert (holder.party, holder.role) == ("clinic", Role.SOURCE)
    assert holder.key_id == key_id(holder.key)
    assert issuer().trust.holder(signer.chain, role=None, at=AT) == holder


@pytest.mark.covers("Z-36")
def test_certificate_counts_only_within_its_validity() -> None:
    chain = issuer().signer("clinic", Role.SOURCE, days=30).chain
    for moment in (AT, AT + timedelta(days=30)):
        issuer().trust.holder(chain, role=Role.SOURCE, at=moment)
    with refuses(signing.CERTIFICATE_NOT_YET_VALID):
        issuer().trust.holder(chain, role=Role.SOURCE, at=AT - timedelta(seconds=1))
    with refuses(signing.CERTIFICATE_EXPIRED):
        issuer().trust.holder(chain, role=Role.SOURCE, at=AT + timedelta(days=30, seconds=1))


@pytest.mark.covers("Z-36")
def test_another_role_is_refused() -> None:
    chain = issuer().signer("clinic", Role.SOURCE).chain
    for role in (Role.RECIPIENT, Role.TTP):
        with refuses(signing.CERTIFICATE_ROLE):
            issuer().trust.holder(chain, role=role, at=AT)


@pytest.mark.covers("Z-36")
def test_another_authority_of_the_same_name_is_refused() -> None:
    chain = other_issuer().signer("clinic", Role.SOURCE).chain
    for offered in (chain, (*chain, other_issuer().authority.certificate)):
        with refuses(signing.CERTIFICATE_UNTRUSTED):
            issuer().trust.holder(offered, role=Role.SOURCE, at=AT)


def test_authority_cannot_sign_as_a_party() -> None:
    root = issuer().authority.certificate
    with refuses(signing.CERTIFICATE_IS_AUTHORITY):
        issuer().trust.holder([root], role=None, at=AT)
    names = alternative_names("urn:sluis:party:x", "urn:sluis:role:ttp")
    sub = certificate(new_key().public_key(), issuer().authority, [*authority_extensions(None), names])
    with refuses(signing.CERTIFICATE_IS_AUTHORITY):
        issuer().trust.holder([sub], role=None, at=AT)


def test_party_cannot_issue_certificates() -> None:
    key, below = new_key(), new_key()
    clinic = certificate(key.public_key(), issuer().authority, party_extensions())
    forged = certificate(below.public_key(), Authority(clinic, key), party_extensions())
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        issuer().trust.holder([forged, clinic], role=None, at=AT)


@pytest.mark.covers("Z-36")
def test_any_authority_by_configuration_with_one_between() -> None:
    root_key = rsa.generate_private_key(65537, 2048)
    root = Authority(self_signed(root_key, authority_extensions(1), "National root"), root_key)
    key = new_key(ec.SECP384R1())
    between = Authority(certificate(key.public_key(), root, authority_extensions(0), name="Care authority"), key)
    leaf = certificate(new_key().public_key(), between, party_extensions(), digest=hashes.SHA384())
    trust = Trust([issuer().authority.certificate, root.certificate])
    assert trust.holder([leaf, between.certificate], role=Role.SOURCE, at=AT).party == "clinic"
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        trust.holder([leaf], role=None, at=AT)
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        issuer().trust.holder([leaf, between.certificate], role=None, at=AT)


def test_authority_with_path_length_zero_has_none_below_it() -> None:
    key = new_key()
    between = Authority(certificate(key.public_key(), issuer().authority, authority_extensions(0), name="Sub"), key)
    leaf = certificate(new_key().public_key(), between, party_extensions())
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        issuer().trust.holder([leaf, between.certificate], role=None, at=AT)


@pytest.mark.parametrize("authority", [True, False])
def test_only_what_is_meant_as_an_authority_issues(authority: bool) -> None:
    root_key, key = new_key(), new_key()
    root = Authority(self_signed(root_key, authority_extensions(1), "Root"), root_key)
    half = [
        x509.BasicConstraints(ca=authority, path_length=None),
        usage(key_cert_sign=not authority, digital_signature=True),
    ]
    between = Authority(certificate(key.public_key(), root, half, name="Half an authority"), key)
    leaf = certificate(new_key().public_key(), between, party_extensions())
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        Trust([root.certificate]).holder([leaf, between.certificate], role=None, at=AT)


def test_expired_authority_is_named() -> None:
    key = new_key()
    root = self_signed(key, authority_extensions(0), "Short root")
    leaf = certificate(new_key().public_key(), Authority(root, key), party_extensions(), until=AT + timedelta(days=99))
    with refuses(signing.CERTIFICATE_EXPIRED):
        Trust([root]).holder([leaf], role=None, at=AT + timedelta(days=20))


@pytest.mark.parametrize("curve", [ec.SECP256K1(), ec.SECP384R1()])
def test_another_curve_is_refused(curve: ec.EllipticCurve) -> None:
    leaf = certificate(new_key(curve).public_key(), issuer().authority, party_extensions())
    with refuses(signing.CERTIFICATE_ALGORITHM):
        issuer().trust.holder([leaf], role=None, at=AT)


def test_sha1_is_refused() -> None:
    leaf = certificate(new_key().public_key(), issuer().authority, party_extensions())
    sha256_oid, sha1_oid = bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06072a8648ce3d0401")
    for weaker in (
        _resized(leaf, sha256_oid, sha1_oid),
        leaf.replace(sha256_oid, bytes.fromhex("06082a8648ce3d040301")),
    ):
        with refuses(signing.CERTIFICATE_ALGORITHM):
            issuer().trust.holder([weaker], role=None, at=AT)


def _resized(der: bytes, old: bytes, new: bytes) -> bytes:
    """The certificate with a shorter algorithm at both places, its outer lengths made right again."""
    wide_old, wide_new = b"\x30" + bytes([len(old)]) + old, b"\x30" + bytes([len(new)]) + new
    assert der.count(wide_old) == 2
    changed = der.replace(wide_old, wide_new)
    shorter = len(wide_old) - len(wide_new)
    inner = int.from_bytes(der[6:8], "big") - shorter
    outer = int.from_bytes(der[2:4], "big") - 2 * shorter
    return changed[:2] + outer.to_bytes(2, "big") + changed[4:6] + inner.to_bytes(2, "big") + changed[8:]


PARTY, ROLE = "urn:sluis:party:clinic", "urn:sluis:role:source"


@pytest.mark.parametrize(
    "uris",
    [
        (PARTY,),
        (ROLE,),
        (PARTY, ROLE, "urn:sluis:party:other"),
        (PARTY, ROLE, PARTY),
        (PARTY, ROLE, "urn:sluis:role:ttp"),
        (PARTY, ROLE, "urn:sluis:power:all"),
        (PARTY, ROLE, "URN:SLUIS:role:ttp"),
        (PARTY, "urn:sluis:role:king"),
        (PARTY, "urn:sluis:role:"),
        ("urn:sluis:party:Clinic", ROLE),
        ("urn:sluis:party:", ROLE),
        ("urn:sluis:party:a/b", ROLE),
        ("https://example.org/clinic",),
    ],
)
def test_certificate_that_does_not_name_one_party_and_role_is_refused(uris: tuple[str, ...]) -> None:
    leaf = certificate(new_key().public_key(), issuer().authority, party_extensions(*uris))
    with refuses(signing.CERTIFICATE_NOT_A_PARTY):
        issuer().trust.holder([leaf], role=None, at=AT)


def test_other_alternative_names_may_stand_beside() -> None:
    names = party_extensions(PARTY, ROLE, "https://example.org/clinic")
    leaf = certificate(new_key().public_key(), issuer().authority, names)
    assert issuer().trust.holder([leaf], role=Role.SOURCE, at=AT).party == "clinic"


def test_certificate_for_another_use_is_refused() -> None:
    plain, digital, client, names = party_extensions()
    server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    for extensions in (
        [plain, digital, server, names],
        [plain, usage(key_agreement=True), client, names],
        [plain, client, names],
        [plain, digital, names],
    ):
        with refuses(signing.CERTIFICATE_USAGE):
            leaf = certificate(new_key().public_key(), issuer().authority, extensions)
            issuer().trust.holder([leaf], role=None, at=AT)


def test_unknown_critical_extension_is_refused() -> None:
    unknown = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")
    leaf = certificate(
        new_key().public_key(),
        issuer().authority,
        party_extensions(),
        change=lambda builder: builder.add_extension(unknown, critical=True),
    )
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        issuer().trust.holder([leaf], role=None, at=AT)


def test_chain_has_bounds() -> None:
    leaf = issuer().signer("clinic", Role.SOURCE).chain[0]
    for chain in ([], [leaf] * 5, [b""], [leaf + b"\0"], [b"\x30" * 9000]):
        with refuses(signing.CERTIFICATE_MALFORMED):
            issuer().trust.holder(chain, role=None, at=AT)
    with pytest.raises(ValueError, match="root"):
        Trust([])


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")  # of the serial number
def test_one_flipped_bit_in_a_certificate_is_refused() -> None:
    leaves = (issuer().signer("clinic", Role.SOURCE).chain[0] for _ in range(64))
    leaf = next(each for each in leaves if each[-1] & 1 == 0)  # then even the count of unused bits could be raised
    trust = issuer().trust
    for bit in range(8 * len(leaf)):
        damaged = bytearray(leaf)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            trust.holder([bytes(damaged)], role=None, at=AT)
        except Refused:
            continue
        pytest.fail(f"bit {bit} was not seen")
