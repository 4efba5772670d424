"""The proof that an organisation's data were destroyed: two signed statements, one about what was in use and one about
the backups.

    {"format":"sluis-data-destruction/1","stage":1,"request":…,"organisation":…,"destroyed":{…},"backups":{…},…}
    {"format":"sluis-data-destruction/1","stage":2,"request":…,"first":SHA-256 of the first statement,…}

A proof is a file of exact JSON with the statement and a detached signature of the kind `data-destruction`. Whoever
knows the authority verifies it without us.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings as codes
from sluis.signatures import Role, Signature, Signer, Trust, exact, sign_detached, verify_detached

KIND = "data-destruction"
FORMAT = "sluis-data-destruction/1"
LARGEST = 1 << 20

TIME = "%Y-%m-%dT%H:%M:%SZ"
_SAID = frozenset(("format", "stage", "request", "organisation", "signed_at", "evidence"))
"""What both statements say."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement and its signature, which is not thereby verified."""

    statement: bytes
    signature: bytes

    @property
    def digest(self) -> str:
        """By which the second statement names the first."""
        return sha256(self.statement).hexdigest()

    def write(self) -> bytes:
        """As a file."""
        return exact.dump({"statement": self.statement.decode(), "signature": self.signature.decode()})

    def value(self) -> dict[str, Any]:
        """What it says.

        Raises:
            Refused: PROOF_WRONG.
        """
        try:
            said = exact.load(self.statement, limit=LARGEST, depth=4)
            datetime.strptime(said["signed_at"], TIME)
        except (Refused, KeyError, TypeError, ValueError):
            raise Refused(codes.PROOF_WRONG) from None
        if said["format"] != FORMAT or said["stage"] not in (1, 2) or not said.keys() >= _SAID:
            raise Refused(codes.PROOF_WRONG)
        return said

    def verify(self, trust: Trust, first: "Proof | None" = None) -> Signature:
        """Who signed it: a TTP, whose certificate was valid at the moment that the statement names.

        Args:
            trust: whose authorities count.
            first: for a second statement, the first one; whether it is the one that is meant.
        Raises:
            Refused: PROOF_WRONG; 2501 to 2518.
        """
        said = self.value()
        at = datetime.strptime(said["signed_at"], TIME).replace(tzinfo=UTC)
        signature = verify_detached(
            self.signature, self.statement, kind=KIND, role=Role.TTP, trust=trust, at=at, where="proof"
        )
        same = ("request", "organisation")
        if first is not None and (
            said.get("first") != first.digest or any(first.value()[name] != said[name] for name in same)
        ):
            raise Refused(codes.PROOF_WRONG)
        return signature


def sign_proof(statement: bytes, signer: Signer) -> Proof:
    """Sign a statement."""
    return Proof(statement, sign_detached(statement, signer, KIND))


def read_proof(data: bytes) -> Proof:
    """The proof in a file.

    Raises:
        Refused: PROOF_WRONG.
    """
    try:
        said = exact.load(data, limit=2 * LARGEST, depth=1)
        proof = Proof(said["statement"].encode(), said["signature"].encode())
    except (Refused, AttributeError, KeyError, TypeError):
        raise Refused(codes.PROOF_WRONG) from None
    if said.keys() != {"statement", "signature"}:
        raise Refused(codes.PROOF_WRONG)
    return proof


def moment(at: datetime) -> str:
    """As it stands in statements."""
    return at.astimezone(UTC).strftime(TIME)
