"""Handing over a selection: by a person of the source, after a consent, and never in any other way."""

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.support import rights, shredding, telling
from sluis.portal.support.cells import read
from sluis.portal.support.models import HelpRequest, Selection, State, Way
from sluis.portal.support.stepping import consented, locked, person_of


def hand_over(actor: Actor, *, request: HelpRequest, file: UploadedFile) -> HelpRequest:
    """Take in what the source selected, when it is no more than was consented to; only its cells are kept.

    Raises:
        Refused: NO_CONSENT, TOO_MUCH, UNREADABLE, COLUMN_NOT_OFFERED, NOT_NOW, GONE_ALREADY, no right, or what the
            agreement does not allow any more.
    """
    actor.require(rights.HAND_OVER, request)
    person_of(actor)
    with changing(actor, rights.HAND_OVER, on=request) as change:
        found = locked(request.pk, State.CONSENTED)
        offer = consented(found, actor, Way.SELECTION)
        cells = read(file, offer.fields, offer.records)
        sealed = shredding.seal(found.pk, cells.dump())
        Selection.objects.create(request=found, sealed=sealed, records=len(cells.rows))
        found.state, found.received_at, found.received_by = State.RECEIVED, actor.at, actor.name
        found.save()
        change.record("helprequest.received", found, counts={"records": len(cells.rows)})
        telling.tell_received(change, found)
    return found
