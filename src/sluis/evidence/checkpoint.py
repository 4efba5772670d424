"""A checkpoint: somebody's signature under where the chain stood. It travels in receipts and relay notes.

Whoever holds one can show later that the chain was cut, rolled back or replaced. It proves "unaltered since", never
"nothing else happened".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence
from sluis.signatures import Signature, Signer, Trust, exact, sign_detached, verify_detached

KIND = "checkpoint"

_CHAIN = re.compile(r"[a-z0-9-]{1,80}\.[0-9a-f]{32}")
_HEAD = re.compile(r"[0-9a-f]{64}")
_NAMES = frozenset(("chain", "n", "head", "at", "signature"))
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a chain stood.

    Attributes:
        chain: the chain's id.
        n: the number of its last event.
        head: the hash of that line, hex.
        at: when, aware UTC, to the second.
    """

    chain: str
    n: int
    head: str
    at: datetime

    def payload(self) -> bytes:
        """The exact bytes that are signed."""
        return exact.dump(self._value())

    def _value(self) -> dict[str, Any]:
        return {"chain": self.chain, "n": self.n, "head": self.head, "at": self.at.strftime(_TIME)}


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint and its signature, which is not thereby verified."""

    checkpoint: Checkpoint
    signature: bytes

    def value(self) -> dict[str, Any]:
        """As it stands in other JSON."""
        return {**self.checkpoint._value(), "signature": self.signature.decode()}

    def write(self) -> bytes:
        """As a file of its own."""
        return exact.dump(self.value())

    def verify(self, trust: Trust, where: str = "checkpoint") -> Signature:
        """Who signed it; the certificate must have been valid at its own moment.

        Raises:
            Refused: 2501 to 2518.
        """
        made = self.checkpoint
        return verify_detached(
            self.signature, made.payload(), kind=KIND, role=None, trust=trust, at=made.at, where=where
        )


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> SignedCheckpoint:
    """Sign where a chain stands."""
    return SignedCheckpoint(checkpoint, sign_detached(checkpoint.payload(), signer, KIND))


def from_value(value: Mapping[str, Any]) -> SignedCheckpoint:
    """The checkpoint that stands in other JSON.

    Raises:
        Refused: CHECKPOINT_UNREADABLE.
    """
    try:
        if value.keys() == _NAMES and _CHAIN.fullmatch(value["chain"]) and _HEAD.fullmatch(value["head"]):
            at = datetime.strptime(value["at"], _TIME).replace(tzinfo=UTC)
            made = SignedCheckpoint(
                Checkpoint(value["chain"], value["n"], value["head"], at), value["signature"].encode()
            )
            if type(value["n"]) is int and value["n"] >= 0 and made.value() == dict(value):
                return made
    except (AttributeError, TypeError, ValueError):
        pass
    raise Refused(evidence.CHECKPOINT_UNREADABLE)


def read_checkpoint(data: bytes) -> SignedCheckpoint:
    """The checkpoint in a file of its own.

    Raises:
        Refused: CHECKPOINT_UNREADABLE.
    """
    try:
        return from_value(exact.load(data, limit=1 << 16, depth=1))
    except Refused:
        raise Refused(evidence.CHECKPOINT_UNREADABLE) from None
