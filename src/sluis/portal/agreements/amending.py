"""An amendment that both parties signed takes the place of what counted before, on its day."""

from django.db.models import Q

from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.agreements import flows
from sluis.portal.agreements.apart import apart
from sluis.portal.agreements.happening import held, keep, now, remember
from sluis.portal.agreements.models import Agreement, Stage, Version
from sluis.portal.agreements.rights import ISSUE
from sluis.portal.agreements.wording import Happened
from sluis.portal.organisations.keeping import locked
from sluis.portal.tasks.giving import settle


def conclude(change: Change, agreement: Agreement, version: Version) -> None:
    """Both signed: it counts from its first day, or from now."""
    today = day_of(change.actor.at)
    version.stage = Stage.SIGNED
    version.effective_on = max(version.contract.starts_on or today, today)
    version.save()
    settle(change, kind="agreement-amendment", subject=version)
    if version.effective_on <= today:
        _take_effect(change, agreement, version)


def take_effect_when_due(actor: Actor) -> int:
    """Versions whose day has come; for the timetable."""
    due = Version.everything.filter(Q(effective_on__lte=day_of(actor.at)), stage=Stage.SIGNED)
    due = due.select_related("agreement").order_by("effective_on", "pk")
    return apart(due, lambda each: _due(actor, each))


def _due(actor: Actor, version: Version) -> int:
    with changing(actor, ISSUE, on=version) as change:
        agreement = held(version.agreement)
        found = locked(Version, version.pk)
        if found.stage == Stage.SIGNED and agreement.runs:
            _take_effect(change, agreement, found)
        else:
            found.stage = Stage.WITHDRAWN
            found.save()
            change.record("agreement.amendment-lapsed", found)
    return 1


def _take_effect(change: Change, agreement: Agreement, version: Version) -> None:
    before = agreement.current
    if before is not None:
        before.stage = Stage.REPLACED
        before.save()
    version.stage = Stage.CURRENT
    version.save()
    agreement.current = version
    keep(change, agreement, now(agreement, change.actor.at))
    flows.follow(change, agreement)
    remember(change, agreement, Happened.AMENDED, facts={"version": version.number})
