"""RFC 9497 for ristretto255 with SHA-512: the modes OPRF and VOPRF, on columns.

A client that wants a pseudonym without showing the identifier goes through four steps:

1. `blind` hides the element of the identifier behind a scalar that the client keeps.
2. The service multiplies by its key (`blind_evaluate`) and proves that it was the published key (`prove`).
3. The client checks the proof (`verify`) and takes its scalar off (`unblind`).
4. It has P = k · HashToGroup(identifier), the very pseudonym that a file gives.

Sluis stops there. The RFC goes on to hash P with the input (`finalize`), but the recipient of a file does not know the
input, and both ways must end at one pseudonym. `finalize` is here for the vectors and for whoever wants a plain VOPRF.

The third mode, POPRF, binds a public text into the key by another formula, t = 1/(k + m). Its result would differ from
the file's, and domain and version have independent keys already; it is not built.

Source: RFC 9497 sections 2.1 (group), 2.2 (proof), 3.2 (key pair), 3.3.1 and 3.3.2 (protocols), 4.1 (suite);
RFC 9380 section 5.3.1 (expand_message_xmd).
"""

from collections.abc import Iterator, Sequence
from hashlib import sha512
from typing import Final

import numpy as np

from sluis.kernel.libsodium import WIDTH, Column
from sluis.kernel.ristretto import (
    ORDER,
    Element,
    Scalar,
    from_hashes,
    invert_scalars,
    multiply,
    multiply_base,
    random_scalar,
    random_scalars,
    require_element,
    require_elements,
    require_scalar,
)
from sluis.kernel.ristretto import add as add_rows
from sluis.kernel.sums import total
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

OPRF: Final = 0x00
VOPRF: Final = 0x01
"""The mode of Sluis: also for the elements in files, so that files and the blind service agree."""

PROOF_WIDTH: Final = 2 * WIDTH
MOST: Final = 65_535
"""So many elements share one proof at most: their number stands in two bytes of the transcript."""

_BLOCK = 128  # bytes of SHA-512's input block
_DIGEST = 64


def context(mode: int) -> bytes:
    """The context string of the suite (RFC 9497 section 3.1)."""
    return b"OPRFV1-" + bytes([mode]) + b"-ristretto255-SHA512"


