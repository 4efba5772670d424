"""Looking at what the source showed: by the one person who handles the request, and each time with an event."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.support import rights, shredding
from sluis.portal.support.cells import Cells
from sluis.portal.support.models import HelpLook, HelpRequest, Selection, State, Way
from sluis.portal.support.stepping import consented, locked, require_handler
from sluis.refusals import Refused
from sluis.refusals.catalogue import access


def look(actor: Actor, *, request: HelpRequest) -> Cells:
    """What was handed over. That somebody looked, and who, stays; what was seen does not.

    Raises:
        Refused: NOT_ASSIGNED, NO_CONSENT, NOT_NOW, GONE_ALREADY when it cannot be opened any more, no right, or what
            the agreement does not allow any more.
    """
    with changing(actor, rights.LOOK, on=request) as change:
        found = locked(request.pk, State.RECEIVED, State.CLOSED)
        require_handler(found, actor)
        consented(found, actor, Way.SELECTION)
        cells = _opened(found)
        _keep(change, found, Way.SELECTION, 0)
        change.record("helprequest.looked-at", found, counts={"records": len(cells.rows)})
    return cells


def session(actor: Actor, *, request: HelpRequest, minutes: int) -> HelpLook:
    """Write down that one looked together at the report, or at a screen that the source shared. Nothing is recorded.

    Raises:
        Refused: NOT_ASSIGNED, NO_CONSENT, NOT_NOW, GONE_ALREADY, no right, or what the agreement does not allow any more.
    """
    with changing(actor, rights.LOOK, on=request) as change:
        found = locked(request.pk, State.CONSENTED)
        require_handler(found, actor)
        offer = consented(found, actor, Way.REPORT, Way.SCREEN)
        made = _keep(change, found, Way(offer.way), minutes)
        change.record("helplook.made", made, objects={"helprequest": str(found.pk), "code": made.way})
    return made


def _opened(found: HelpRequest) -> Cells:
    kept = Selection.objects.filter(request=found).first()
    if kept is None:
        raise Refused(access.GONE_ALREADY)
    try:
        return Cells.load(shredding.opened(found.pk, bytes(kept.sealed)))
    except shredding.KeyLostError:
        raise Refused(access.GONE_ALREADY) from None


def _keep(change: Change, found: HelpRequest, way: Way, minutes: int) -> HelpLook:
    person = change.actor.person
    made = HelpLook(
        organisation=found.organisation, request=found, way=way, at=change.actor.at, by=change.actor.name,
        name=str(person.name) if person else "", minutes=minutes,
    )  # fmt: skip
    made.full_clean()
    made.save(force_insert=True)
    return made
