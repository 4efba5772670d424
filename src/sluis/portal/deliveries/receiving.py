"""A package has arrived whole: it was checked on its way, and from here on the TTP answers for it (Z-39)."""

from collections.abc import Mapping

from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.deliveries.authorising import TASK, judge_by_rules, wait_for_somebody
from sluis.portal.deliveries.models import Delivery, State, Upload
from sluis.portal.deliveries.refusing import end_refused
from sluis.portal.deliveries.reporting import described, kept
from sluis.portal.deliveries.rights import WORK
from sluis.portal.deliveries.stepping import about, locked, take
from sluis.portal.deliveries.telling import tell_received
from sluis.portal.deliveries.unusual import unusual
from sluis.portal.organisations.keeping import locked as locked_record
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused


def received(actor: Actor, *, upload: Upload) -> Delivery:
    """All has arrived and was found right; a rule may authorise it at once.

    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    assert upload.delivery_id is not None
    with changing(actor, WORK) as change:
        delivery = locked(upload.delivery_id, State.AUTHENTICATED)
        delivery.unusual = unusual(delivery)
        take(change, delivery, State.CHECKED, counts={"bytes": delivery.size, "rows": delivery.rows})
        upload.state = Upload.State.COMPLETE
        upload.save()
        tell_received(change, delivery)
        if not judge_by_rules(change, delivery):
            wait_for_somebody(change, delivery)
    return delivery


def report_of_source(actor: Actor, *, delivery: Delivery, report: Mapping[str, object]) -> Delivery:
    """Keep what the source's own processing report counts; a rule that waited for it may authorise now.

    Raises:
        Refused: NOT_IN_THIS_STATE once it was authorised.
    """
    with changing(actor, WORK) as change:
        found = locked(delivery.pk, State.OFFERED, State.AUTHENTICATED, State.CHECKED)
        found.prepared = described(report, found.route.agreed)
        found.save()
        change.record("delivery.described", found, objects=about(found))
        if found.state == State.CHECKED and judge_by_rules(change, found):
            settle(change, kind=TASK, subject=found)
    return found


def refused(actor: Actor, *, upload: Upload, refusal: Refused) -> bool:
    """What arrives is wrong: the upload ends, and its delivery with it when it is known which. Whether its file can go:
    one that was received whole meanwhile is left alone."""
    with changing(actor, WORK) as change:
        found = locked_record(Upload, upload.pk)
        if found.state != Upload.State.ARRIVING:
            change.record("upload.looked-at", found)
            return bool(found.state != Upload.State.COMPLETE)
        found.state, found.code, found.report = Upload.State.REFUSED, refusal.code.number, kept(refusal)
        found.save()
        change.record("upload.refused", found, objects={"code": refusal.code.number}, outcome=Outcome.REFUSED)
        if found.delivery_id is not None:
            delivery = locked(found.delivery_id)
            if delivery.state in (State.OFFERED, State.AUTHENTICATED):
                end_refused(change, delivery, refusal)
    return True
