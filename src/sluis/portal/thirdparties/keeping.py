"""Processors of an organisation: made, changed, ended; and the row of an agreement that is held."""

from datetime import date

from django.db import IntegrityError

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.organisations.keeping import locked
from sluis.portal.oversight.keeping import keep
from sluis.portal.thirdparties.models import Dpa, Processor
from sluis.portal.thirdparties.rights import KEEP
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import thirdparties as codes

OPEN = (Dpa.State.OFFERED, Dpa.State.UNDER_REVIEW, Dpa.State.RETURNED, Dpa.State.CONCLUDED)
"""States of an agreement about which something is still to come."""


def keep_processor(actor: Actor, *, processor: Processor) -> Processor:
    """Make or change a processor.

    Raises:
        Refused: PROCESSOR_ENDED, and as `oversight.keeping.keep`; GONE_ALREADY when somebody else just made the same.
        ValidationError: it cannot be so.
    """
    try:
        with changing(actor, KEEP, on=processor):
            if not processor._state.adding:
                at_work(processor)
            return keep(actor, record=processor, right=KEEP)
    except IntegrityError:
        raise Refused(access.GONE_ALREADY) from None


def end_processor(actor: Actor, *, processor: Processor, on: date, reason: str) -> Processor:
    """It works for the organisation no longer.

    Raises:
        Refused: PROCESSOR_ENDED; DPA_RUNS while an agreement with it was not ended; DAY_TO_COME.
    """
    with changing(actor, KEEP, on=processor) as change:
        found = at_work(processor)
        if Dpa.everything.filter(processor=found, state__in=[state.value for state in OPEN]).exists():
            raise Refused(codes.DPA_RUNS)
        require_past(on, actor)
        found.ended_on, found.reason = on, reason.strip()
        found.full_clean()
        found.save()
        change.record("processor.ended", found)
    return found


def at_work(processor: Processor) -> Processor:
    """The processor as it is now, held until the commit.

    Raises:
        Refused: PROCESSOR_ENDED.
    """
    found: Processor = locked(Processor, processor.pk)
    if found.ended_on:
        raise Refused(codes.PROCESSOR_ENDED)
    return found


def one(agreement: Dpa, *states: Dpa.State) -> Dpa:
    """The agreement as it is now, held until the commit; in one of these states.

    Raises:
        Refused: DPA_MOVED.
    """
    found: Dpa = locked(Dpa, agreement.pk)
    if found.state not in states:
        raise Refused(codes.DPA_MOVED)
    return found


def require_past(on: date, actor: Actor) -> None:
    """Refuse a day on which something cannot have happened yet.

    Raises:
        Refused: DAY_TO_COME.
    """
    if on > day_of(actor.at):
        raise Refused(codes.DAY_TO_COME)
