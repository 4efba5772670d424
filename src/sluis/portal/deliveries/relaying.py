"""What the custodian tells while it relays: a lease, then the result or the refusal. The portal itself has no key."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from sluis.agreement.terms import Retention
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.deliveries.models import Delivery, Lease, State
from sluis.portal.deliveries.refusing import end_refused
from sluis.portal.deliveries.rights import WORK
from sluis.portal.deliveries.stepping import locked, take
from sluis.portal.deliveries.telling import tell_available
from sluis.portal.rounds.counting import delivered
from sluis.refusals import Refused

LEASE = timedelta(minutes=15)


def waiting(at: datetime) -> list[Delivery]:
    """Authorised deliveries that no custodian is at work on, oldest first."""
    free = Q(lease=None) | Q(lease__until=None) | Q(lease__until__lte=at)
    found = Delivery.everything.filter(free, state=State.AUTHORISED).select_related("route", "upload")
    return list(found.order_by("authorised_at", "pk")[:50])


def claim(delivery: Delivery, at: datetime) -> str:
    """Take the lease, with one UPDATE that one custodian wins; empty when another did."""
    holder = secrets.token_hex(16)
    Lease.objects.get_or_create(delivery=delivery)
    free = Q(until=None) | Q(until__lte=at)
    mine = Lease.objects.filter(free, delivery=delivery, delivery__state=State.AUTHORISED)
    return holder if mine.update(until=at + LEASE, holder=holder) else ""


def let_go(delivery: Delivery, holder: str, code: str) -> None:
    """Give the lease back, for a later round, and say for whoever watches why it waits."""
    Lease.objects.filter(delivery=delivery, holder=holder).update(until=None, holder="", code=code)


def let_all_go() -> None:
    """Free what custodians before this one left when they were broken off; only for who relays alone."""
    left = Lease.objects.exclude(until=None)
    if left.exists():
        left.update(until=None, holder="")


def relayed(actor: Actor, *, delivery: Delivery, size: int, sha256: str, kept: Retention) -> Delivery:
    """The result lies ready and the input is gone: relayed, and available.

    Args:
        size: of the result in bytes.
        sha256: of the result.
        kept: how long it stays.
    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    with changing(actor, WORK) as change:
        found = locked(delivery.pk, State.AUTHORISED)
        found.result_size, found.result_sha256 = size, sha256
        found.remove_at = actor.at + timedelta(days=kept.max_undownloaded_days)
        found.gone_by = found.remove_at + timedelta(days=kept.backup_days)
        take(change, found, State.RELAYED, counts={"rows": found.rows, "persons": found.persons})
        take(change, found, State.AVAILABLE, objects={"recipient": str(found.recipient_id)}, counts={"bytes": size})
        if found.round is not None:
            delivered(
                change,
                found.round,
                delivery=str(found.pk),
                mode=found.mode,
                test=found.test,
                at=found.checked_at or actor.at,
            )
        tell_available(change, found)
    return found


def failed(actor: Actor, *, delivery: Delivery, refusal: Refused) -> Delivery:
    """The relay was refused: nothing went anywhere, and the input is removed as well.

    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    with changing(actor, WORK) as change:
        found = locked(delivery.pk, State.AUTHORISED)
        end_refused(change, found, refusal)
    return found
