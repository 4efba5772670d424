"""Lines behind the head. The caller's transaction holds the head from here to its commit, so this comes last."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from sluis.evidence.chain import BEGUN, Position, digest, write_line
from sluis.evidence.event import Event
from sluis.portal.ledger.models import Chain, Entry, Segment

CHAIN_NAME = "sluis-portal"


@dataclass(frozen=True, slots=True)
class Concerning:
    """An event, the organisation whose it is, and the object that it is mainly about (`task:…`).

    The line names the organisation too, so that an event cannot be hidden from whom it concerns by its column.
    """

    event: Event
    organisation: UUID | None = None
    subject: str = ""

    def __post_init__(self) -> None:
        if self.organisation is not None:
            objects = {**self.event.objects, "concerns": str(self.organisation)}
            object.__setattr__(self, "event", replace(self.event, objects=objects))


def append(events: Sequence[Concerning]) -> Position:
    """Add events as the last thing in a transaction.

    Raises:
        RuntimeError: outside a transaction; what is recorded and the record must stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is appended in the transaction of what it records")
    chain = _locked(events[0].event)
    position = Position(chain.n, chain.head) if chain.n >= 0 else None
    rows = []
    for each in (*_before(chain, events[0].event), *events):
        line = write_line(each.event, position)
        position = Position(position.n + 1 if position else 0, digest(line))
        rows.append(_row(each, position.n, line, chain.segment_id or 1))
    Entry.objects.bulk_create(rows)
    assert position is not None
    Chain.objects.filter(pk=1).update(n=position.n, head=position.head)
    return position


def _locked(first: Event) -> Chain:
    """The head, held until the commit (on SQLite the transaction itself is IMMEDIATE, so it is held already)."""
    chain = Chain.objects.select_for_update().get(pk=1)
    if chain.segment_id is None:
        number = (Segment.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        chain.segment = Segment.objects.create(number=number, begun_at=first.at)
        chain.name = chain.name or f"{CHAIN_NAME}.{secrets.token_hex(16)}"
        chain.save(update_fields=["segment", "name"])
    return chain


def _before(chain: Chain, first: Event) -> tuple[Concerning, ...]:
    """The line that names the chain."""
    if chain.n >= 0:
        return ()
    program = "program:ledger"
    return (Concerning(Event(BEGUN, first.at, program, program, "portal", objects={"chain": chain.name})),)


def _row(each: Concerning, n: int, line: bytes, segment: int) -> Entry:
    event = each.event
    return Entry(
        n=n, segment_id=segment, line=line, at=event.at, kind=event.kind, outcome=event.outcome.value,
        actor=event.actor, organisation=each.organisation, subject=each.subject,
    )  # fmt: skip
