"""Where private keys live: one sealed file per key, and the key register beside them.

`KeyStore` is this room for files. A key is read for one use, by its kind; nothing prints, logs or pickles a secret.
"""

from sluis.custody.record import KeyRecord, Kind
from sluis.custody.secret import Secret
from sluis.custody.signing import SigningKey
from sluis.custody.store import KeyStore
from sluis.custody.unlock import make_unlock, read_unlock

__all__ = ["KeyRecord", "KeyStore", "Kind", "Secret", "SigningKey", "make_unlock", "read_unlock"]
