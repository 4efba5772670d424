"""A proof that the owner of a public key holds its secret, bound to the text that it is given for.

The joint key J = Y + Z is safe only when neither was chosen in sight of the other: who publishes last could publish
Z = z'·G − Y, for which it knows no secret; then J = z'·G, and it opens every table alone. It cannot prove that it holds
the secret of such a key. So an agreement carries a proof for Y and for Z, and whoever signs it verifies both; the text
is the agreement's own name and the key's role, so that a proof cannot be moved to another.

Source: Schnorr's identification protocol made non-interactive (RFC 8235) over ristretto255, with the hash to a scalar
of RFC 9497; the attack and this defence: Ristenpart and Yilek, The power of proofs-of-possession, 2007.
"""

from typing import Final

from sluis.kernel.libsodium import WIDTH
from sluis.kernel.oprf import hash_to_scalar
from sluis.kernel.ristretto import ORDER, add, multiply, multiply_base, random_scalar, require_element, require_scalar
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

PROOF_WIDTH: Final = 2 * WIDTH
_TAG = b"sluis possession 1-ristretto255-SHA512"


def prove(secret: bytes, text: bytes, *, _nonce: bytes | None = None) -> bytes:
    """64 bytes that show, to whoever knows the public key and the text, that the secret is held.

    Args:
        text: what the key is for: the agreement's name and the role of the key.
        _nonce: a scalar, for vectors only; else fresh from the operating system.
    Raises:
        Refused: SCALAR_REFUSED.
    """
    public = multiply_base(secret).tobytes()
    nonce = random_scalar() if _nonce is None else require_scalar(_nonce)
    challenge = _challenge(public, multiply_base(nonce).tobytes(), text)
    response = (int.from_bytes(nonce, "little") - challenge * int.from_bytes(secret, "little")) % ORDER
    return challenge.to_bytes(WIDTH, "little") + response.to_bytes(WIDTH, "little")


def verify(public: bytes, text: bytes, proof: bytes) -> None:
    """Nothing, when the proof is of this key and this text.

    Raises:
        Refused: POSSESSION_REFUSED, ELEMENT_REFUSED.
    """
    public = require_element(public)
    try:
        challenge, response = require_scalar(proof[:WIDTH]), require_scalar(proof[WIDTH:])
        commitment = add(multiply_base(response), multiply(challenge, public)).tobytes()
    except Refused as error:
        raise Refused(groups.POSSESSION_REFUSED) from error
    if _challenge(public, commitment, text) != int.from_bytes(challenge, "little"):
        raise Refused(groups.POSSESSION_REFUSED)


def _challenge(public: bytes, commitment: bytes, text: bytes) -> int:
    return hash_to_scalar(public + commitment + text, _TAG)
