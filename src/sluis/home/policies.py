"""The policy of an agreement in a home, as a file of its own beside the agreement."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sluis.agreement.policy import Policy, digest
from sluis.refusals import Refused
from sluis.refusals.catalogue import policies as codes
from sluis.signatures import exact

_LIMIT = 4 << 20


@dataclass(frozen=True, slots=True)
class KeptPolicy:
    """A policy as a home keeps it.

    Attributes:
        document: with the TTP's signature.
        serial: of the policy.
        sha256: of its exact bytes.
        taken_at: when its signature was found right first; a certificate that ends later does not undo it.
    """

    document: bytes
    serial: int
    sha256: str
    taken_at: datetime

    def is_of(self, policy: Policy) -> bool:
        """Whether this is that policy, whoever signed it when."""
        return self.sha256 == digest(policy)

    def write(self) -> bytes:
        """The file."""
        at = self.taken_at.isoformat()
        text = self.document.decode("utf-8")
        return exact.dump({"document": text, "serial": self.serial, "sha256": self.sha256, "taken_at": at})

    @classmethod
    def read(cls, path: Path) -> "KeptPolicy | None":
        """What is in this file; none when there is none.

        Raises:
            Refused: POLICY_UNUSABLE.
        """
        try:
            value = exact.load(path.read_bytes(), limit=_LIMIT, depth=1)
            at = datetime.fromisoformat(value["taken_at"]).astimezone(UTC)
            return cls(value["document"].encode(), int(value["serial"]), str(value["sha256"]), at)
        except FileNotFoundError:
            return None
        except (Refused, OSError, KeyError, TypeError, ValueError, AttributeError):
            raise Refused(codes.POLICY_UNUSABLE, file=path.name) from None
