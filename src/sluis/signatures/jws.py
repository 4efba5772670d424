"""Signatures over exact bytes: JWS (RFC 7515) with one algorithm, one header form and nothing to negotiate.

    header    {"alg":"ES256","typ":"sluis-<kind>+jws","x5c":["…"]}      sorted, no spaces, nothing else
    detached  base64url(header) .. base64url(r‖s)                        appendix F: the payload lies beside it
    general   {"payload":"…","signatures":[{"protected":"…","signature":"…"}…]}     section 7.2.1: several sign one text

The kind stands in the header, so a signature for one document can never be shown as one for another. Base64url has one
form (no padding, no stray bits) and s is low, so one signature has one byte form. The algorithm is never read from
the header to decide anything: it must be ES256.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sluis.refusals import Refused
from sluis.refusals.catalogue import signing
from sluis.signatures import exact
from sluis.signatures.certificates import MOST_CERTIFICATES, Role, Trust
from sluis.signatures.signer import Signer, low, verifies

LARGEST_JWS = 1 << 16
LARGEST_DOCUMENT = 1 << 22
MOST_SIGNATURES = 16

_KIND = re.compile(r"[a-z][a-z0-9-]{0,31}")
_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")
_MEMBERS = frozenset(("alg", "typ", "x5c"))


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was verified.

    Attributes:
        party: who signed, by the certificate.
        role: as what.
        key_id: with which key; what agreements pin.
        certificate: in DER.
    """

    party: str
    role: Role
    key_id: str
    certificate: bytes


def sign_detached(payload: bytes, signer: Signer, kind: str) -> bytes:
    """A detached compact JWS, ASCII, no newline.

    Args:
        payload: the exact bytes that are signed.
        signer: who signs.
        kind: of document: `manifest`, `relay`, `checkpoint`, …
    """
    protected = _header(signer, kind)
    return protected + b".." + _sign(protected, payload, signer)


def verify_detached(
    jws: bytes, payload: bytes, *, kind: str, role: Role | None, trust: Trust, at: datetime, where: str = ""
) -> Signature:
    """Verify a detached signature over exact bytes; the payload is not parsed.

    Args:
        jws: untrusted.
        payload: what it must have been made for.
        kind: of document.
        role: what the signer must be; none when any party will do.
        trust: whose authorities count.
        at: the moment at which the certificates must be valid, aware UTC.
        where: the place named in a refusal.
    Raises:
        Refused: 2501 to 2505 for the signature, 2510 to 2518 for the certificate.
    """
    parts = jws.split(b".") if len(jws) <= LARGEST_JWS else []
    if len(parts) != 3 or parts[1]:
        raise Refused(signing.SIGNATURE_MALFORMED, where, kind=kind)
    return _Verifier(kind, trust, at, where).signature(parts[0], parts[2], payload, role)


def sign_general(payload: bytes, signer: Signer, kind: str, document: bytes | None = None) -> bytes:
    """A document with one more signature over the payload, in exact JSON.

    Args:
        payload: the exact bytes that all sign.
        signer: who signs now.
        kind: of document.
        document: with the signatures of others; none for the first. They are kept, not verified: whoever signs after
            others verifies first.
    Raises:
        Refused: 2501, 2530 to 2535 when it is no such document; 2502 when it holds another payload.
    """
    there, entries = _read_document(document, kind, "") if document is not None else (payload, [])
    if there != payload:
        raise Refused(signing.SIGNATURE_WRONG, kind=kind)
    return _document(_base64url(payload), [*entries, _entry(payload, signer, kind)])


def verify_general(
    document: bytes, kind: str, trust: Trust, at: datetime, where: str = ""
) -> tuple[bytes, tuple[Signature, ...]]:
    """Verify every signature of a document signed by several.

    Whose signatures must be there is for the reader to decide: it compares party, role and key with what it expects.

    Args:
        document: untrusted.
        kind: of document.
        trust: whose authorities count.
        at: the moment at which the certificates must be valid, aware UTC.
        where: the place named in a refusal.
    Returns:
        the payload and its signatures (at least one, each key once), ordered by party and role.
    Raises:
        Refused: 2501 to 2506, 2510 to 2518, 2530 to 2535; one wrong signature refuses the whole document.
    """
    payload, entries = _read_document(document, kind, where)
    verifier = _Verifier(kind, trust, at, where)
    found = [
        verifier.signature(entry["protected"].encode(), entry["signature"].encode(), payload, None) for entry in entries
    ]
    if len({signature.key_id for signature in found}) != len(found):
        raise Refused(signing.SIGNATURE_REPEATED, where, kind=kind)
    return payload, tuple(sorted(found, key=lambda signature: (signature.party, signature.role)))


