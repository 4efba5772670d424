"""Deliveries, uploads and attempts in any state, stored as they are, for tests of whoever watches them."""

import itertools
import os
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import casting

from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.deliveries import places
from sluis.portal.deliveries.models import Account, Attempt, Delivery, Route, State, Upload

_numbers = itertools.count(1)


def operator() -> Organisation:
    """Who runs the installation."""
    found: Organisation | None = Organisation.everything.filter(is_operator=True).first()
    return found or casting.organisation("Sluiswachter Verzonnen", operator=True)


def staff(*roles: Role) -> Person:
    """Somebody of the operator; at the delivery desk unless told otherwise."""
    return casting.person(operator(), *(roles or (Role.DELIVERY_DESK,)))


def route(source: Organisation | None = None, recipient: Organisation | None = None) -> Route:
    """An agreement of the exchange, as far as a monitor needs it."""
    number = next(_numbers)
    made: Route = casting.make(
        Route(
            organisation=source or casting.organisation(), recipient=recipient or casting.organisation(),
            exchange=f"VO-2026-{number:04}", version=1, document=b"", specification=b"", sha256="0" * 64,
            source_party=f"source-{number}", recipient_party="recipient-1", starts_on=date(2026, 1, 1),
            ends_on=date(2030, 1, 1), accepted_at=casting.now(),
        )
    )  # fmt: skip
    return made


def delivery(state: State = State.CHECKED, at: datetime | None = None, **more: Any) -> Delivery:
    """A delivery that reached a state at a moment."""
    number = next(_numbers)
    at = at or casting.now()
    way = more.pop("route", None) or route()
    fields = {
        "organisation": way.organisation, "recipient": way.recipient, "route": way, "state": state,
        "delivery": uuid.uuid4().hex, "source_key": f"{number:064x}", "number": f"L-{number:05}", "sequence": 1,
        "mode": "replace", "created_at": at, "agreement_version": 1, "specification_sha256": "0" * 64,
        "manifest_sha256": "0" * 64, "rows": 10, "size": 1000, "offered_at": at, f"{state.value}_at": at,
    }  # fmt: skip
    made: Delivery = casting.make(Delivery(**fields | more))
    return made


def upload(length: int = 1000, there: int = 250, at: datetime | None = None, **more: Any) -> Upload:
    """A package of which some bytes came, the last of them at that moment."""
    at = at or casting.now()
    source = more.pop("organisation", None) or casting.organisation()
    account = casting.make(
        Account(organisation=source, role="source", party_id=f"source-{next(_numbers)}", opened_at=at, opened_by="test")
    )
    fields = {
        "organisation": source,
        "account": account,
        "length": length,
        "began_at": at,
        "ends_at": at + timedelta(days=1),
    }
    made: Upload = casting.make(Upload(**fields | more))
    path = places.arriving(made.pk)
    path.write_bytes(b"x" * there)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return made


def attempt(code: str = "2225", **more: Any) -> Attempt:
    """An attempt that was refused."""
    at = casting.now()
    fields = {
        "organisation": operator(), "what": "coming-in", "code": code, "party_id": "source-9", "key_id": "ab" * 32,
        "first_at": at, "last_at": at,
    }  # fmt: skip
    made: Attempt = casting.make(Attempt(**fields | more))
    return made
