"""Content that the recipient alone may read, sealed with age.

`seal` and `open_sealed` wrap pyrage and make it strict. It accepts three things that Sluis does not: text armour, which
can be altered without being noticed, public keys in capitals, and points of low order, with which everybody could open
the content (or the library would break off). It also forgets an error of the writer at the very end of a file; both
ends are therefore watched here, and their own errors come out as they were.

Source: age-encryption.org/v1; RFC 7748, section 6.1 (points of low order).
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import keys

_MAGIC = b"age-encryption.org/v1\n"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PRIME = 2**255 - 19


class Readable(Protocol):
    """A file object open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class Writable(Protocol):
    """A file object open for writing bytes."""

    def write(self, data: bytes, /) -> int | None:
        """Write some or all, and say how many; none means all."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """A recipient's key pair.

    Attributes:
        secret: the line `AGE-SECRET-KEY-1…`; for the key file only, and never shown.
        public: the line `age1…`.
    """

    secret: str
    public: str

    def __repr__(self) -> str:
        return f"Identity(public={self.public!r})"


def make_identity() -> Identity:
    """A fresh key pair (X25519), from the operating system's randomness."""
    made = pyrage.x25519.Identity.generate()
    return Identity(str(made), str(made.to_public()))


def read_identity(secret: str) -> Identity:
    """The key pair of a private key, as it stands in a key file (without the line's end).

    Raises:
        Refused: IDENTITY_INVALID; also for small letters or spaces around it.
    """
    return Identity(secret, str(_identity(secret).to_public()))


def check_recipient(public: str) -> str:
    """The public key itself, when content can safely be sealed to it.

    Raises:
        Refused: RECIPIENT_INVALID: not an X25519 key of age, not in its one spelling, or a point of low order.
    """
    _recipient(public)
    return public


def seal(reader: Readable, writer: Writable, recipients: Sequence[str]) -> None:
    """Encrypt everything from `reader` to the public keys; fresh randomness each time.

    Memory stays bounded. `reader` is asked for some kilobytes at a time and may give fewer, never more.

    Args:
        recipients: one or more lines `age1…`.
    Raises:
        Refused: RECIPIENT_INVALID.
        ValueError: no recipient, or a reader that gives more than it was asked for.
        Exception: whatever the reader or the writer raises, unchanged; what was written is then worthless.
    """
    if not recipients:
        raise ValueError("content is sealed to at least one recipient")
    to = [_recipient(public) for public in recipients]
    source, target = _Source(reader), _Target(writer)
    _watched((source, target), lambda: pyrage.encrypt_io(source, target, to), None)


def open_sealed(reader: Readable, writer: Writable, identity: Identity) -> None:
    """Decrypt everything from `reader`, chunk by authenticated chunk.

    That the content is complete is known only at its end: when this raises, throw away what was written.

    Raises:
        Refused: SEALED_NOT_AGE, SEALED_OTHER_KEY or SEALED_DAMAGED.
        Exception: whatever the reader or the writer raises, unchanged.
    """
    source, target = _Source(reader, _MAGIC), _Target(writer)
    opener = _identity(identity.secret)
    _watched((source, target), lambda: pyrage.decrypt_io(source, target, [opener]), _why)


def seal_bytes(content: bytes, recipients: Sequence[str]) -> bytes:
    """`seal` for small content."""
    out = io.BytesIO()
    seal(io.BytesIO(content), out, recipients)
    return out.getvalue()


def open_bytes(sealed: bytes, identity: Identity) -> bytes:
    """`open_sealed` for small content; nothing comes back unless all of it is right."""
    out = io.BytesIO()
    open_sealed(io.BytesIO(sealed), out, identity)
    return out.getvalue()


class _Watched:
    """One end of the stream. Its first error is kept, because the library may wrap or forget it."""

    error: BaseException | None = None

    def _keeping(self, step: Callable[[], Any]) -> Any:
        if self.error is not None:
            raise self.error
        try:
            return step()
        except BaseException as error:
            self.error = error
            raise


class _Source(_Watched):
    def __init__(self, reader: Readable, magic: bytes = b"") -> None:
        self._reader = reader
        self._magic = magic
        self._ready = b""

    def read(self, size: int) -> bytes:
        return bytes(self._keeping(lambda: self._read(size)))

    def _read(self, size: int) -> bytes:
        if self._magic:
            self._ready, self._magic = self._head(self._magic), b""
        if self._ready:
            part, self._ready = self._ready[:size], self._ready[size:]
            return part
        part = self._reader.read(size)
        if len(part) > size:
            raise ValueError("a reader gave more bytes than it was asked for")
        return part

    def _head(self, magic: bytes) -> bytes:
        """The first bytes, when they are the format's own; an armoured file has others."""
        head = b""
        while len(head) < len(magic) and (part := self._reader.read(len(magic) - len(head))):
            head += part
        if head != magic:
            raise Refused(keys.SEALED_NOT_AGE)
        return head


class _Target(_Watched):
    def __init__(self, writer: Writable) -> None:
        self._writer = writer

    def write(self, data: bytes) -> int:
        self._keeping(lambda: self._write(data))
        return len(data)

    def flush(self) -> None:
        """Flushing is its owner's business."""

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            written = self._writer.write(left)  # type: ignore[arg-type]  # every file object takes a view
            left = left[len(left) if written is None else written :]


def _watched(ends: tuple[_Watched, ...], work: Callable[[], None], why: Callable[[Exception], Code] | None) -> None:
    try:
        work()
    except Exception as error:
        _raise_own(ends)
        if why is None or not isinstance(error, pyrage.DecryptError | OSError):
            raise
        raise Refused(why(error)) from None
    _raise_own(ends)


def _raise_own(ends: tuple[_Watched, ...]) -> None:
    for end in ends:
        if end.error is not None:
            raise end.error from None


def _why(error: Exception) -> Code:
    """A fault in the header comes as DecryptError, one in the content as OSError."""
    other = isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error)
    return keys.SEALED_OTHER_KEY if other else keys.SEALED_DAMAGED


def _identity(secret: str) -> Any:
    try:
        identity = pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError:
        raise Refused(keys.IDENTITY_INVALID) from None
    if str(identity) != secret:
        raise Refused(keys.IDENTITY_INVALID)
    return identity


def _recipient(public: str) -> Any:
    try:
        recipient = pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        raise Refused(keys.RECIPIENT_INVALID) from None
    if str(recipient) != public or not _safe_point(public):
        raise Refused(keys.RECIPIENT_INVALID)
    return recipient


def _safe_point(public: str) -> bool:
    """Whether the point is written in its one way and not of low order; the checksum has been verified before."""
    value = 0
    for letter in public.removeprefix("age1")[:-6]:
        value = value << 5 | _BECH32.index(letter)
    point = (value >> 4).to_bytes(32)  # 52 letters carry 260 bits
    if int.from_bytes(point, "little") >= _PRIME:
        return False
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        return False
    return True
