"""A signing key that custody opened."""

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric import ec

from sluis.signatures import Authority, KeySigner, Role, key_id, make_request
from sluis.signatures.signer import sign_raw


class SigningKey:
    """A P-256 key in this process; it shows only its id."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key

    def __repr__(self) -> str:
        return f"SigningKey({self.key_id})"

    @property
    def key_id(self) -> str:
        """32 hex, as agreements pin it."""
        return key_id(self._key.public_key())

    @property
    def private_key(self) -> ec.EllipticCurvePrivateKey:
        """The key itself, for making an authority's own certificate."""
        return self._key

    def sign(self, data: bytes) -> bytes:
        """r and s over the data, 32 bytes each, s low; without a certificate."""
        return sign_raw(self._key, data)

    def request(self, party: str, role: Role) -> bytes:
        """A request for a certificate, PKCS#10 in DER."""
        return make_request(party, role, self._key)

    def signer(self, chain: Sequence[bytes]) -> KeySigner:
        """A signer with the key's certificates, in DER.

        Raises:
            Refused: the first certificate is for another key, or cannot be used.
        """
        return KeySigner(self._key, chain)

    def authority(self, certificate: bytes) -> Authority:
        """An authority that issues with this key."""
        return Authority(certificate, self._key)
