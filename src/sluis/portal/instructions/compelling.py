"""Processing because of a legal duty: the controller is told before, unless the law forbids that."""

from collections.abc import Mapping
from typing import Any

from sluis.agreement.contract import Side
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.telling import operator
from sluis.portal.instructions import telling
from sluis.portal.instructions.models import Compelled
from sluis.portal.instructions.numbering import compelled_number
from sluis.portal.instructions.rights import COMPEL, RESPOND
from sluis.portal.organisations.keeping import locked
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import instructions as codes

Stage = Compelled.Stage
_OPEN = (Stage.RECORDED, Stage.NOTIFIED, Stage.SECRET)


def record(actor: Actor, *, agreement: Agreement, data: Mapping[str, Any]) -> Compelled:
    """Record what is compelled, before it starts.

    Raises:
        ValidationError: the data cannot be so.
    """
    with changing(actor, COMPEL, on=agreement) as change:
        made = Compelled(
            organisation=operator(), agreement=agreement, recorded_at=actor.at, recorded_by=actor.name,
            number=compelled_number(actor.at), **data,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("compelled.recorded", made)
    return made


def notify(actor: Actor, *, compelled: Compelled) -> Compelled:
    """Tell the controller, in writing; from now on it sees the record and can respond.

    Raises:
        Refused: COMPELLED_MOVED.
    """
    with changing(actor, COMPEL, on=compelled) as change:
        found = _one(compelled, Stage.RECORDED, Stage.SECRET)
        found.notified_at = actor.at
        _move(found, Stage.NOTIFIED)
        _tell_evidence(change, found, "compelled.notified")
        telling.ask_response(change, found)
        telling.tell(change, found, "compelled", Side.CONTROLLER)
    return found


def forbid(actor: Actor, *, compelled: Compelled, reason: str) -> Compelled:
    """Record the reason of public interest for which the law forbids to tell the controller.

    Raises:
        Refused: COMPELLED_MOVED, WHY_MISSING.
    """
    with changing(actor, COMPEL, on=compelled) as change:
        found = _one(compelled, Stage.RECORDED)
        if not reason.strip():
            raise Refused(codes.WHY_MISSING)
        found.secret_reason = reason.strip()
        _move(found, Stage.SECRET)
        change.record("compelled.secret", found)
    return found


def start(actor: Actor, *, compelled: Compelled) -> Compelled:
    """Begin; only after the controller was told, or with the reason why that is forbidden.

    Raises:
        Refused: NOT_NOTIFIED, COMPELLED_MOVED.
    """
    with changing(actor, COMPEL, on=compelled) as change:
        found = _one(compelled, *_OPEN)
        if found.stage == Stage.RECORDED:
            raise Refused(codes.NOT_NOTIFIED)
        found.started_at = actor.at
        _move(found, Stage.STARTED)
        _tell_evidence(change, found, "compelled.started")
    return found


def finish(actor: Actor, *, compelled: Compelled, outcome: str) -> Compelled:
    """It has ended; what was done is written down.

    Raises:
        Refused: COMPELLED_MOVED.
    """
    with changing(actor, COMPEL, on=compelled) as change:
        found = _one(compelled, Stage.STARTED)
        found.ended_at, found.outcome = actor.at, outcome.strip()
        _move(found, Stage.ENDED)
        _tell_evidence(change, found, "compelled.ended")
        settle(change, kind=telling.RESPOND, subject=found)
    return found


def drop(actor: Actor, *, compelled: Compelled, reason: str) -> Compelled:
    """It is not carried out, for example because the order was lifted.

    Raises:
        Refused: COMPELLED_MOVED.
    """
    with changing(actor, COMPEL, on=compelled) as change:
        found = _one(compelled, *_OPEN)
        found.outcome = reason.strip()
        _move(found, Stage.DROPPED)
        _tell_evidence(change, found, "compelled.dropped")
        settle(change, kind=telling.RESPOND, subject=found)
    return found


def respond(actor: Actor, *, compelled: Compelled, response: str) -> Compelled:
    """The controller's response, such as its defence.

    Raises:
        Refused: COMPELLED_MOVED when it was not told, or it is over.
    """
    with changing(actor, RESPOND, on=compelled.agreement) as change:
        found = _one(compelled, Stage.NOTIFIED, Stage.STARTED)
        if found.notified_at is None:
            raise Refused(codes.COMPELLED_MOVED)
        found.response, found.responded_at = response.strip(), actor.at
        found.full_clean(validate_constraints=False)
        found.save()
        _tell_evidence(change, found, "compelled.answered")
        settle(change, kind=telling.RESPOND, subject=found)
        telling.tell(change, found, "answered", Side.PROCESSOR)
    return found


def _one(compelled: Compelled, *stages: Stage) -> Compelled:
    found = locked(Compelled, compelled.pk)
    if found.stage not in stages:
        raise Refused(codes.COMPELLED_MOVED)
    return found


def _move(found: Compelled, stage: Stage) -> None:
    found.stage = stage
    found.full_clean(validate_constraints=False)
    found.save()


def _tell_evidence(change: Change, found: Compelled, kind: str) -> None:
    """In the evidence of the controller too, once it was told."""
    about = {"compelled": str(found.pk)}
    change.record(kind, found if found.notified_at is None else found.agreement, objects=about)
