"""Sealing what was handed over with a key of its own, which is destroyed with it.

The content lies in the database, sealed; its key lies in a file beside the database, and in no backup. So one who has a
backup has only what cannot be read, also after the content was deleted here: without the key it is gone everywhere. The
key that seals follows from that file and from the installation's own secret, and is bound to the request.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SIZE, NONCE, STEP = 32, 12, 4096


class KeyLostError(RuntimeError):
    """The content cannot be opened any more: its key is gone, as after putting back a backup."""


def seal(request: UUID, content: bytes) -> bytes:
    """The content under a new key; how long it is, shows only in steps."""
    key = secrets.token_bytes(SIZE)
    _write(_place(request), key)
    nonce = secrets.token_bytes(NONCE)
    padded = len(content).to_bytes(4) + content
    padded += bytes(-len(padded) % STEP)
    return nonce + _cipher(key).encrypt(nonce, padded, request.bytes)


def opened(request: UUID, sealed: bytes) -> bytes:
    """The content.

    Raises:
        KeyLostError: the key is gone, or is another one.
    """
    try:
        key = _place(request).read_bytes()
        padded = _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], request.bytes)
    except (FileNotFoundError, InvalidTag, ValueError):
        raise KeyLostError from None
    return padded[4 : 4 + int.from_bytes(padded[:4])]


def shred(request: UUID) -> bool:
    """Destroy the key, for good: its bytes are overwritten and its name is gone from the disk when this returns.

    Whether there was one.
    """
    path = _place(request)
    try:
        with path.open("r+b") as file:
            file.write(bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    _synchronise(path.parent)
    return True


def kept_keys() -> list[UUID]:
    """Of which requests there is a key."""
    found = []
    for path in sorted(_folder().glob("*.key")):
        with suppress(ValueError):
            found.append(UUID(path.stem))
    return found


def _cipher(key: bytes) -> ChaCha20Poly1305:
    derive = HKDF(SHA256(), length=32, salt=key, info=b"sluis support: selections at rest, 1")
    return ChaCha20Poly1305(derive.derive(key + settings.SECRET_KEY.encode()))


def _write(path: Path, key: bytes) -> None:
    with suppress(FileNotFoundError):
        path.unlink()  # of an attempt that was broken off; nothing was sealed with it
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    _synchronise(path.parent)


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _place(request: UUID) -> Path:
    return _folder() / f"{request}.key"


def _folder() -> Path:
    found: Path = settings.INSTALLATION.folder / "support"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found
