"""Polymorphic pseudonyms: the third party makes them without seeing the person or the pseudonym.

1. The source turns an identifier into an element M of the group (`hash_to_group`) and encrypts it to the joint key of
   recipient and third party, J = Y + Z (`encrypt`): C0 = q·G, C1 = M + q·J.
2. The third party takes its share z of the lock off, multiplies by the domain's key k and rerandomises (`relay`):
   D0 = k·C0 + s·G, D1 = k·(C1 − z·C0) + s·Y.
3. The recipient opens (`decrypt`): P = D1 − y·D0 = k·M, the pseudonym.

The same person gives the same P at every source. The third party sees neither M nor P; the source cannot compute P;
the recipient cannot test guesses, not even with the table from before the relay, for half of that lock is z.

`shift` multiplies without taking a share off. Converting A to B, it turns Enc(Y_B, P_A) into Enc(Y_B, P_B) with the
factor k_B/k_A; reversing uses 1/k and the source's key; a new version uses k'/k (`quotient`).

Two things stand beside this module. `closing` is one extra row with which the recipient checks the whole table.
`possession` proves that the owner of Y, and of Z, holds its secret; without it the second to publish could choose its
key so that J is a key of its own, and open alone.

Tables are numpy arrays, uint8: elements (n, 32), pairs (n, 64). Give chunks of a few thousand rows: one call per chunk
is what threads share out (`sluis.batches`), and what can be interrupted. Elements are checked as `ristretto` tells.

Source: Verheul and Jacobs, Polymorphic encryption and pseudonymisation in identity management and medical research,
sections 3 and 5; RFC 9497 section 4.1 for M. Tests: tests/vectors/sluis-polymorphic-1.json.
"""

from typing import Final

import numpy as np
import pyarrow as pa

from sluis.kernel import oprf
from sluis.kernel.libsodium import WIDTH, Column
from sluis.kernel.ristretto import (
    Element,
    Scalar,
    add,
    invert,
    multiply,
    multiply_base,
    product,
    random_scalar,
    random_scalars,
    require_element,
    require_scalar,
    subtract,
)
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

__all__ = [
    "PAIR_WIDTH",
    "Column",
    "Element",
    "Scalar",
    "decrypt",
    "encrypt",
    "hash_to_group",
    "invert",
    "joint",
    "make_scalar",
    "public",
    "quotient",
    "refuse_duplicates",
    "relay",
    "require_element",
    "require_scalar",
    "shift",
]

PAIR_WIDTH: Final = 2 * WIDTH


def make_scalar() -> Scalar:
    """A fresh secret from the operating system: y, z or k. Never derived, so that destroying it is final."""
    return random_scalar()


def public(secret: bytes) -> Element:
    """The public element of a secret: Y, Z or K.

    Raises:
        Refused: SCALAR_REFUSED.
    """
    return Element(multiply_base(secret).tobytes())


def joint(recipient: bytes, ttp: bytes) -> Element:
    """J = Y + Z, the key that a source encrypts to.

    Raises:
        Refused: ELEMENT_REFUSED; RowsRefused when the two cancel out.
    Security: only for keys whose possession was proven (`possession.verify`).
    """
    return Element(add(recipient, ttp).tobytes())


def quotient(new: bytes, old: bytes) -> Scalar:
    """new / old modulo L: the factor from one domain or version to another.

    Raises:
        Refused: SCALAR_REFUSED.
    Security: as secret as the keys; who has one key and the quotient has the other.
    """
    return product(new, invert(old))


def hash_to_group(identifiers: pa.Array) -> Column:
    """M of each identifier: HashToGroup of RFC 9497 for VOPRF(ristretto255, SHA-512).

    Args:
        identifiers: n canonical identifiers ("bsn:123456782"), text or bytes, no nulls.
    Returns:
        n elements. Whoever sees them can test guesses: they go into `encrypt` and nowhere else.
    Raises:
        ValueError: there are nulls.
    """
    if identifiers.null_count:
        raise ValueError("an identifier is missing; rows without one are left out before this")
    return oprf.hash_to_group(identifiers.cast(pa.large_binary()).to_numpy(zero_copy_only=False).tolist())


