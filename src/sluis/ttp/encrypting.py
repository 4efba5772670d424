"""Reversible encryption of values in memory, where an agreement allows it; nothing is stored.

AES-SIV (RFC 5297) under a key per agreement and field, derived from a secret of this TTP: equal values give equal
texts under one agreement and field, and unrelated ones under another.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from sluis.agreement.claims import require_in_force
from sluis.agreement.policy import Question
from sluis.agreement.processings import Verb
from sluis.evidence import Outcome
from sluis.home.home import Home
from sluis.home.permission import Permission
from sluis.kernel.columns import positions
from sluis.kernel.keyed import derive
from sluis.kernel.reversible import Decrypted, ReversibleColumn
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.refusals.catalogue import keys
from sluis.signatures.certificates import Role

SECRET = "reversible"  # noqa: S105 - the name of a key, not a key
_CHUNK = 4096


def convert(home: Home, agreement: str, field: str, verb: str, lines: Iterable[str]) -> Iterator[str]:
    """Encrypted or decrypted values, one per line, chunk by chunk.

    Args:
        verb: `encrypt` or `decrypt`.
    Raises:
        Refused: NO_AGREEMENT, NOT_IN_FORCE, NOT_REVERSIBLE, what annex 1 or the policy refuses, or that a value cannot
            be decrypted, with its line.
    """
    home.require(Role.TTP)
    with home.recording_refusal(f"values.{verb}ed", {"agreement": agreement}):
        permission, question = _permission(home, agreement, verb)
    secret = home.keys.secret(SECRET)
    key = b"".join(
        derive(secret, purpose=f"reversible {half} {field}", domain=agreement, version=1, test=False)
        for half in ("mac", "cipher")
    )
    column = ReversibleColumn(key, domain=agreement, field=field)
    values = (line.rstrip("\n") for line in lines)
    count, outcome = 0, Outcome.REFUSED
    try:
        while chunk := list(islice(values, _CHUNK)):
            permission.require(question)
            texts = pa.array(chunk, pa.string())
            done = column.encrypt(texts) if verb == "encrypt" else _whole(column.decrypt(texts), count)
            count += len(chunk)
            yield from done.to_pylist()
        outcome = Outcome.DONE
    finally:
        # what was given back before a refusal was given back, and is on record
        home.record(f"values.{verb}ed", objects={"agreement": agreement}, counts={"values": count}, outcome=outcome)


def _permission(home: Home, agreement: str, verb: str) -> tuple[Permission, Question]:
    """What allows it, and what it is asked: before each chunk, since values may come in for days."""
    agreed = home.shelf.agreement(agreement)
    require_in_force(agreed, home.clock())
    if not agreed.reversible_encryption:
        raise Refused(codes.NOT_REVERSIBLE, agreement=agreement)
    permission, question = Permission(home, agreed), Question(Verb(verb), country=home.settings.country)
    permission.require(question)
    return permission, question


def _whole(opened: Decrypted, before: int) -> Any:
    """The values, when none was refused; lines are counted from the first that came in."""
    if opened.refused.any():
        lines = positions(np.concatenate([np.zeros(before, np.bool_), opened.refused]))
        raise Refused(keys.CIPHERTEXT_REFUSED, count=int(opened.refused.sum()), rows=lines)
    return opened.values
