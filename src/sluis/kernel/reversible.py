"""Values that the holder of a key can open again: AES-SIV, value by value, in memory.

The same value gives the same text, in one domain and field and under one key, so encrypted columns can still be joined;
whoever sees the texts sees which values are equal, and how long they are. The domain and the field are bound in: the
text of a postcode does not open as a name, nor in another domain. There is one spelling of a text, and a changed
character is refused.

Source: RFC 5297, AES-SIV with a key of 512 bits, associated data (domain, field), no nonce; RFC 4648, section 5,
without padding.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sluis.kernel.columns import Rows, chunks, positions
from sluis.refusals import Refused
from sluis.refusals.catalogue import keys

KEY_BYTES = 64
_TAG_BYTES = 16


@dataclass(frozen=True, slots=True)
class Decrypted:
    """A column that was decrypted.

    Attributes:
        values: n strings; null where the text was null or refused.
        refused: n booleans: a text that this key, domain and field did not make.
    """

    values: pa.Array
    refused: Rows

    def whole(self) -> pa.Array:
        """The values, when none was refused.

        Raises:
            Refused: CIPHERTEXT_REFUSED, with positions counted from 1.
        """
        if self.refused.any():
            count, rows = int(self.refused.sum()), positions(self.refused)
            raise Refused(keys.CIPHERTEXT_REFUSED, count=count, rows=rows)
        return self.values


class ReversibleColumn:
    """Deterministic encryption of the strings of one field in one domain.

    Args:
        key: 64 random bytes, for this purpose only.
        domain: whose values they are.
        field: which field they are of.
    Raises:
        ValueError: a key of another size, or an empty name.
    """

    def __init__(self, key: bytes, *, domain: str, field: str) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
        if not domain or not field:
            raise ValueError("a domain and a field are needed")
        self._cipher = AESSIV(key)
        self._bound: list[Any] = [domain.encode(), field.encode()]

    def __repr__(self) -> str:
        return "ReversibleColumn(…)"

    def encrypt(self, column: pa.Array | pa.ChunkedArray) -> pa.Array:
        """The texts of n strings: url-safe base64 without padding, at least 22 characters; nulls stay null.

        Raises:
            TypeError: a column that holds no strings.
        """
        texts = [None if value is None else self._close(value) for value in _strings(column)]
        return pa.array(texts, pa.string())

    def decrypt(self, column: pa.Array | pa.ChunkedArray) -> Decrypted:
        """The strings of n texts, with the rows that were refused.

        Raises:
            TypeError: a column that holds no strings.
        """
        texts = _strings(column)
        values = [None if text is None else self._open(text) for text in texts]
        pairs = zip(texts, values, strict=True)
        refused = np.fromiter((text is not None and value is None for text, value in pairs), np.bool_, len(texts))
        return Decrypted(pa.array(values, pa.string()), refused)

    def _close(self, value: str) -> str:
        return _spelled(self._cipher.encrypt(value.encode(), self._bound))

    def _open(self, text: str) -> str | None:
        try:
            sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            if len(sealed) < _TAG_BYTES or _spelled(sealed) != text:
                return None
            return self._cipher.decrypt(sealed, self._bound).decode()
        except (binascii.Error, ValueError, InvalidTag):
            return None


def _spelled(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _strings(column: Any) -> list[str | None]:
    kinds = {chunk.type.value_type if pa.types.is_dictionary(chunk.type) else chunk.type for chunk in chunks(column)}
    if not all(pa.types.is_string(k) or pa.types.is_large_string(k) or pa.types.is_string_view(k) for k in kinds):
        raise TypeError("a column of strings is needed")
    values: list[str | None] = column.to_pylist()
    return values
