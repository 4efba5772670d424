"""The secret of each kind of key: made, written as the lines of its file, and read back.

| kind | made by | in its file |
|---|---|---|
| signing | `cryptography`, P-256 | PKCS#8 in PEM: any TLS or X.509 tool reads it |
| content | age, X25519 | the line AGE-SECRET-KEY-1…: any age tool reads it |
| scalar | libsodium, ristretto255 | 64 hex |
| secret | the operating system, 32 bytes | 64 hex |
"""

import os
import re
from collections.abc import Callable
from hashlib import sha256

import rbcl
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from sluis.custody.record import Kind
from sluis.custody.secret import Secret
from sluis.kernel.ristretto import multiply_base, require_scalar
from sluis.kernel.sealing import make_identity, read_identity

CheckValue = Callable[[bytes], str]
"""Makes of a secret a text by which two people see that they hold the same; it must not give the secret away."""

_HEX = re.compile(rb"[0-9a-f]{64}\n")


def make_lines(kind: Kind) -> Secret:
    """A fresh secret, as the lines of its file."""
    if kind is Kind.SIGNING:
        key = ec.generate_private_key(ec.SECP256R1())
        return Secret(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    if kind is Kind.CONTENT:
        return Secret(make_identity().secret.encode() + b"\n")
    return hex_lines(rbcl.crypto_core_ristretto255_scalar_random() if kind is Kind.SCALAR else os.urandom(32))


def hex_lines(raw: bytes) -> Secret:
    """32 bytes as the line of a file."""
    return Secret(raw.hex().encode() + b"\n")


def from_hex_lines(lines: bytes) -> Secret:
    """32 bytes from the line of a file.

    Raises:
        ValueError: it is not exactly 64 hex.
    """
    if not _HEX.fullmatch(lines):
        raise ValueError("64 hex and the line's end")
    return Secret(bytes.fromhex(lines.decode()))


def from_pem_lines(lines: bytes) -> ec.EllipticCurvePrivateKey:
    """A signing key from the lines of a file.

    Raises:
        ValueError: another kind of key, or none.
    """
    key = load_pem_private_key(lines, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("a P-256 key")
    return key


def public_of(kind: Kind, lines: bytes) -> str:
    """The public part that belongs to a secret; empty for the kind `secret`.

    Raises:
        ValueError: the lines hold no such secret.
        Refused: the same, of an age identity or a scalar.
    """
    if kind is Kind.SIGNING:
        public = from_pem_lines(lines).public_key()
        return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()
    if kind is Kind.CONTENT:
        return read_identity(lines.decode().removesuffix("\n")).public
    raw = from_hex_lines(lines)
    return multiply_base(require_scalar(raw)).tobytes().hex() if kind is Kind.SCALAR else ""


def key_id_of(kind: Kind, public: str) -> str:
    """The name of a key by its public part: 32 hex of SHA-256; random where there is no public part."""
    if not public:
        return os.urandom(16).hex()
    return sha256(public.encode() if kind in (Kind.CONTENT, Kind.SECRET) else bytes.fromhex(public)).hexdigest()[:32]
