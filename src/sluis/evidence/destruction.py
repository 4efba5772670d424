"""The proof that a segment was destroyed after its term."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from sluis.evidence.checkpoint import SignedCheckpoint
from sluis.refusals import Refused
from sluis.signatures import Signer, Trust, exact, sign_detached, verify_detached

KIND = "destruction"
FORMAT = "sluis-destruction/1"

_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Destruction:
    """What was destroyed, signed.

    Attributes:
        statement: exact JSON: the chain, the segment, the SHA-256 of its file, where it ended, and when it went.
        signature: detached, of the kind `destruction`.
    """

    statement: bytes
    signature: bytes

    def write(self) -> bytes:
        """As a file."""
        return exact.dump({"statement": self.statement.decode(), "signature": self.signature.decode()})


def sign_destruction(segment: int, path: Path, closing: SignedCheckpoint, at: datetime, signer: Signer) -> Destruction:
    """Sign that a closed segment is destroyed at a moment."""
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return sign_statement(destruction_statement(segment, digest, closing, at), signer)


def destruction_statement(segment: int, digest: str, closing: SignedCheckpoint, at: datetime) -> bytes:
    """What is signed: that a segment, whose lines together have this SHA-256, is destroyed at a moment."""
    return exact.dump(_about(segment, closing) | {"sha256": digest, "destroyed_at": at.astimezone(UTC).strftime(_TIME)})


def sign_statement(statement: bytes, signer: Signer) -> Destruction:
    """Sign it; for whoever holds the key while another holds the lines."""
    return Destruction(statement, sign_detached(statement, signer, KIND))


def proves(data: bytes, segment: int, closing: SignedCheckpoint, trust: Trust) -> bool:
    """Whether these bytes are a signed proof that this segment, which ended so, was destroyed."""
    try:
        value = exact.load(data, limit=1 << 17, depth=1)
        statement, signature = value["statement"].encode(), value["signature"].encode()
        said = exact.load(statement, limit=1 << 12, depth=1)
        at = datetime.strptime(said["destroyed_at"], _TIME).replace(tzinfo=UTC)
        verify_detached(signature, statement, kind=KIND, role=None, trust=trust, at=at)
    except (Refused, AttributeError, KeyError, TypeError, ValueError):
        return False
    return said.items() >= _about(segment, closing).items()


def _about(segment: int, closing: SignedCheckpoint) -> dict[str, Any]:
    made = closing.checkpoint
    return {"format": FORMAT, "segment": segment, "chain": made.chain, "n": made.n, "head": made.head}
