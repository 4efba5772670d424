"""An event: what happened, who did it and to what. The client is deliberately absent.

The fields follow NEN 7513 (what, when, who, responsible, access point, objects, outcome) without the one that names a
person in care. Names of objects and counts come from a list; every text is held against what evidence must never hold.
The guard is a net below careful callers, not a proof: it knows shapes, and a pseudonym in hex looks like a digest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sluis.kernel.eleventest import is_bsn
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence

LONGEST_TEXT = 200
LARGEST_COUNT = 2**53 - 1

# fmt: off
OBJECTS = frozenset((
    "absence", "acceptance", "account", "activation", "adequacy", "affiliation", "agreement", "agreement_version",
    "alert", "announcement", "archive", "arrangement", "asset", "assignment", "attempt", "attestation", "audit",
    "auditfile", "autorule", "backup", "block", "certificate", "chain", "checkpoint", "code", "compelled",
    "compliancecheck", "compliancesample", "concerns", "consent", "contact", "dataset", "dataspec", "deadline",
    "decision", "delivery", "destruction", "digest", "document", "domain", "domain_version", "dpa", "enrolment",
    "environment", "establishment", "evaluation", "exercise", "extension", "factor", "feed", "file", "finding", "flow",
    "grant", "handover", "happening", "helplook", "helpoffer", "helprequest", "holding",
    "identifier", "improvement", "inforequest", "instruction",
    "invitation", "job", "key", "layout", "mainagreement", "mandate", "manifest", "measure", "membership", "message",
    "mode", "notice", "observation", "organisation", "outage", "package", "party", "partycode", "partyrole", "person",
    "plan", "policy", "predecessor", "processor", "proof", "qualityregistry", "recipient", "reference", "registration",
    "release", "remarks", "reminder", "reply", "report", "representative", "request", "restore", "retention", "review",
    "reviewcycle", "revision", "right", "role", "roster", "round", "route", "rule", "sample", "schedule", "scheme",
    "screening", "secrecyagreement", "segment", "session", "shift", "shifthandover", "signature", "source",
    "specapproval", "specification", "specsource", "specversion", "standard", "statement", "subannex", "subcertificate",
    "subcondition", "subcontract", "subcopy", "subeffort", "subfinding", "subnotice", "subobjection", "subprocessor",
    "succession", "table", "task", "training", "ttp", "upload", "verification", "version", "webhook", "webhooknotice",
))
# fmt: on
"""What an event may be about."""

# fmt: off
COUNTS = frozenset((
    "alerts", "attempts", "bytes", "calls", "cards", "columns_dropped", "days", "documents", "done", "events", "files",
    "findings", "grants", "keys", "members", "messages", "packages", "people", "persons", "persons_objected", "records",
    "refused", "remarks", "rows", "rows_read", "rows_rejected", "rows_sent", "sessions", "signatures", "tables",
    "tasks", "values", "warnings",
))
# fmt: on
"""What an event may count; `persons` are those whom data are about, `people` those who work with it."""

_KIND = re.compile(r"[a-z][a-z-]*(\.[a-z][a-z-]*)+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NINE_DIGITS = re.compile(
    r"(?<![0-9A-Fa-f])(?:\d{9}|\d{4}[ .-]\d{2}[ .-]\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3})(?![0-9A-Fa-f])", re.ASCII
)
"""Digits within hex are part of an id or a digest; the groups of a UUID have 8, 4 and 12 of them, never 9, 2 or 3."""
_LABEL = re.compile(r"[pk]\d+\.[a-z0-9-]+\.[a-z0-9-]+\.[0-9a-f]{16}")
_SECRET = re.compile(r"AGE-SECRET-KEY-|PRIVATE KEY", re.IGNORECASE)


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: what, as `delivery.relayed`.
        at: when, aware; kept in UTC to the second.
        actor: who did it: a person's account, a party or a program.
        responsible: on whose behalf.
        access_point: from where: a machine, a command, a page.
        outcome: how it ended.
        objects: what it was about; names from `OBJECTS`.
        counts: how many; names from `COUNTS`.
    Raises:
        Refused: EVENT_VALUE when a text looks like a BSN, a label or a private key, holds control characters or is
            too long; the text is not shown.
        ValueError: an unknown kind or name; a mistake in the program.
    """

    kind: str
    at: datetime
    actor: str
    responsible: str
    access_point: str
    outcome: Outcome = Outcome.DONE
    objects: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _KIND.fullmatch(self.kind) or self.at.tzinfo is None:
            raise ValueError("an event has a kind like delivery.relayed and an aware time")
        if not self.objects.keys() <= OBJECTS or not self.counts.keys() <= COUNTS:
            raise ValueError("an event's objects and counts have names from the list")
        if not all(type(count) is int and 0 <= count <= LARGEST_COUNT for count in self.counts.values()):
            raise ValueError("a count is a whole number, not negative")
        texts = {"actor": self.actor, "responsible": self.responsible, "access_point": self.access_point}
        for name, text in (texts | dict(self.objects)).items():
            guard(name, text)
        object.__setattr__(self, "at", self.at.astimezone(UTC).replace(microsecond=0))
        object.__setattr__(self, "objects", MappingProxyType(dict(self.objects)))
        object.__setattr__(self, "counts", MappingProxyType(dict(self.counts)))

    def value(self) -> dict[str, Any]:
        """As it stands in the chain."""
        return {
            "kind": self.kind,
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "actor": self.actor,
            "responsible": self.responsible,
            "access_point": self.access_point,
            "outcome": self.outcome.value,
            "objects": dict(self.objects),
            "counts": dict(self.counts),
        }

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> "Event":
        """The event that stands in the chain.

        Raises:
            Refused, ValueError, TypeError or KeyError: it is none.
        """
        at = datetime.strptime(value["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        return cls(**{**value, "at": at, "outcome": Outcome(value["outcome"])})


def guard(name: str, text: str) -> None:
    """Refuse what a record that others keep must never hold.

    Raises:
        Refused: EVENT_VALUE, with the name and never the text.
    """
    if not isinstance(text, str):
        raise TypeError("what an event names is text")
    bare = (re.sub(r"\D", "", found) for found in _NINE_DIGITS.findall(text))
    if (
        len(text) > LONGEST_TEXT
        or _CONTROL.search(text)
        or _LABEL.search(text)
        or _SECRET.search(text)
        or any(map(is_bsn, bare))
    ):
        raise Refused(evidence.EVENT_VALUE, field=name)
