"""What the source says of a delivery, and what the TTP adds after the relay: exact bytes, signed, nothing implied."""

import re
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sluis.agreement.claims import Claim
from sluis.refusals import Refused
from sluis.refusals.catalogue import packages as codes
from sluis.signatures import exact

LIMIT_BYTES = 1 << 20
MANIFEST_FORMAT = "sluis-manifest/1"
RELAY_FORMAT = "sluis-relay/1"
_DELIVERY = re.compile(r"[0-9a-f]{32}")
_MOST = 1 << 40
"""Rows, persons or packages that are believed; the sums of such numbers are exact in any JSON reader."""


class Mode(StrEnum):
    """What the recipient should do with a delivery."""

    REPLACE = "replace"
    ADD = "add"
    WITHDRAW = "withdraw"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the source says; it is never changed.

    Attributes:
        delivery: 32 hex digits, fresh per package.
        sequence: the source's count of packages under this agreement, from 1.
        predecessor: the delivery that came before it; empty for the first.
        corrects: the delivery that this one corrects; empty for none.
        created_at: UTC, ISO 8601 with seconds and Z.
        claim: agreement, specification, scheme, domain, parties and keys.
        clear: one value for the package per clear field.
        rows: per table.
        persons: per list of persons, the closing sentinels not counted.
        members: SHA-256, hex, of every sealed member as the source wrote it.
    """

    delivery: str
    sequence: int
    predecessor: str
    corrects: str
    mode: Mode
    test: bool
    created_at: str
    claim: Claim
    clear: dict[str, str]
    rows: dict[str, int]
    persons: dict[str, int]
    members: dict[str, str]

    def write(self) -> bytes:
        """The exact bytes."""
        return exact.dump({"format": MANIFEST_FORMAT} | asdict(self))

    @classmethod
    def read(cls, data: bytes) -> "Manifest":
        """The manifest in these bytes; their signature has been verified.

        Raises:
            Refused: MANIFEST_UNREADABLE.
        """
        value = _load(data, MANIFEST_FORMAT, "manifest.json")
        try:
            made = cls(**{**value, "mode": Mode(value["mode"]), "claim": Claim(**value["claim"])})
            _require_types(made)
            _require_names(made)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refused(codes.MANIFEST_UNREADABLE, member="manifest.json") from None
        return made

    @property
    def number(self) -> str:
        """The delivery's number as people read it over the telephone."""
        return "-".join(self.delivery[at : at + 4] for at in range(0, 12, 4)).upper()

    @property
    def main_persons(self) -> int:
        """Persons by citizen service number; without such a field, in the first list."""
        return self.persons.get("bsn", next(iter(self.persons.values()), 0))

    def objects(self) -> dict[str, str]:
        """What an event in the evidence names."""
        made = self.claim
        return {
            "delivery": self.delivery,
            "agreement": made.agreement,
            "specification": made.specification_sha256,
            "source": made.source,
            "recipient": made.recipient,
        }

    def facts(self) -> dict[str, str | int]:
        """What a report says of the delivery besides its counts."""
        names = ("agreement", "agreement_version", "scheme", "domain", "domain_version", "source", "recipient", "ttp")
        return {
            "sequence": self.sequence,
            "predecessor": self.predecessor,
            "corrects": self.corrects,
            "mode": self.mode.value,
            **{name: getattr(self.claim, name) for name in names},
        }

    def binding(self) -> dict[str, Any]:
        """What every sealed member repeats, so that parts of different packages cannot be put together."""
        return {
            "delivery": self.delivery,
            "mode": self.mode.value,
            "test": self.test,
            "created_at": self.created_at,
            "claim": asdict(self.claim),
        }


@dataclass(frozen=True, slots=True)
class RelayNote:
    """What the TTP says after the relay.

    Attributes:
        manifest_sha256: of the source's manifest.
        persons_sha256: of persons.age as the TTP wrote it.
        persons: per list, the closing sentinels not counted.
        key_check: proof of the key that was used, as the agreement publishes it.
        received_at: when the package was taken into processing.
        relayed_at: when the result was complete.
        checkpoint: the TTP's evidence at that moment.
    """

    manifest_sha256: str
    persons_sha256: str
    persons: dict[str, int]
    key_check: str
    received_at: str
    relayed_at: str
    checkpoint: dict[str, Any]

    def write(self) -> bytes:
        """The exact bytes."""
        return exact.dump({"format": RELAY_FORMAT} | asdict(self))

    @property
    def relayed(self) -> datetime:
        """The moment of relaying; ValueError when the text is none."""
        return datetime.strptime(self.relayed_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    @classmethod
    def read(cls, data: bytes) -> "RelayNote":
        """The note in these bytes; their signature has been verified.

        Raises:
            Refused: MANIFEST_UNREADABLE.
        """
        try:
            note = cls(**_load(data, RELAY_FORMAT, "relay.json"))
            _require_types(note)
            _ = note.relayed
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refused(codes.MANIFEST_UNREADABLE, member="relay.json") from None
        return note


def _load(data: bytes, form: str, member: str) -> dict[str, Any]:
    value = exact.load(data, limit=LIMIT_BYTES, depth=4)
    if value.pop("format", None) != form:
        raise Refused(codes.MANIFEST_UNREADABLE, member=member)
    return value


def _require_names(made: Manifest) -> None:
    """ValueError when an id is none: a delivery's names the file in which it is remembered."""
    if not _DELIVERY.fullmatch(made.delivery):
        raise ValueError("delivery")
    if not all(not one or _DELIVERY.fullmatch(one) for one in (made.predecessor, made.corrects)):
        raise ValueError("predecessor")


def _require_types(made: Manifest | RelayNote) -> None:
    """TypeError when a part is of another kind than the class says; JSON itself only knows that it is JSON."""
    kinds = {"str": str, "int": int, "bool": bool, "dict[str, str]": str, "dict[str, int]": int}
    for part in fields(made):
        name = part.type if isinstance(part.type, str) else getattr(part.type, "__name__", str(part.type))
        name = str(part.type) if name == "dict" else name
        value, kind = getattr(made, part.name), kinds.get(name)
        values = list(value.values()) if name.startswith("dict") else [value]
        if kind and not all(type(one) is kind for one in values):
            raise TypeError(part.name)
        if kind is int and not all(0 <= one <= _MOST for one in values):
            raise ValueError(part.name)
    if isinstance(made, Manifest) and not all(
        type(getattr(made.claim, part.name)) is (int if part.name.endswith("_version") else str)
        for part in fields(made.claim)
    ):
        raise TypeError("claim")
