"""Invented deliveries for tests of pages: records as the gate and the custodian leave them, without files or keys.

What needs a real package, a signature or the custodian is in tests/network; `Net` of tests/delivering.py makes those.
"""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import casting
import contracting

from sluis.portal.access.models import Organisation
from sluis.portal.deliveries.models import STEPS, Delivery, Remarks, Route, State

_numbers = itertools.count(1)
REPORT = {
    "rows_read": 6, "rows_sent": 5, "rows_rejected": 1, "rows_objected": 0, "persons_objected": 2, "columns_dropped": 1,
    "findings": [
        {"row": 3, "field": "BSN", "table": None, "code": "3201"},
        {"row": 4, "field": "BSN", "table": None, "code": "3201"},
    ],
    "finding_counts": [{"code": "3201", "field": "BSN", "table": None, "count": 2}],
}  # fmt: skip
"""Of a source, as it is kept."""


@dataclass(frozen=True)
class Lane:
    """A source, a recipient and the route between them."""

    source: Organisation
    recipient: Organisation
    operator: Organisation
    route: Route


def lane(home: Organisation | None = None, recipient: Organisation | None = None, **more: Any) -> Lane:
    """An agreement of the exchange between two organisations; its document is none that could be read."""
    number = next(_numbers)
    source = home or casting.organisation()
    other = recipient or casting.organisation(f"Register Verzonnen {number}")
    fields = {
        "exchange": f"verzonnen-stroom-{number}", "version": 1, "document": b"", "specification": b"",
        "sha256": f"{number:064x}", "source_party": f"bron-{number}", "recipient_party": f"register-{number}",
        "starts_on": date(2026, 1, 1), "ends_on": date(2099, 12, 31), "accepted_at": casting.now(),
    }  # fmt: skip
    made = casting.make(Route(organisation=source, recipient=other, **fields | more))
    return Lane(source, other, contracting.operator(), made)


def delivery(on: Lane, state: State = State.CHECKED, at: datetime | None = None, **more: Any) -> Delivery:
    """A delivery that came as far as a state, a minute per step."""
    name, now = f"{next(_numbers):032x}"[::-1], at or casting.now() - timedelta(hours=1)
    reached = STEPS[: STEPS.index(state) + 1] if state in STEPS else STEPS[:2]
    moments = {f"{step.value}_at": now + timedelta(minutes=n) for n, step in enumerate(reached)}
    if state not in STEPS:
        moments[f"{state.value}_at"] = now + timedelta(minutes=3)
    if State.RELAYED in reached:
        moments |= {"remove_at": now + timedelta(days=30), "gone_by": now + timedelta(days=60)}
    fields = {
        "route": on.route, "recipient": on.recipient, "state": state, "delivery": name, "source_key": "sleutel",
        "number": "-".join(name[n : n + 4] for n in (0, 4, 8)).upper(), "sequence": 1, "mode": "replace",
        "created_at": now, "agreement_version": 1, "specification_sha256": "5" * 64, "manifest_sha256": "6" * 64,
        "rows": 1662, "persons": 1204, "rows_by_table": {"children": 1662}, "size": 41_800_000, "result_size": 9,
    }  # fmt: skip
    made = casting.make(Delivery(organisation=on.source, **fields | moments | more))
    assert isinstance(made, Delivery)
    return made


def remarks(found: Delivery) -> Remarks:
    """A validation report that waits for the source's program."""
    fields = {"content": b"verzegeld", "sha256": "7" * 64, "sent_at": casting.now()}
    made = casting.make(Remarks(organisation=found.organisation, delivery=found, **fields))
    assert isinstance(made, Remarks)
    return made
