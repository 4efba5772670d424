"""A delivery counts for a round. Called by deliveries, in the change in which a delivery moves on.

Whether one is still welcome is asked when it arrives (`refuse_late`); what was let in counts, whenever it is done.
"""

from datetime import datetime

from sluis.package.manifest import Mode
from sluis.portal.access.changing import Change
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.keeping import locked
from sluis.portal.rounds import telling
from sluis.portal.rounds.models import COMPLETE, Round, State
from sluis.refusals import Refused
from sluis.refusals.catalogue import rounds as codes


def refuse_late(round: Round, *, test: bool, at: datetime) -> None:
    """Refuse a production delivery for which a round is not open.

    After its last day, when the schedule says so; when it was signed off or closed; and when it is complete and its last
    day has passed, until the recipient opens it again. Tests are welcome always.

    Raises:
        Refused: ROUND_CLOSED.
    """
    if test:
        return
    passed = day_of(at) > round.final_until
    settled = round.state in (State.CLOSED, State.SIGNED_OFF)
    complete = round.state in COMPLETE
    if settled or (passed and (complete or round.schedule.refuses_late)):
        raise Refused(codes.ROUND_CLOSED, name=round.name)


def delivered(change: Change, round: Round, *, delivery: str, mode: str, test: bool, at: datetime) -> Round:
    """Let a delivery count for a round; done twice, it counts once.

    Args:
        delivery: its id, as deliveries name it.
        mode: of its manifest; `nothing` says that there is nothing to deliver, and `withdraw` brings nothing, so that it does
            not count.
        test: a test delivery only marks the test.
        at: when it arrived.
    """
    found = locked(Round, round.pk)
    if delivery in (found.delivery, found.test_delivery) or mode == Mode.WITHDRAW:
        return found
    about = {"delivery": delivery}
    if test:
        found.test_delivery, found.test_at = delivery, at
        found.save()
        change.record("round.tested", found, objects=about)
        return found
    _count(change, found, delivery, mode, at)
    found.save()
    change.record("round.delivered", found, objects=about | {"code": found.state})
    return found


def undone(change: Change, round: Round, *, delivery: str) -> Round:
    """A delivery that counted does so no more, because it was refused or withdrawn; the round waits for another one.

    Nothing happens when another delivery took its place in the meantime.
    """
    found = locked(Round, round.pk)
    if found.test_delivery == delivery:
        found.test_delivery, found.test_at = "", None
    elif found.delivery == delivery and found.state != State.CLOSED:
        _wait_again(change, found)
    else:
        return found
    found.save()
    change.record("round.undone", found, objects={"delivery": delivery})
    return found


def _count(change: Change, found: Round, delivery: str, mode: str, at: datetime) -> None:
    found.delivery = delivery
    if found.state == State.CLOSED:  # it was on its way when the recipient closed the round
        found.delivered_at = at
        return
    found.nothing_at, found.nothing_by, found.nothing_why = None, "", ""
    found.signed_off_at, found.signed_off_by = None, ""
    found.asked_again_at, found.asked_again_by, found.asked_again_why = None, "", ""
    if found.provisional_until and day_of(at) <= found.provisional_until and mode != Mode.NOTHING:
        found.state, found.provisional_at = State.PROVISIONAL, at
        return
    if mode == Mode.NOTHING:
        found.state, found.nothing_at, found.nothing_by = State.NOTHING, at, change.actor.name
    else:
        found.state, found.delivered_at = State.DELIVERED, at
    telling.done(change, found)
    if found.state == State.DELIVERED and found.schedule.sign_off:
        telling.ask_sign_off(change, found)


def _wait_again(change: Change, found: Round) -> None:
    found.delivery = ""
    found.delivered_at = found.provisional_at = found.nothing_at = found.signed_off_at = None
    found.nothing_by = found.signed_off_by = ""
    passed = day_of(change.actor.at) > found.final_until
    found.state = State.LATE if passed else State.OPEN
    telling.settle_all(change, found)
    telling.ask_delivery(change, found)
