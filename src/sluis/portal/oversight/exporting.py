"""A copy of the whole chain for somebody who verifies it elsewhere."""

from collections.abc import Iterator

from django.db import transaction

from sluis.evidence.event import Event
from sluis.portal.access.actor import Actor
from sluis.portal.ledger.appending import Concerning, append
from sluis.portal.ledger.exporting import zipped
from sluis.portal.oversight.rights import EXPORT


def take_along(actor: Actor) -> Iterator[bytes]:
    """The chain as a ZIP, in pieces; that it was taken is the last event in it."""
    actor.require(EXPORT)
    event = Event("evidence.exported", actor.at, actor.name, actor.responsible, actor.access_point)
    with transaction.atomic():
        append((Concerning(event, actor.organisation.pk if actor.organisation else None),))
    return zipped()
