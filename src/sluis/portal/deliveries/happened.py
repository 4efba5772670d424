"""What the evidence says about a delivery, for those who may see the delivery."""

from dataclasses import dataclass
from datetime import datetime

from sluis.evidence.chain import digest
from sluis.portal.access.actor import Actor
from sluis.portal.deliveries.models import Delivery
from sluis.portal.ledger.models import Entry
from sluis.portal.ledger.reading import raw
from sluis.portal.oversight.naming import Names
from sluis.portal.oversight.rights import SEE_EVIDENCE
from sluis.portal.oversight.sentences import sentence
from sluis.portal.ui.navigation import Text

MOST = 30
FOR_RECIPIENT = (
    "delivery.relayed", "delivery.available", "delivery.downloaded", "delivery.downloaded-again", "delivery.opened",
    "delivery.opened-again", "delivery.removed", "delivery.expired",
)  # fmt: skip
"""What happened before it was relayed is between source and TTP."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event.

    Attributes:
        n: its number in the chain.
        mark: beginning and end of its digest.
        may: whether the reader can see all of it.
    """

    n: int
    words: Text
    at: datetime
    who: str
    mark: str
    may: bool


def events(found: Delivery, reader: Actor, *, as_recipient: bool, names: Names) -> list[Line]:
    """The newest events about a delivery, newest first; a fixed number of queries."""
    lines = Entry.objects.filter(subject=found.subject)
    if as_recipient:
        lines = lines.filter(kind__in=FOR_RECIPIENT)
    newest = list(lines.order_by("-n")[:MOST])
    names.learn(one.actor for one in newest)
    return [
        Line(one.n, sentence(one.kind), one.at, names.who(one.actor), _mark(one), reader.reaches(SEE_EVIDENCE, one.organisation))
        for one in newest
    ]  # fmt: skip


def _mark(entry: Entry) -> str:
    whole = digest(raw(entry.line))
    return f"{whole[:4]}…{whole[-4:]}"
