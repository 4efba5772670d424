"""What the source says about a round: that there is nothing, that it is complete, that it wants to deliver again."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.rounds import telling
from sluis.portal.rounds.extending import in_state
from sluis.portal.rounds.models import COMPLETE, Round, State
from sluis.portal.rounds.rights import ANSWER, SIGN_OFF
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import rounds as codes


def declare_nothing(actor: Actor, *, round: Round, reason: str) -> Round:
    """Say that there is nothing to deliver for this period.

    Raises:
        Refused: ROUND_MOVED when it is not expected now, or something was delivered provisionally.
    """
    with changing(actor, ANSWER, on=round) as change:
        found = in_state(round, State.OPEN, State.LATE)
        if found.provisional_at:
            raise Refused(codes.ROUND_MOVED)
        found.state, found.nothing_why = State.NOTHING, reason.strip()
        found.nothing_at, found.nothing_by = actor.at, actor.name
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("round.nothing", found)
        telling.done(change, found)
        telling.tell_recipient(change, found, "nothing", source=found.organisation.name)
    return found


def sign_off(actor: Actor, *, round: Round) -> Round:
    """Stand for it that what was delivered is complete and right.

    Raises:
        Refused: ROUND_MOVED when nothing final was delivered, or no sign-off is asked.
    """
    with changing(actor, SIGN_OFF, on=round) as change:
        found = in_state(round, State.DELIVERED)
        if not found.schedule.sign_off:
            raise Refused(codes.ROUND_MOVED)
        found.state, found.signed_off_at, found.signed_off_by = State.SIGNED_OFF, actor.at, actor.name
        found.save()
        change.record("round.signed-off", found, objects={"delivery": found.delivery})
        settle(change, kind=telling.SIGN_OFF, subject=found)
        telling.tell_recipient(change, found, "signed-off", source=found.organisation.name)
    return found


def ask_again(actor: Actor, *, round: Round, reason: str) -> Round:
    """Ask whether a second delivery may take the place of the first.

    Raises:
        Refused: ROUND_MOVED when there is none to replace, or it was asked already.
    """
    with changing(actor, ANSWER, on=round) as change:
        found = in_state(round, *COMPLETE, State.CLOSED)
        if found.asked_again_at:
            raise Refused(codes.ROUND_MOVED)
        found.asked_again_at, found.asked_again_by = actor.at, actor.name
        found.asked_again_why = reason.strip()
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("round.asked-again", found)
        telling.ask_second(change, found)
        telling.tell_recipient(change, found, "asked-again", source=found.organisation.name)
    return found
