"""What happens with an alert, and with the rules that raise them."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.oversight.models import Alert, Rule
from sluis.portal.oversight.models.alerts import OPEN
from sluis.portal.oversight.rights import HANDLE_ALERTS
from sluis.portal.oversight.selecting import standing
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import oversight as codes

TASK = "alert"


def raise_alert(change: Change, alert: Alert, home: Organisation) -> Alert:
    """Keep an alert, and give the security officer the task to look into it; a part of somebody's change."""
    alert.organisation = home
    alert.full_clean()
    alert.save(force_insert=True)
    change.record("alert.raised", alert, objects={"rule": str(alert.rule_id)}, counts={"events": alert.count})
    give(
        change, organisation=home, kind=TASK, title=_("Look into an alert: %(rule)s"), facts={"rule": alert.rule.name},
        subject=alert, role=Role.SECURITY_OFFICER, url_name="oversight:alert", args=[alert.pk],
    )  # fmt: skip
    return alert


def see(actor: Actor, *, alert: Alert) -> Alert:
    """Somebody is looking into it."""
    return _move(actor, alert, Alert.State.OPEN, Alert.State.SEEN, alert.remark)


def close(actor: Actor, *, alert: Alert, remark: str) -> Alert:
    """Somebody has looked into it and says what it was.

    Raises:
        Refused: NOT_POSSIBLE_NOW without a remark; GONE_ALREADY when it was closed in the meantime.
    """
    if not remark.strip():
        raise Refused(codes.NOT_POSSIBLE_NOW, state=str(alert.state))
    return _move(actor, alert, None, Alert.State.CLOSED, remark)


def _move(actor: Actor, alert: Alert, before: str | None, after: Alert.State, remark: str) -> Alert:
    with changing(actor, HANDLE_ALERTS, on=alert) as change:
        fresh: Alert = Alert.everything.select_for_update().get(pk=alert.pk)
        if fresh.state not in ((before,) if before else OPEN):
            raise Refused(access_codes.GONE_ALREADY)
        fresh.state, fresh.remark = after, remark.strip()
        fresh.handled_at, fresh.handled_by = actor.at, actor.name
        if after is Alert.State.CLOSED:
            fresh.until = standing()  # what came while it was open was looked into as well
        fresh.full_clean()
        fresh.save()
        change.record(f"alert.{after.value}", fresh)
        if after is Alert.State.CLOSED:
            settle(change, kind=TASK, subject=fresh)
    return fresh


def switch(actor: Actor, *, rule: Rule, on: bool) -> Rule:
    """Use a rule, or no longer."""
    with changing(actor, HANDLE_ALERTS, on=rule) as change:
        fresh: Rule = Rule.everything.select_for_update().get(pk=rule.pk)
        fresh.is_on = on
        fresh.save()
        change.record("rule.changed", fresh, objects={"decision": "on" if on else "off"})
    return fresh
