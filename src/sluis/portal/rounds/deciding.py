"""What the recipient decides about a round: that it opens again for a second delivery, or that it is closed."""

from datetime import date

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.recognising import day_of
from sluis.portal.rounds import telling
from sluis.portal.rounds.extending import Decision, in_state
from sluis.portal.rounds.models import COMPLETE, WAITING, Extension, Round, State
from sluis.portal.rounds.rights import PLAN
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import rounds as codes


def reopen(actor: Actor, *, round: Round, until: date, reason: str) -> Round:
    """Let a second delivery come, until a day; what was signed off is so no more.

    Raises:
        Refused: ROUND_MOVED, DAY_NOT_LATER when the day has passed or lies before the one that holds; OWN_REQUEST.
    """
    with changing(actor, PLAN, on=round.recipient) as change:
        found = in_state(round, *COMPLETE, State.CLOSED)
        if found.asked_again_by == actor.name:
            raise Refused(codes.OWN_REQUEST)
        if until < max(found.final_until, day_of(actor.at)):
            raise Refused(codes.DAY_NOT_LATER)
        found.state, found.final_until, found.late_at = State.OPEN, until, None
        found.reopened_at, found.reopened_by, found.reopened_why = actor.at, actor.name, reason.strip()
        _forget(found)
        _answered(found)
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("round.reopened", found)
        telling.settle_all(change, found)
        telling.ask_delivery(change, found)
        telling.tell_source(change, found, "reopened")
    return found


def decline(actor: Actor, *, round: Round, reason: str) -> Round:
    """No second delivery: what was delivered stands.

    Raises:
        Refused: ROUND_MOVED when nobody asks for one; OWN_REQUEST.
    """
    with changing(actor, PLAN, on=round.recipient) as change:
        found = in_state(round, *COMPLETE, State.CLOSED)
        if not found.asked_again_at:
            raise Refused(codes.ROUND_MOVED)
        if found.asked_again_by == actor.name:
            raise Refused(codes.OWN_REQUEST)
        _answered(found)
        found.declined_at, found.declined_by, found.declined_why = actor.at, actor.name, reason.strip()
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("round.declined", found)
        settle(change, kind=telling.AGAIN, subject=found)
        telling.tell_source(change, found, "declined")
    return found


def close(actor: Actor, *, round: Round, reason: str) -> Round:
    """Expect nothing more for a round; deliveries for it are refused.

    Raises:
        Refused: ROUND_MOVED when it is closed already.
    """
    with changing(actor, PLAN, on=round.recipient) as change:
        found = in_state(round, State.PLANNED, *WAITING, *COMPLETE)
        found.state, found.closed_at, found.closed_by = State.CLOSED, actor.at, actor.name
        found.closed_why = reason.strip()
        _answered(found)
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("round.closed", found)
        telling.settle_all(change, found)
        for asked in Extension.everything.filter(round=found, decision=Decision.ASKED):
            _refuse(asked, actor)
            settle(change, kind=telling.DECIDE, subject=asked)
        telling.tell_source(change, found, "closed")
    return found


def _forget(found: Round) -> None:
    """What was said about the first delivery does not hold for the second; evidence keeps it."""
    found.nothing_at = found.signed_off_at = found.closed_at = found.provisional_at = found.declined_at = None
    found.nothing_by = found.signed_off_by = found.closed_by = found.declined_by = ""
    found.nothing_why = found.closed_why = found.declined_why = ""


def _answered(found: Round) -> None:
    """Nobody waits any more for a decision about a second delivery."""
    found.asked_again_at, found.asked_again_by, found.asked_again_why = None, "", ""


def _refuse(asked: Extension, actor: Actor) -> None:
    asked.decision, asked.decided_at, asked.decided_by = Decision.REFUSED, actor.at, actor.name
    asked.save()
