"""The record of a decision: exact JSON of who decided what about which bytes, as it was at that moment."""

from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Grant
from sluis.portal.access.recognising import day_of
from sluis.portal.access.standing import current_grants
from sluis.portal.specifications.models import PartyKind, Specapproval, Specversion
from sluis.signatures import exact

_LARGEST = 1 << 14


def write(actor: Actor, version: Specversion, kind: PartyKind, decision: Specapproval.Decision) -> bytes:
    """The record of a decision that is being made."""
    person, organisation = actor.person, actor.organisation
    assert person is not None and organisation is not None
    grants = Grant.everything.filter(current_grants(day_of(actor.at)), person=person)
    return exact.dump(
        {
            "specification": version.dataspec.name,
            "version": version.label,
            "sha256": version.sha256,
            "party": kind.value,
            "organisation": str(organisation.pk),
            "organisation_name": organisation.name,
            "person": str(person.pk),
            "name": person.name,
            "position": person.position,
            "roles": list(grants.order_by("role").values_list("role", flat=True)),
            "decision": decision.value,
            "at": actor.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )


def read(record: bytes) -> Mapping[str, Any]:
    """What stands in a record.

    Raises:
        Refused: it is none.
    """
    return exact.load(record, limit=_LARGEST, depth=2)


def digest(record: bytes) -> str:
    """How evidence names a record."""
    return sha256(record).hexdigest()
