"""What time does to agreements: the first day comes, terms run out, the last day goes."""

from datetime import datetime

from sluis.agreement.contract import Side
from sluis.agreement.standing import State
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.agreements import amending, flows
from sluis.portal.agreements.apart import apart
from sluis.portal.agreements.happening import held, keep, now, remember
from sluis.portal.agreements.models import Agreement, Happening
from sluis.portal.agreements.rights import ISSUE
from sluis.portal.agreements.signing import entered
from sluis.portal.agreements.telling import tell
from sluis.portal.agreements.wording import Happened
from sluis.portal.organisations.keeping import locked

_MOVING = [State.SIGNED.value, State.IN_FORCE.value, State.SUSPENDED.value]


def move(actor: Actor) -> int:
    """Bring every agreement up to now; for the timetable. How many moved."""
    moving = Agreement.everything.filter(state__in=_MOVING).select_related("current").order_by("pk")
    moved = amending.take_effect_when_due(actor) + _lapse(actor)
    return moved + apart(moving, lambda each: _move(actor, each))


def _move(actor: Actor, agreement: Agreement) -> int:
    if now(agreement, actor.at).state.value == agreement.state:
        return 0
    with changing(actor, ISSUE, on=agreement) as change:
        found = held(agreement)
        then = now(found, actor.at)
        if then.state is found.standing.state:
            change.record("agreement.looked-at", found)
            return 0
        began = found.state == State.SIGNED.value and then.state is State.IN_FORCE
        keep(change, found, then)
        if began:
            entered(change, found)
        else:
            remember(change, found, Happened.ENDED, facts={"on": str(then.ends_on)})
        flows.follow(change, found)
        tell(change, found, "in-force" if began else "ended")
    return 1


def _lapse(actor: Actor) -> int:
    """Notices of default whose term passed without repair: both sides are told, once."""
    passed = Happening.everything.filter(
        kind=Happened.DEFAULT.value, until__lt=actor.at, settled_at=None, agreement__state__in=_MOVING
    )
    passed = passed.select_related("agreement__current").order_by("until", "pk")
    return apart(passed, lambda each: _lapsed(actor, each))


def _lapsed(actor: Actor, notice: Happening) -> int:
    with changing(actor, ISSUE, on=notice) as change:
        agreement, found = held(notice.agreement), locked(Happening, notice.pk)
        if found.settled_at is not None:  # repaired while this job looked
            change.record("agreement.looked-at", agreement)
            return 0
        found.settled_at = actor.at
        found.save()
        remember(change, agreement, Happened.LAPSED, side=Side(found.side), facts={"notice": found.ref})
        tell(change, agreement, "lapsed")
    return 1


def in_default(agreement: Agreement, at: datetime) -> frozenset[Side]:
    """The sides that failed: a notice to them ran out."""
    standing = now(agreement, at)
    return frozenset(side for side in Side if standing.in_default(side, at))
