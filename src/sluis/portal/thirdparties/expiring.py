"""What the clock does about agreements with processors: warns 90 and 30 days before one expires, and lets it expire."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.thirdparties import telling
from sluis.portal.thirdparties.models import Dpa
from sluis.portal.thirdparties.rights import FOLLOW


def follow(actor: Actor) -> int:
    """Warn and let expire; how often it did."""
    return _warn(actor) + _expire(actor)


def _warn(actor: Actor) -> int:
    """A mail and a task 90 days before; the task reminds again 30 days before, and when it is late."""
    soon = _running().filter(expires_on__lte=telling.AHEAD.day_after(day_of(actor.at)))
    for agreement in (found := list(soon.filter(Q(warned_of=None) | ~Q(warned_of=F("expires_on"))))):
        with changing(actor, FOLLOW, on=agreement) as change:
            agreement.warned_of = agreement.expires_on
            agreement.save()
            change.record("dpa.warned", agreement)
            title = _("Renew or end the agreement with a processor: %(name)s")
            telling.ask(change, agreement, telling.EXPIRING, title, agreement.processor.name, telling.expiry(agreement))
            telling.tell(change, agreement, "expiring")
    return len(found)


def _expire(actor: Actor) -> int:
    """From the day after its last one; the task stays, for somebody must still act."""
    for agreement in (found := list(_running().filter(expires_on__lt=day_of(actor.at)))):
        with changing(actor, FOLLOW, on=agreement) as change:
            agreement.state = Dpa.State.EXPIRED
            agreement.save()
            change.record("dpa.expired", agreement)
            telling.tell(change, agreement, "expired")
    return len(found)


def _running() -> "QuerySet[Dpa]":
    found: QuerySet[Dpa] = Dpa.everything.filter(state=Dpa.State.CONCLUDED).select_related("organisation", "processor")
    return found.order_by("pk")
