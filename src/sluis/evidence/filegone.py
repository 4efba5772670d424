"""The proof that a file was removed: one signed statement, which whoever knows the authority verifies without us.

{"format":"sluis-file-removal/1","what":…,"removed_at":…,…}
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings as codes
from sluis.signatures import Role, Signature, Signer, Trust, exact, sign_detached, verify_detached

KIND = "file-removal"
FORMAT = "sluis-file-removal/1"
LARGEST = 1 << 16
TIME = "%Y-%m-%dT%H:%M:%SZ"


def sign_gone(statement: Mapping[str, Any], signer: Signer) -> bytes:
    """The proof as a file of exact JSON."""
    said = exact.dump({"format": FORMAT} | dict(statement))
    return exact.dump({"signature": sign_detached(said, signer, KIND).decode(), "statement": said.decode()})


def read_gone(proof: bytes, trust: Trust) -> tuple[dict[str, Any], Signature]:
    """What a proof says and who signed it: a TTP, whose certificate was valid at the moment of removal.

    Raises:
        Refused: PROOF_WRONG; 2501 to 2518.
    """
    try:
        both = exact.load(proof, limit=LARGEST, depth=1)
        statement, signature = both["statement"].encode(), both["signature"].encode("ascii")
        said = exact.load(statement, limit=LARGEST, depth=1)
        at = datetime.strptime(said["removed_at"], TIME).replace(tzinfo=UTC)
    except (Refused, KeyError, TypeError, ValueError, AttributeError):
        raise Refused(codes.PROOF_WRONG) from None
    if both.keys() != {"signature", "statement"} or said.get("format") != FORMAT:
        raise Refused(codes.PROOF_WRONG)
    signed = verify_detached(signature, statement, kind=KIND, role=Role.TTP, trust=trust, at=at, where="proof")
    return said, signed
