"""Reversible encryption of values in memory, where an agreement allows it; nothing is stored.

AES-SIV (RFC 5297) under a key per agreement and field, derived from a secret of this TTP: equal values give equal
texts under one agreement and field, and unrelated ones under another.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import pyarrow as pa

from sluis.agreement.policy import require_in_force
from sluis.home.home import Home
from sluis.kernel.keyed import derive
from sluis.kernel.reversible import ReversibleColumn
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.signatures.certificates import Role

SECRET = "reversible"  # noqa: S105 - the name of a key, not a key
_CHUNK = 4096


def convert(home: Home, agreement: str, field: str, verb: str, lines: Iterable[str]) -> Iterator[str]:
    """Encrypted or decrypted values, one per line, chunk by chunk.

    Args:
        verb: `encrypt` or `decrypt`.
    Raises:
        Refused: NO_AGREEMENT, NOT_IN_FORCE, NOT_REVERSIBLE, or that a value cannot be decrypted, with its line.
    """
    home.require(Role.TTP)
    agreed = home.shelf.agreement(agreement)
    require_in_force(agreed, home.clock())
    if not agreed.reversible_encryption:
        raise Refused(codes.NOT_REVERSIBLE, agreement=agreement)
    secret = home.keys.secret(SECRET)
    key = b"".join(
        derive(secret, purpose=f"reversible {half} {field}", domain=agreement, version=1, test=False)
        for half in ("mac", "cipher")
    )
    column = ReversibleColumn(key, domain=agreement, field=field)
    values = (line.rstrip("\n") for line in lines)
    count = 0
    while chunk := list(islice(values, _CHUNK)):
        texts = pa.array(chunk, pa.string())
        done = column.encrypt(texts) if verb == "encrypt" else column.decrypt(texts).whole()
        count += len(chunk)
        yield from done.to_pylist()
    home.record(f"values.{verb}ed", objects={"agreement": agreement}, counts={"values": count})
