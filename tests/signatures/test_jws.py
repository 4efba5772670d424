"""Signatures: who signed, and every way in which one is not what it seems."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from signatures.issuing import AT, issuer, other_issuer, refuses
from sluis.refusals import Refused
from sluis.refusals.catalogue import signing
from sluis.signatures import (
    KeySigner,
    Role,
    Signature,
    exact,
    sign_detached,
    sign_general,
    verify_detached,
    verify_general,
)
from sluis.signatures.signer import ORDER, verifies

PAYLOAD = b'{"delivery":"7"}\n'
SOURCE = issuer().signer("clinic", Role.SOURCE)
RECIPIENT = issuer().signer("registry", Role.RECIPIENT)
TTP = issuer().signer("ttp", Role.TTP)


def verify(jws: bytes, payload: bytes = PAYLOAD, kind: str = "manifest", role: Role | None = Role.SOURCE) -> Signature:
    return verify_detached(jws, payload, kind=kind, role=role, trust=issuer().trust, at=AT, where="manifest.jws")


def encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def resigned(header: bytes, signer: KeySigner = SOURCE) -> bytes:
    """A signature that is right for whatever header an attacker with a certificate of its own likes."""
    return encoded(header) + b".." + encoded(signer.sign(encoded(header) + b"." + encoded(PAYLOAD)))


def header_of(jws: bytes) -> dict[str, Any]:
    part = jws.split(b".")[0]
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)))
    return value


@pytest.mark.covers("Z-36")
def test_signature_tells_who_signed() -> None:
    signature = verify(sign_detached(PAYLOAD, SOURCE, "manifest"))
    assert (signature.party, signature.role, signature.certificate) == ("clinic", Role.SOURCE, SOURCE.chain[0])


def test_header_is_exactly_alg_typ_x5c() -> None:
    jws = sign_detached(PAYLOAD, SOURCE, "manifest")
    x5c = base64.b64encode(SOURCE.chain[0]).decode()
    assert header_of(jws) == {"alg": "ES256", "typ": "sluis-manifest+jws", "x5c": [x5c]}
    assert resigned(exact.dump(header_of(jws))[:-1]).split(b".")[0] == jws.split(b".")[0]


def test_other_bytes_are_refused() -> None:
    jws = sign_detached(PAYLOAD, SOURCE, "manifest")
    for payload in (PAYLOAD + b"\n", b"", PAYLOAD.replace(b"7", b"8")):
        with refuses(signing.SIGNATURE_WRONG):
            verify(jws, payload)


def test_signature_for_another_kind_is_refused() -> None:
    with refuses(signing.SIGNATURE_KIND):
        verify(sign_detached(PAYLOAD, SOURCE, "relay"))


@pytest.mark.covers("Z-36")
def test_certificate_is_verified_too() -> None:
    with refuses(signing.CERTIFICATE_ROLE):
        verify(sign_detached(PAYLOAD, TTP, "manifest"))
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        verify(sign_detached(PAYLOAD, other_issuer().signer("clinic", Role.SOURCE), "manifest"))
    with refuses(signing.CERTIFICATE_EXPIRED):
        verify(sign_detached(PAYLOAD, issuer().signer("x", Role.SOURCE, at=AT - timedelta(9), days=1), "manifest"))


def test_certificate_of_another_party_does_not_help() -> None:
    header = exact.dump({"alg": "ES256", "typ": "sluis-manifest+jws", "x5c": header_of(_signed())["x5c"]})[:-1]
    with refuses(signing.SIGNATURE_WRONG):
        verify(resigned(header, issuer().signer("mallory", Role.SOURCE)))


def _signed() -> bytes:
    return sign_detached(PAYLOAD, SOURCE, "manifest")


TRICKS: list[tuple[str, Callable[[dict[str, Any]], dict[str, Any]], Any]] = [
    ("none", lambda header: header | {"alg": "none"}, signing.SIGNATURE_ALGORITHM),
    ("hmac", lambda header: header | {"alg": "HS256"}, signing.SIGNATURE_ALGORITHM),
    ("lower case", lambda header: header | {"alg": "es256"}, signing.SIGNATURE_ALGORITHM),
    ("no alg", lambda header: {"typ": header["typ"], "x5c": header["x5c"]}, signing.SIGNATURE_ALGORITHM),
    ("crit", lambda header: header | {"crit": ["b64"]}, signing.SIGNATURE_HEADER),
    ("b64", lambda header: header | {"b64": False}, signing.SIGNATURE_HEADER),
    ("jwk", lambda header: header | {"jwk": {}}, signing.SIGNATURE_HEADER),
    ("kid", lambda header: header | {"kid": "1"}, signing.SIGNATURE_HEADER),
    ("no typ", lambda header: {"alg": "ES256", "x5c": header["x5c"]}, signing.SIGNATURE_HEADER),
    ("typ", lambda header: header | {"typ": "JOSE"}, signing.SIGNATURE_KIND),
    ("empty chain", lambda header: header | {"x5c": []}, signing.SIGNATURE_MALFORMED),
    ("long chain", lambda header: header | {"x5c": header["x5c"] * 5}, signing.SIGNATURE_MALFORMED),
    ("text chain", lambda header: header | {"x5c": header["x5c"][0]}, signing.SIGNATURE_MALFORMED),
    ("number", lambda header: header | {"x5c": [7]}, signing.SIGNATURE_MALFORMED),
    ("blank in it", lambda header: header | {"x5c": [header["x5c"][0] + "\n"]}, signing.SIGNATURE_MALFORMED),
    ("no base64", lambda header: header | {"x5c": ["é"]}, signing.SIGNATURE_MALFORMED),
    ("no certificate", lambda header: header | {"x5c": ["AAAA"]}, signing.CERTIFICATE_MALFORMED),
]


@pytest.mark.parametrize(("change", "code"), [trick[1:] for trick in TRICKS], ids=[trick[0] for trick in TRICKS])
def test_header_tricks_are_refused(change: Callable[[dict[str, Any]], dict[str, Any]], code: Any) -> None:
    with refuses(code):
        verify(resigned(exact.dump(change(header_of(_signed())))[:-1]))


def test_another_byte_form_of_the_header_is_refused() -> None:
    header = header_of(_signed())
    x5c = json.dumps(header["x5c"])
    texts = (
        json.dumps(header),
        '{"typ":"sluis-manifest+jws","alg":"ES256","x5c":' + x5c + "}",
        '{"alg":"ES256","typ":"sluis-manifest+jws","x5c":[],"x5c":' + x5c + "}",
        '{"alg":"ES256","typ":"sluis\\u002dmanifest+jws","x5c":' + x5c + "}",
        '{"alg":"ES256","typ":"sluis-manifest+jws","x5c":' + x5c + "}\n",
        "[]",
        "",
    )
    for text in texts:
        with refuses(signing.SIGNATURE_MALFORMED):
            verify(resigned(text.encode()))


def test_one_flipped_bit_in_a_signature_is_refused() -> None:
    jws = _signed()
    signature = 8 * (len(jws) - 90)
    for bit in (*range(0, signature, 7), *range(signature, 8 * len(jws))):
        damaged = bytearray(jws)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            verify(bytes(damaged))
        except Refused:
            continue
        pytest.fail(f"bit {bit} was not seen")


def test_signature_has_one_form() -> None:
    jws = _signed()
    head, _, tail = jws.partition(b"..")
    raw = base64.urlsafe_b64decode(tail + b"==")
    high = raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    with refuses(signing.SIGNATURE_WRONG):
        verify(head + b".." + encoded(high))
    stray = tail[:-1] + bytes([tail[-1] + 1])  # 64 bytes leave four bits of the last letter unused
    assert base64.urlsafe_b64decode(stray + b"==") == raw
    inline = head + b"." + encoded(PAYLOAD) + b"." + tail
    for form in (head + b".." + stray, jws + b"==", jws + b"\n", jws + b".", head + b"." + tail, inline, b"", b".."):
        with refuses(signing.SIGNATURE_MALFORMED):
            verify(form)
    for wrong in (b"", raw[:63], raw + b"\0", bytes(64), raw[:32] + bytes(32), b"\xff" * 64):
        with refuses(signing.SIGNATURE_WRONG):
            verify(head + b".." + encoded(wrong))
    with refuses(signing.SIGNATURE_MALFORMED):
        verify(b"A" * (1 << 17))


class HighToken:
    """A token that gives the high s."""

    chain = SOURCE.chain

    def sign(self, data: bytes) -> bytes:
        raw = SOURCE.sign(data)
        return raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")


def test_token_with_high_s_makes_a_signature_that_is_accepted() -> None:
    assert verify(sign_detached(PAYLOAD, HighToken(), "manifest")).party == "clinic"
    for signer in (SOURCE, TTP):
        assert int.from_bytes(signer.sign(b"x")[32:], "big") <= ORDER // 2


def test_refusal_names_the_place() -> None:
    with pytest.raises(Refused) as refusal:
        verify(b"")
    assert refusal.value.where == "manifest.jws"


@pytest.mark.covers("Z-36")
def test_three_parties_sign_one_text() -> None:
    document = None
    for signer in (SOURCE, RECIPIENT, TTP):
        document = sign_general(PAYLOAD, signer, "agreement", document)
    assert document is not None
    payload, signatures = verify_general(document, "agreement", issuer().trust, AT)
    assert payload == PAYLOAD
    assert [(each.party, each.role) for each in signatures] == [
        ("clinic", Role.SOURCE),
        ("registry", Role.RECIPIENT),
        ("ttp", Role.TTP),
    ]


def test_one_wrong_signature_refuses_the_whole_document() -> None:
    outsider = other_issuer().signer("registry", Role.RECIPIENT)
    document = sign_general(PAYLOAD, outsider, "agreement", sign_general(PAYLOAD, SOURCE, "agreement"))
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        verify_general(document, "agreement", issuer().trust, AT)


def test_text_cannot_be_changed_under_signatures() -> None:
    document = json.loads(sign_general(PAYLOAD, SOURCE, "agreement"))
    document["payload"] = encoded(b"{}\n").decode()
    with refuses(signing.SIGNATURE_WRONG):
        verify_general(exact.dump(document), "agreement", issuer().trust, AT)
    with refuses(signing.SIGNATURE_WRONG):
        sign_general(b"{}\n", TTP, "agreement", sign_general(PAYLOAD, SOURCE, "agreement"))


def test_one_key_signs_once() -> None:
    document = sign_general(PAYLOAD, SOURCE, "agreement", sign_general(PAYLOAD, SOURCE, "agreement"))
    with refuses(signing.SIGNATURE_REPEATED):
        verify_general(document, "agreement", issuer().trust, AT)


def test_other_forms_of_a_document_are_refused() -> None:
    good = json.loads(sign_general(PAYLOAD, SOURCE, "agreement"))
    two = json.loads(sign_general(PAYLOAD, TTP, "agreement", exact.dump(good)))
    entry = good["signatures"][0]
    for wrong in (
        good | {"signatures": []},
        good | {"signatures": [entry | {"header": "x"}]},
        good | {"signatures": [entry | {"signature": 7}]},
        good | {"signatures": entry},
        good | {"signatures": [entry] * 17},
        good | {"signatures": two["signatures"][::-1]},
        good | {"payload": good["payload"] + "="},
        good | {"payload": "é"},
        good | {"payload": 7},
        good | {"more": "x"},
        {"payload": good["payload"]},
    ):
        with refuses(signing.SIGNATURE_MALFORMED):
            verify_general(exact.dump(wrong), "agreement", issuer().trust, AT)
    with refuses(signing.DOCUMENT_NOT_EXACT):
        verify_general(json.dumps(good).encode(), "agreement", issuer().trust, AT)


def test_openssl_agrees_on_the_mathematics() -> None:
    """RFC 7515, appendix A.3: the published ES256 key, input and signature; its s happens to be low or is refused."""
    from cryptography.hazmat.primitives.asymmetric import ec

    x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
    y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    point = [int.from_bytes(base64.urlsafe_b64decode(text + "="), "big") for text in (x, y)]
    key = ec.EllipticCurvePublicNumbers(point[0], point[1], ec.SECP256R1()).public_key()
    data = (
        b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
        b"Ijp0cnVlfQ"
    )
    text = b"DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q=="
    raw = base64.urlsafe_b64decode(text)
    low = raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    assert min(raw, low) == low
    assert verifies(key, low, data)
    assert not verifies(key, low, data + b" ")
