"""Certificates and requests: issued, read, and refused for what is wrong with them."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from signatures.issuing import AT, alternative_names, issuer, new_key, refuses
from sluis.refusals import Refused
from sluis.refusals.catalogue import signing
from sluis.signatures import (
    Authority,
    KeySigner,
    Role,
    certificate_key,
    fingerprint,
    from_pem,
    is_party_id,
    issue,
    key_id,
    make_authority,
    make_request,
    read_request,
    to_pem,
)


def test_issued_certificate_is_what_the_design_says() -> None:
    key = new_key()
    request = make_request("clinic", Role.SOURCE, key)
    der = issue(issuer().authority, request, Role.SOURCE, serial=77, at=AT, days=30)
    made = x509.load_der_x509_certificate(der)
    assert made.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "clinic"
    assert made.serial_number == 77
    assert made.not_valid_before_utc == AT
    assert made.not_valid_after_utc == AT + timedelta(days=30)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names == alternative_names("urn:sluis:party:clinic", "urn:sluis:role:source")
    assert made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    assert certificate_key(der) == key.public_key()
    root = x509.load_der_x509_certificate(issuer().authority.certificate)
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    made.verify_directly_issued_by(root)


def test_request_tells_who_asks() -> None:
    key = new_key()
    request = read_request(make_request("clinic", Role.SOURCE, key))
    assert (request.party, request.role, request.key_id) == ("clinic", Role.SOURCE, key_id(key.public_key()))


def test_certificate_never_outlives_its_authority() -> None:
    request = make_request("clinic", Role.SOURCE, new_key())
    der = issue(issuer().authority, request, Role.SOURCE, serial=7, at=AT, days=9999)
    root = x509.load_der_x509_certificate(issuer().authority.certificate)
    assert x509.load_der_x509_certificate(der).not_valid_after_utc <= root.not_valid_after_utc


def test_request_for_another_role_is_refused() -> None:
    with refuses(signing.CERTIFICATE_ROLE):
        issue(issuer().authority, make_request("x", Role.TTP, new_key()), Role.SOURCE, serial=7, at=AT, days=1)


def test_one_flipped_bit_in_a_request_is_refused() -> None:
    requests = (make_request("clinic", Role.SOURCE, new_key()) for _ in range(64))
    request = next(each for each in requests if each[-1] & 1 == 0)  # then even the count of unused bits could be raised
    for bit in range(8 * len(request)):
        damaged = bytearray(request)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            read_request(bytes(damaged))
        except Refused:
            continue
        pytest.fail(f"bit {bit} was not seen")


def test_request_with_another_kind_of_key_is_refused() -> None:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    for key in (new_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)):
        with refuses(signing.CERTIFICATE_ALGORITHM):
            read_request(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))
    with refuses(signing.CERTIFICATE_NOT_A_PARTY):
        read_request(builder.sign(new_key(), hashes.SHA256()).public_bytes(Encoding.DER))
    with refuses(signing.REQUEST_MALFORMED):
        read_request(b"\x30\x03nothing")


@pytest.mark.parametrize("days", [-200, 500])
def test_authority_outside_its_validity_issues_nothing(days: int) -> None:
    request = make_request("x", Role.SOURCE, new_key())
    with refuses(signing.AUTHORITY_UNFIT):
        issue(issuer().authority, request, Role.SOURCE, serial=7, at=AT + timedelta(days=days), days=1)


def test_only_an_authority_with_its_own_key_issues() -> None:
    request = make_request("x", Role.SOURCE, new_key())
    key = new_key()
    leaf = issue(issuer().authority, make_request("y", Role.SOURCE, key), Role.SOURCE, serial=7, at=AT, days=1)
    for authority in (Authority(leaf, key), Authority(issuer().authority.certificate, key)):
        with refuses(signing.AUTHORITY_UNFIT):
            issue(authority, request, Role.SOURCE, serial=7, at=AT, days=1)
    assert "PrivateKey" not in repr(Authority(leaf, key))


def test_signer_needs_the_certificate_of_its_own_key() -> None:
    chain = issuer().signer("clinic", Role.SOURCE).chain
    with refuses(signing.CERTIFICATE_OTHER_KEY):
        KeySigner(new_key(), chain)


def test_fingerprint_of_a_key_is_its_id_in_groups() -> None:
    public = new_key().public_key()
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert fingerprint(spki).replace(" ", "") == key_id(public)
    assert [len(group) for group in fingerprint(spki).split(" ")] == [4] * 8
    assert fingerprint(b"abc") == "ba78 16bf 8f01 cfea 4141 40de 5dae 2223"  # FIPS 180-4, example "abc"


def test_pem_and_back() -> None:
    chain = (*issuer().signer("clinic", Role.SOURCE).chain, issuer().authority.certificate)
    assert from_pem(to_pem(chain)) == chain
    with refuses(signing.CERTIFICATE_MALFORMED):
        from_pem(b"no certificate")
    with refuses(signing.CERTIFICATE_MALFORMED):
        from_pem(to_pem(chain) * 400)


def test_party_ids() -> None:
    assert all(map(is_party_id, ["a", "clinic-7", "0" * 63]))
    assert not any(map(is_party_id, ["", "A", "a_b", "-a", "a-", "a" * 64, "a\n", "é"]))
    with pytest.raises(ValueError, match="party's id"):
        make_request("Clinic", Role.SOURCE, new_key())


def test_authority_is_readable_by_its_key() -> None:
    key = new_key()
    assert certificate_key(make_authority("A", key, serial=5, at=AT, days=1)) == key.public_key()
