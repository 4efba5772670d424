"""Authorisation: nothing is relayed before somebody, or a rule that says what it relied on, has decided (Z-53)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import Autorule, Delivery, State
from sluis.portal.deliveries.refusing import end_refused
from sluis.portal.deliveries.relaying import claim
from sluis.portal.deliveries.rights import AUTHORISE
from sluis.portal.deliveries.stepping import locked, take
from sluis.portal.deliveries.unusual import WENT_WELL, before
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet as codes

TASK = "authorise"
WITHIN = Term.read("1 office day")


def authorise(actor: Actor, *, delivery: Delivery) -> Delivery:
    """Somebody lets it through; the custodian relays it within seconds.

    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    with changing(actor, AUTHORISE, on=delivery) as change:
        found = locked(delivery.pk, State.CHECKED)
        found.authorised_by = actor.name
        settle(change, kind=TASK, subject=found)
        take(change, found, State.AUTHORISED)
    return found


def refuse(actor: Actor, *, delivery: Delivery, explanation: str) -> Delivery:
    """Somebody refuses it, and says why; the source reads it, so it holds no personal data.

    Raises:
        Refused: NOT_IN_THIS_STATE.
    """
    with changing(actor, AUTHORISE, on=delivery) as change:
        found = locked(delivery.pk, State.CHECKED, State.AUTHORISED)
        if found.state == State.AUTHORISED and not claim(found, actor.at):  # so that no custodian begins meanwhile
            raise Refused(codes.NOT_IN_THIS_STATE, number=found.number, state=found.state)
        found.explanation = explanation.strip()
        end_refused(change, found, Refused(codes.REFUSED_BY_STAFF))
    return found


def judge_by_rules(change: Change, delivery: Delivery) -> bool:
    """Let a rule authorise it, if one does; whether one did. What is unusual, no rule lets through,
    and the first of its kind is unusual."""
    if delivery.unusual:
        return False
    for rule in Autorule.everything.filter(is_on=True, tests=delivery.test).order_by("made_at", "pk"):
        relied_on = _keeps_to(rule, delivery)
        if relied_on is not None:
            delivery.rule, delivery.relied_on = rule, relied_on
            delivery.authorised_by = f"rule:{rule.pk}"
            take(change, delivery, State.AUTHORISED, objects={"rule": str(rule.pk)})
            return True
    return False


def wait_for_somebody(change: Change, delivery: Delivery) -> None:
    """Give the desk the task to decide."""
    give(
        change,
        organisation=Organisation.everything.get(is_operator=True),
        kind=TASK,
        title=_("Authorise or refuse delivery %(number)s"),
        facts={"number": delivery.number},
        subject=delivery,
        role=Role.DELIVERY_DESK,
        due=Deadline.of(WITHIN, change.actor.at),
        url_name="deliveries:delivery",
        args=[delivery.pk],
    )


def _keeps_to(rule: Autorule, delivery: Delivery) -> dict[str, Any] | None:
    """What the rule relied on, when the delivery keeps to all of it."""
    if rule.route_id not in (None, delivery.route_id):
        return None
    well = Delivery.everything.filter(route=delivery.route_id, test=delivery.test, state__in=WENT_WELL).count()
    last = before(delivery)
    if well < max(rule.earlier, 1) or (rule.in_round and delivery.round_id is None):
        return None
    said: dict[str, Any] = {"earlier": well, "rows": delivery.rows}
    if rule.within_percent is not None and last is not None:
        differs = round(100 * abs(delivery.rows - last.rows) / max(last.rows, 1))
        if differs > rule.within_percent:
            return None
        said |= {"last_rows": last.rows, "differs_percent": differs}
    if rule.warnings_percent is not None:
        share = warned_percent(delivery)
        if share is None or share > rule.warnings_percent:
            return None
        said |= {"warnings_percent": share}
    if delivery.round_id is not None:
        said |= {"round": str(delivery.round)}
    return said


def warned_percent(delivery: Delivery) -> int | None:
    """Rows with a warning in the source's own report, in per cent; none when it sent no report."""
    counts = delivery.prepared.get("finding_counts")
    if not isinstance(counts, list):
        return None
    return round(100 * sum(int(one.get("count", 0)) for one in counts) / max(delivery.rows, 1))
