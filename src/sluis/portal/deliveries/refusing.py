"""Refusals: of a delivery, for good; and of attempts that did not become one."""

from collections import Counter
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.deliveries.models import Attempt, Delivery, State
from sluis.portal.deliveries.reporting import kept
from sluis.portal.deliveries.rights import WORK
from sluis.portal.deliveries.stepping import about
from sluis.portal.deliveries.telling import tell_refused
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused

SAME = timedelta(hours=1)
MOST_UNKNOWN = 100
"""Attempts by nobody we know that are kept apart within an hour; more are counted with the last."""
EACH, OFTEN = 16, timedelta(minutes=1)
"""So many repetitions are written down each; then each time that their number has doubled, and once a minute. So nobody
fills the evidence from outside."""

_uncounted: Counter[UUID] = Counter()
_counting = Lock()


def end_refused(change: Change, delivery: Delivery, refusal: Refused) -> None:
    """A delivery ends here, with the reason for its source."""
    delivery.state, delivery.code, delivery.report = State.REFUSED, refusal.code.number, kept(refusal)
    delivery.refused_at = change.actor.at
    delivery.save()
    settle(change, kind="authorise", subject=delivery)
    objects = about(delivery) | {"code": refusal.code.number}
    change.record("delivery.refused", delivery, objects=objects, outcome=Outcome.REFUSED)
    tell_refused(change, delivery)


def attempted(
    actor: Actor,
    *,
    what: Attempt.What,
    refusal: Refused,
    organisation: Organisation | None = None,
    party_id: str = "",
    key_id: str = "",
    number: str = "",
) -> Attempt:
    """Keep that something was refused; the same again within the hour is counted with the first."""
    home = organisation or Organisation.everything.get(is_operator=True)
    about_it = {"what": what.value, "code": refusal.code.number, "party_id": party_id, "key_id": key_id}
    recent = Attempt.everything.filter(organisation=home, last_at__gt=actor.at - SAME)
    alike = recent.filter(**about_it, number=number)
    if organisation is None and not alike.exists() and recent.count() >= MOST_UNKNOWN:
        alike = recent
    same = alike.first()
    if same is not None and _can_wait(same, actor.at):
        return same
    with changing(actor, WORK) as change:
        same = alike.select_for_update().first()
        if same is not None:
            same.times, same.last_at = same.times + 1 + _waited(same), actor.at
            same.save()
            change.record("attempt.repeated", same, objects={"code": refusal.code.number}, outcome=Outcome.REFUSED)
            return same
        made = Attempt(organisation=home, **about_it, number=number, first_at=actor.at, last_at=actor.at)
        made.full_clean()
        made.save(force_insert=True)
        objects = {"code": refusal.code.number} | ({"key": key_id} if key_id else {})
        change.record("attempt.refused", made, objects=objects, outcome=Outcome.REFUSED)
    return made


def _can_wait(attempt: Attempt, at: datetime) -> bool:
    """Whether one more of the same is only counted for now."""
    with _counting:
        waits = _uncounted[attempt.pk] + 1 < attempt.times and attempt.times >= EACH and at - attempt.last_at < OFTEN
        if waits:
            _uncounted[attempt.pk] += 1
    return waits


def _waited(attempt: Attempt) -> int:
    with _counting:
        return _uncounted.pop(attempt.pk, 0)