class _Verifier:
    """One reading of signatures: what they must be for, and whom to believe."""

    def __init__(self, kind: str, trust: Trust, at: datetime, where: str) -> None:
        self._kind, self._trust, self._at, self._where = kind, trust, at, where

    def signature(self, protected: bytes, encoded: bytes, payload: bytes, role: Role | None) -> Signature:
        chain = self._chain(protected)
        raw = self._decode(encoded)
        try:
            holder = self._trust.holder(chain, role=role, at=self._at)
        except Refused as refusal:
            raise Refused(refusal.code, self._where, **refusal.facts) from None
        if not verifies(holder.key, raw, _input(protected, payload)):
            raise Refused(signing.SIGNATURE_WRONG, self._where, kind=self._kind)
        return Signature(holder.party, holder.role, holder.key_id, holder.certificate)

    def _chain(self, protected: bytes) -> list[bytes]:
        header = self._header(protected)
        if header.get("alg") != "ES256":
            raise Refused(signing.SIGNATURE_ALGORITHM, self._where, kind=self._kind)
        if header.keys() != _MEMBERS:
            raise Refused(signing.SIGNATURE_HEADER, self._where, kind=self._kind)
        if header["typ"] != _type(self._kind):
            raise Refused(signing.SIGNATURE_KIND, self._where, kind=self._kind)
        return self._certificates(header["x5c"])

    def _header(self, protected: bytes) -> Mapping[str, Any]:
        try:
            return exact.load(self._decode(protected) + b"\n", limit=LARGEST_JWS, depth=2)
        except Refused:
            raise self._malformed() from None

    def _certificates(self, value: object) -> list[bytes]:
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_CERTIFICATES:
            raise self._malformed()
        return [self._certificate(each) for each in value]

    def _certificate(self, value: object) -> bytes:
        try:
            der = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
        except ValueError:
            der = b""
        if not der or base64.b64encode(der).decode() != value:
            raise self._malformed()
        return der

    def _decode(self, text: bytes) -> bytes:
        data = _from_base64url(text)
        if data is None:
            raise self._malformed()
        return data

    def _malformed(self) -> Refused:
        return Refused(signing.SIGNATURE_MALFORMED, self._where, kind=self._kind)


def _type(kind: str) -> str:
    if not _KIND.fullmatch(kind):
        raise ValueError("a kind of document is lower-case letters, digits and hyphens")
    return f"sluis-{kind}+jws"


def _header(signer: Signer, kind: str) -> bytes:
    chain = [base64.b64encode(certificate).decode() for certificate in signer.chain]
    return _base64url(exact.dump({"alg": "ES256", "typ": _type(kind), "x5c": chain})[:-1])


def _sign(protected: bytes, payload: bytes, signer: Signer) -> bytes:
    raw = signer.sign(_input(protected, payload))
    if len(raw) != 64:
        raise ValueError("a signer gives r and s, 32 bytes each")
    return _base64url(low(raw))


def _input(protected: bytes, payload: bytes) -> bytes:
    return protected + b"." + _base64url(payload)


def _entry(payload: bytes, signer: Signer, kind: str) -> dict[str, str]:
    protected = _header(signer, kind)
    return {"protected": protected.decode(), "signature": _sign(protected, payload, signer).decode()}


def _document(payload: bytes, entries: list[dict[str, str]]) -> bytes:
    # Ordered by header: whoever signs first, the same signatures make the same document.
    ordered = sorted(entries, key=lambda entry: entry["protected"])
    return exact.dump({"payload": payload.decode(), "signatures": ordered})


def _read_document(document: bytes, kind: str, where: str) -> tuple[bytes, list[dict[str, str]]]:
    value = exact.load(document, limit=LARGEST_DOCUMENT, depth=3, where=where)
    entries = value.get("signatures")
    payload = _from_base64url(value["payload"].encode()) if isinstance(value.get("payload"), str) else None
    if value.keys() != {"payload", "signatures"} or payload is None or not _are_entries(entries):
        raise Refused(signing.SIGNATURE_MALFORMED, where, kind=kind)
    return payload, entries  # type: ignore[return-value]  # _are_entries above


def _are_entries(value: object) -> bool:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_SIGNATURES:
        return False
    if not all(isinstance(entry, dict) and entry.keys() == {"protected", "signature"} for entry in value):
        return False
    if not all(isinstance(text, str) for entry in value for text in entry.values()):
        return False
    headers = [entry["protected"] for entry in value]
    return headers == sorted(headers)


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _from_base64url(text: bytes) -> bytes | None:
    """The bytes; none when the text is not exactly what `_base64url` gives."""
    try:
        if not _ALPHABET.fullmatch(text.decode("ascii")):
            return None
        data = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except (UnicodeDecodeError, binascii.Error):
        return None
    return data if _base64url(data) == text else None