def expand_message(message: bytes, tag: bytes, length: int) -> bytes:
    """expand_message_xmd with SHA-512 (RFC 9380 section 5.3.1).

    Args:
        tag: the domain separation tag, at most 255 bytes.
        length: of the result, in bytes; at most 65,535 and 255 digests.
    """
    count = -(-length // _DIGEST)
    if not (0 < len(tag) <= 255 and 0 < length <= 65_535 and count <= 255):
        raise ValueError("tag or length outside the range of expand_message_xmd")
    tag += bytes([len(tag)])
    first = sha512(bytes(_BLOCK) + message + length.to_bytes(2) + b"\0" + tag).digest()
    blocks = [sha512(first + b"\1" + tag).digest()]
    for number in range(2, count + 1):
        mixed = bytes(a ^ b for a, b in zip(first, blocks[-1], strict=True))
        blocks.append(sha512(mixed + bytes([number]) + tag).digest())
    return b"".join(blocks)[:length]


def hash_to_group(messages: Sequence[bytes], mode: int = VOPRF) -> Column:
    """HashToGroup (RFC 9497 section 4.1): n messages → n elements.

    Raises:
        RowsRefused: ELEMENTS_REFUSED, when a message maps to the identity; nobody can find one.
    """
    return from_hashes(_expanded(messages, b"HashToGroup-" + context(mode)), len(messages))


def hash_to_scalar(message: bytes, tag: bytes) -> int:
    """HashToScalar (RFC 9497 section 4.1) with the whole tag: a number below L, hardly ever 0."""
    return int.from_bytes(expand_message(message, tag, _DIGEST), "little") % ORDER


def derive_key_pair(seed: bytes, info: bytes, mode: int = VOPRF) -> tuple[Scalar, Element]:
    """DeriveKeyPair (RFC 9497 section 3.2.1): a secret and its public element from 32 random bytes.

    For vectors and for moving a key; the domains' own keys are made with `polymorphic.make_scalar`.
    """
    if len(seed) != WIDTH:
        raise ValueError(f"the seed is {WIDTH} bytes")
    for counter in range(256):
        text = seed + _sized(info) + bytes([counter])
        secret = hash_to_scalar(text, b"DeriveKeyPair" + context(mode))
        if secret:
            return _scalar(secret), Element(multiply_base(_scalar(secret)).tobytes())
    raise ValueError("no key comes from this seed")  # once in 2^252^256


def blind(messages: Sequence[bytes], mode: int = VOPRF, *, _blinds: Column | None = None) -> tuple[Column, Column]:
    """Blind: hide n messages.

    Args:
        _blinds: n scalars, for vectors only; else fresh from the operating system.
    Returns:
        The blinds, n scalars to keep secret and use once; the blinded elements, to send.
    """
    blinds = random_scalars(len(messages)) if _blinds is None else _blinds
    return blinds, multiply(blinds, hash_to_group(messages, mode))


def blind_evaluate(secret: bytes, blinded: Column) -> Column:
    """BlindEvaluate: n blinded elements times the key.

    Raises:
        RowsRefused: ELEMENTS_REFUSED.
        Refused: SCALAR_REFUSED.
    """
    return multiply(secret, blinded)


def unblind(blinds: Column, evaluated: Column) -> Column:
    """The first line of Finalize: P = k · HashToGroup(message), n elements.

    Raises:
        RowsRefused: ELEMENTS_REFUSED or SCALARS_REFUSED.
    Security: in mode VOPRF only after `verify`; else a wrong key goes unseen.
    """
    return multiply(invert_scalars(blinds), evaluated)


def finalize(message: bytes, element: bytes) -> bytes:
    """The rest of Finalize: the RFC's output of 64 bytes for one message and its unblinded element."""
    return sha512(_sized(message) + _sized(require_element(element)) + b"Finalize").digest()


def prove(
    secret: bytes, blinded: Column, evaluated: Column, mode: int = VOPRF, *, _nonce: bytes | None = None
) -> bytes:
    """GenerateProof: one proof of 64 bytes that all n elements were multiplied by the secret of the public key.

    Args:
        blinded: 1 to 65,535 elements.
        evaluated: the same, times the secret.
        _nonce: a scalar, for vectors only; else fresh from the operating system.
    Raises:
        RowsRefused: ELEMENTS_REFUSED.
    """
    public = multiply_base(secret).tobytes()
    mixed = total(multiply(_mixing(public, blinded, evaluated, mode), require_elements(blinded)))
    nonce = random_scalar() if _nonce is None else require_scalar(_nonce)
    steps = multiply(secret, mixed), multiply_base(nonce), multiply(nonce, mixed)
    challenge = _challenge(public, mixed, *(step.tobytes() for step in steps), mode=mode)
    # r − c·s in Python's integers: r is fresh and uniform, so the time tells nothing that lasts
    response = (int.from_bytes(nonce, "little") - challenge * int.from_bytes(secret, "little")) % ORDER
    return challenge.to_bytes(WIDTH, "little") + response.to_bytes(WIDTH, "little")


def verify(public: bytes, blinded: Column, evaluated: Column, proof: bytes, mode: int = VOPRF) -> None:
    """VerifyProof: nothing, when all n elements were multiplied by the secret of `public`.

    Raises:
        Refused: PROOF_REFUSED, also for a proof of another length or with scalars out of range; ELEMENT_REFUSED.
        RowsRefused: ELEMENTS_REFUSED.
    """
    public = require_element(public)
    weights = _mixing(public, require_elements(blinded), require_elements(evaluated), mode)
    mixed, product = total(multiply(weights, blinded)), total(multiply(weights, evaluated))
    try:
        challenge, response = require_scalar(proof[:WIDTH]), require_scalar(proof[WIDTH:])
        base = add_rows(multiply_base(response), multiply(challenge, public)).tobytes()
        step = add_rows(multiply(response, mixed), multiply(challenge, product)).tobytes()
    except Refused as error:
        raise Refused(groups.PROOF_REFUSED, count=len(blinded)) from error
    if _challenge(public, mixed, product, base, step, mode=mode) != int.from_bytes(challenge, "little"):
        raise Refused(groups.PROOF_REFUSED, count=len(blinded))


def _mixing(public: bytes, blinded: Column, evaluated: Column, mode: int) -> Column:
    """The n scalars d of ComputeComposites (RFC 9497 section 2.2.1)."""
    if len(blinded) != len(evaluated) or not 0 < len(blinded) <= MOST:
        raise ValueError(f"a proof is about 1 to {MOST} pairs")
    seed = _sized(sha512(_sized(public) + _sized(b"Seed-" + context(mode))).digest())
    tag = b"HashToScalar-" + context(mode)
    rows = zip(blinded, evaluated, strict=True)
    texts = (
        seed + number.to_bytes(2) + _sized(before.tobytes()) + _sized(after.tobytes()) + b"Composite"
        for number, (before, after) in enumerate(rows)
    )
    scalars = b"".join(_scalar(hash_to_scalar(text, tag)) for text in texts)
    return np.frombuffer(scalars, np.uint8).reshape(-1, WIDTH)


def _challenge(*elements: bytes, mode: int) -> int:
    text = b"".join(map(_sized, elements)) + b"Challenge"
    return hash_to_scalar(text, b"HashToScalar-" + context(mode))


def _expanded(messages: Sequence[bytes], tag: bytes) -> Iterator[bytes]:
    """expand_message of 64 bytes per message: one block, with what all rows share made once."""
    tag += bytes([len(tag)])
    pad, before, after = bytes(_BLOCK), _DIGEST.to_bytes(2) + b"\0" + tag, b"\1" + tag
    return (sha512(sha512(pad + message + before).digest() + after).digest() for message in messages)


def _scalar(value: int) -> Scalar:
    return Scalar(value.to_bytes(WIDTH, "little"))


def _sized(value: bytes) -> bytes:
    return len(value).to_bytes(2) + value