def encrypt(elements: Column, joint: bytes, *, _nonces: Column | None = None) -> Column:
    """Source: C0 = q·G, C1 = M + q·J with q fresh for every row.

    Args:
        elements: n elements.
        joint: J = Y + Z; for a conversion the other recipient's own Y.
        _nonces: n scalars q, for vectors only.
    Returns:
        n pairs. Two calls for the same elements share no byte that tells so.
    Raises:
        RowsRefused: ELEMENTS_REFUSED. Refused: ELEMENT_REFUSED.
    Security: constant time in q and M; the time tells n.
    """
    nonces = random_scalars(len(elements)) if _nonces is None else _nonces
    return _pairs(multiply_base(nonces), add(elements, multiply(nonces, joint)))


def relay(pairs: Column, *, factor: bytes, share: bytes, recipient: bytes, _nonces: Column | None = None) -> Column:
    """Third party: D0 = k·C0 + s·G, D1 = k·(C1 − z·C0) + s·Y with s fresh for every row.

    Args:
        pairs: n pairs from `encrypt`.
        factor: k, the key of the domain and version.
        share: z, the third party's half of the lock.
        recipient: Y.
        _nonces: n scalars s, for vectors only.
    Returns:
        n pairs that open with y alone.
    Raises:
        RowsRefused: ELEMENTS_REFUSED. Refused: SCALAR_REFUSED or ELEMENT_REFUSED.
    """
    first, second = _halves(pairs)
    return _rerandomised(first, subtract(second, multiply(share, first)), factor, recipient, _nonces)


def shift(pairs: Column, *, factor: bytes, recipient: bytes, _nonces: Column | None = None) -> Column:
    """Third party: D0 = f·C0 + s·G, D1 = f·C1 + s·Y: what lies in the pairs, times f, under the same key Y.

    Args:
        pairs: n pairs that open with y alone.
        factor: k_B/k_A to convert, 1/k to reverse, k'/k for a new version.
        recipient: Y, the key of who opens them.
        _nonces: n scalars s, for vectors only.
    Raises:
        RowsRefused: ELEMENTS_REFUSED. Refused: SCALAR_REFUSED or ELEMENT_REFUSED.
    """
    return _rerandomised(*_halves(pairs), factor, recipient, _nonces)


def decrypt(pairs: Column, secret: bytes) -> Column:
    """Recipient: P = D1 − y·D0, n pseudonyms.

    Raises:
        RowsRefused: ELEMENTS_REFUSED. Refused: SCALAR_REFUSED.
    Security: a wrong key gives other elements and no error; `closing.verify_closing` sees it.
    """
    first, second = _halves(pairs)
    return subtract(second, multiply(secret, first))


def refuse_duplicates(rows: Column) -> None:
    """Nothing, when all n rows differ.

    Args:
        rows: uint8, shape (n, w): pseudonyms after decryption.
    Raises:
        Refused: PSEUDONYMS_DOUBLE, with the number of rows that an earlier row equals.
    """
    if len(rows) < 2:
        return
    ordered = np.sort(np.ascontiguousarray(rows).view(f"S{rows.shape[1]}").reshape(-1))
    count = int(np.count_nonzero(ordered[1:] == ordered[:-1]))
    if count:
        raise Refused(groups.PSEUDONYMS_DOUBLE, count=count)


def _rerandomised(first: Column, second: Column, factor: bytes, recipient: bytes, nonces: Column | None) -> Column:
    nonces = random_scalars(len(first)) if nonces is None else nonces
    return _pairs(
        add(multiply(factor, first), multiply_base(nonces)),
        add(multiply(factor, second), multiply(nonces, recipient)),
    )


def _halves(pairs: Column) -> tuple[Column, Column]:
    if pairs.ndim != 2 or pairs.shape[1] != PAIR_WIDTH:
        raise TypeError(f"pairs are uint8 of shape (n, {PAIR_WIDTH})")
    return pairs[:, :WIDTH], pairs[:, WIDTH:]


def _pairs(first: Column, second: Column) -> Column:
    return np.concatenate([first, second], axis=1)
