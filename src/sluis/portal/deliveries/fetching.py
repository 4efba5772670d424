"""The recipient takes its result, opens it, and says what it thinks of it."""

from datetime import timedelta
from hashlib import sha256

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.deliveries.models import Delivery, Remarks, State
from sluis.portal.deliveries.questions import kept_for
from sluis.portal.deliveries.rights import FETCH
from sluis.portal.deliveries.stepping import about, locked, take
from sluis.portal.deliveries.telling import tell_fetched, tell_remarks
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet as codes

LARGEST_REMARKS = 16 << 20
MOST_REMARKS = 32
"""Of one delivery: they lie in the database, which is everybody's."""


def downloaded(actor: Actor, *, delivery: Delivery) -> Delivery:
    """The last byte was handed over: with that the TTP's part is done (Z-39), and the days until removal run.

    Downloaded again, the days do not begin again.

    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    with changing(actor, FETCH, on=delivery.recipient) as change:
        found = locked(delivery.pk, State.AVAILABLE, State.DOWNLOADED, State.OPENED)
        found.downloads += 1
        if found.downloaded_at is None:
            _hand_over(change, found)
        else:
            found.save()
            change.record("delivery.downloaded-again", found, objects=about(found), counts={"done": found.downloads})
    return found


def _hand_over(change: Change, found: Delivery) -> None:
    kept = kept_for(found.route, change.actor.at)
    term = change.actor.at + timedelta(days=kept.days_after_download)
    found.remove_at = min(term, found.remove_at) if found.remove_at else term
    found.gone_by = found.remove_at + timedelta(days=kept.backup_days)
    take(change, found, State.DOWNLOADED, objects={"recipient": str(found.recipient_id)})
    tell_fetched(change, found)


def opened(actor: Actor, *, delivery: Delivery) -> Delivery:
    """The recipient's program says that it opened it, and so that it has it; said again, nothing changes."""
    with changing(actor, FETCH, on=delivery.recipient) as change:
        found = locked(delivery.pk, State.AVAILABLE, State.DOWNLOADED, State.OPENED, State.REMOVED, State.EXPIRED)
        if found.opened_at is None:
            if found.state == State.AVAILABLE:
                _hand_over(change, found)
            take(change, found, State.OPENED)
        else:
            change.record("delivery.opened-again", found, objects=about(found))
    return found


def accept_test(actor: Actor, *, delivery: Delivery) -> Delivery:
    """The recipient is content with a test: real data may come from now on.

    Raises:
        Refused: TEST_NOT_ACCEPTABLE.
    """
    with changing(actor, FETCH, on=delivery.recipient) as change:
        found = locked(delivery.pk)
        route = found.route
        if (
            not found.test
            or found.downloaded_at is None
            or found.specification_sha256 != route.terms.specification_sha256
        ):
            raise Refused(codes.TEST_NOT_ACCEPTABLE)
        if route.tested_at is None:
            route.tested_at, route.tested_by = actor.at, actor.name
            route.save()
        change.record("route.tested", route, objects={"agreement": route.exchange, "delivery": str(found.pk)})
    return found


def remark(actor: Actor, *, delivery: Delivery, content: bytes) -> Remarks:
    """Keep a validation report, sealed to the source; the very same one again is the one that is there.

    Raises:
        Refused: REPORT_TOO_LARGE, TOO_MANY_REPORTS, NOT_IN_THIS_STATE.
    """
    if len(content) > LARGEST_REMARKS:
        raise Refused(codes.REPORT_TOO_LARGE)
    with changing(actor, FETCH, on=delivery.recipient) as change:
        found = locked(delivery.pk, State.AVAILABLE, State.DOWNLOADED, State.OPENED, State.REMOVED)
        digest = sha256(content).hexdigest()
        made: Remarks | None = Remarks.everything.filter(delivery=found, sha256=digest).first()
        if made is not None:
            change.record("remarks.sent-again", made, objects=about(found))
            return made
        if Remarks.everything.filter(delivery=found).count() >= MOST_REMARKS:
            raise Refused(codes.TOO_MANY_REPORTS, number=found.number, most=MOST_REMARKS)
        made = Remarks(
            organisation=found.organisation, delivery=found, content=content, sha256=digest, sent_at=actor.at
        )
        made.full_clean(exclude=["content"])
        made.save(force_insert=True)
        change.record(
            "remarks.sent", made, objects=about(found) | {"delivery": str(found.pk)}, counts={"bytes": len(content)}
        )
        tell_remarks(change, found)
    return made
