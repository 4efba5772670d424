"""Refusals: of a delivery, for good; and of attempts that did not become one."""

from datetime import timedelta

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
"""Attempts by nobody we know that are kept apart within an hour; more are counted with the last, so that nobody fills
the evidence from outside."""


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
    with changing(actor, WORK) as change:
        same = recent.filter(**about_it, number=number).select_for_update().first()
        if same is None and organisation is None and recent.filter(party_id__in=("", party_id)).count() >= MOST_UNKNOWN:
            same = recent.select_for_update().first()
        if same is not None:
            same.times, same.last_at = same.times + 1, actor.at
            same.save()
            change.record("attempt.repeated", same, objects={"code": refusal.code.number}, outcome=Outcome.REFUSED)
            return same
        made = Attempt(organisation=home, **about_it, number=number, first_at=actor.at, last_at=actor.at)
        made.full_clean()
        made.save(force_insert=True)
        objects = {"code": refusal.code.number} | ({"key": key_id} if key_id else {})
        change.record("attempt.refused", made, objects=objects, outcome=Outcome.REFUSED)
    return made
