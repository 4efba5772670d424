"""Files go: the input as soon as it was relayed, results by their term or on request; each with a statement that the
custodian signs. Backups may hold them for some weeks more; by when they are out of those too is said with it."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.deliveries.models import Delivery, State, Upload
from sluis.portal.deliveries.questions import kept_for
from sluis.portal.deliveries.rights import REMOVE, WITHDRAW, WORK
from sluis.portal.deliveries.stepping import about, locked, take
from sluis.portal.deliveries.telling import tell_removed
from sluis.portal.rounds.counting import undone
from sluis.portal.tasks.giving import settle

_HELD = (State.AVAILABLE, State.DOWNLOADED, State.OPENED)


def ask(actor: Actor, *, delivery: Delivery, reason: str) -> Delivery:
    """The controller wants the file gone before its term (Z-60); the custodian removes it within seconds.

    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    with changing(actor, REMOVE, on=delivery) as change:
        found = locked(delivery.pk, *_HELD)
        found.removal_asked_at, found.removal_asked_by = actor.at, actor.name
        found.removal_reason = reason
        found.remove_at = actor.at
        found.gone_by = actor.at + timedelta(days=kept_for(found.route, actor.at).backup_days)
        found.save()
        change.record("delivery.removal-asked", found, objects=about(found))
    return found


def withdraw(actor: Actor, *, delivery: Delivery) -> Delivery:
    """The source takes it back before it was relayed.

    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    with changing(actor, WITHDRAW, on=delivery) as change:
        found = locked(delivery.pk, State.OFFERED, State.AUTHENTICATED, State.CHECKED)
        Upload.everything.filter(delivery=found, state=Upload.State.ARRIVING).update(state=Upload.State.DROPPED)
        settle(change, kind="authorise", subject=found)
        take(change, found, State.WITHDRAWN)
    return found


def due(at: datetime) -> list[Delivery]:
    """Results whose time is up."""
    found = Delivery.everything.filter(state__in=_HELD, remove_at__lte=at).select_related("route")
    return list(found.order_by("remove_at", "pk")[:200])


def statement(delivery: Delivery, at: datetime, *, was_there: bool) -> dict[str, Any]:
    """What the custodian signs about a removal."""
    asked = delivery.removal_asked_at is not None
    return {
        "what": "result",
        "delivery": delivery.delivery,
        "number": delivery.number,
        "agreement": delivery.route.exchange,
        "result_sha256": delivery.result_sha256,
        "bytes": delivery.result_size,
        "was_there": was_there,
        "why": "asked" if asked else ("downloaded" if delivery.downloaded_at else "maximum-stay"),
        "asked_by": delivery.removal_asked_by,
        "downloaded_at": _moment(delivery.downloaded_at),
        "removed_at": _moment(at),
        "in_backups_until": _moment(delivery.gone_by),
    }


def removed(actor: Actor, *, delivery: Delivery, proof: bytes, gone_by: datetime) -> Delivery:
    """The result is gone; with the signed statement about it.

    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    with changing(actor, WORK) as change:
        found = locked(delivery.pk, *_HELD)
        found.proof, found.gone_by = proof, gone_by
        take(change, found, State.REMOVED, objects={"code": found.removal_reason or "term"})
        if found.round is not None and found.downloaded_at is None:  # the recipient still waits for it
            undone(change, found.round, delivery=str(found.pk))
        tell_removed(change, found)
    return found


def expire(actor: Actor) -> int:
    """Write down which deliveries can be in no backup any more; a job does it."""
    gone = Delivery.everything.filter(state=State.REMOVED, gone_by__lte=actor.at)
    count = 0
    for delivery in gone.order_by("gone_by")[:500]:
        with changing(actor, WORK) as change:
            take(change, locked(delivery.pk, State.REMOVED), State.EXPIRED)
        count += 1
    return count


def drop(actor: Actor, *, upload: Upload) -> bool:
    """End an upload that was not finished, and its delivery with it; whether there was something to end."""
    with changing(actor, WORK) as change:
        found = Upload.everything.select_for_update().get(pk=upload.pk)
        if found.state != Upload.State.ARRIVING:
            change.record("upload.looked-at", found)
            return False
        found.state = Upload.State.DROPPED
        found.save()
        change.record("upload.dropped", found)
        if found.delivery_id is not None:
            delivery = locked(found.delivery_id)
            if delivery.state in (State.OFFERED, State.AUTHENTICATED):
                take(change, delivery, State.WITHDRAWN)
    return True


def drop_abandoned(actor: Actor) -> int:
    """End uploads that were never finished; a job does it. Their files go with what the custodian sweeps."""
    late = Upload.everything.filter(state=Upload.State.ARRIVING, ends_at__lte=actor.at)
    return sum(drop(actor, upload=upload) for upload in late[:200])


def wanted_uploads() -> set[str]:
    """Ids of uploads whose file is still needed: those that arrive, and those that wait for the relay."""
    needed = Q(state=Upload.State.ARRIVING) | Q(
        state=Upload.State.COMPLETE, delivery__state__in=(State.CHECKED, State.AUTHORISED)
    )
    return {str(pk) for pk in Upload.everything.filter(needed).values_list("pk", flat=True)}


def wanted_results() -> set[str]:
    """Ids of deliveries whose result is still needed, or may just be being made."""
    needed = Delivery.everything.filter(state__in=(State.AUTHORISED, *_HELD))
    return {str(pk) for pk in needed.values_list("pk", flat=True)}


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
