"""Tasks that follow from where an agreement stands: given when they appear, settled when they are gone."""

from datetime import UTC, datetime, timedelta

from sluis.agreement.contract import Side
from sluis.agreement.effects import Duty, DutyKind, effects
from sluis.deadlines import Deadline
from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.wording import DUTIES
from sluis.portal.tasks.giving import give, settle

_ROLES = {DutyKind.SIGN: Role.BOARD, DutyKind.RECORD_WARRANTY: Role.BOARD}
_WARN_DAYS = (30, 7)


def follow(change: Change, agreement: Agreement) -> None:
    """Bring the tasks about an agreement into line with its duties; of several of one kind the first that is due counts."""
    found = effects(agreement.contract, agreement.standing, change.actor.at).duties
    wanted = {(duty.kind, duty.side): duty for duty in sorted(found, key=_due, reverse=True)}
    for side in Side:
        for kind in DutyKind:
            duty = wanted.get((kind, side))
            if duty is None:
                settle(change, kind=_name(kind), subject=agreement, organisation=_whose(agreement, side))
            else:
                _give(change, agreement, duty)


def _due(duty: Duty) -> datetime:
    return duty.due_at or datetime.max.replace(tzinfo=UTC)


def _name(kind: DutyKind) -> str:
    """How tasks name a duty."""
    return f"agreement-{kind.value}"


def _give(change: Change, agreement: Agreement, duty: Duty) -> None:
    give(
        change,
        organisation=_whose(agreement, duty.side),
        kind=_name(duty.kind),
        title=DUTIES[duty.kind],
        subject=agreement,
        role=_ROLES.get(duty.kind, Role.CONTRACT_MANAGER),
        due=_deadline(change, duty),
        url_name="agreements:agreement",
        args=[agreement.pk],
    )


def _deadline(change: Change, duty: Duty) -> Deadline | None:
    if duty.due_at is None:
        return None
    warnings = (duty.due_at - timedelta(days=days) for days in _WARN_DAYS)
    return Deadline(duty.due_at, tuple(each for each in warnings if each > change.actor.at))


def _whose(agreement: Agreement, side: Side) -> Organisation:
    if side is Side.CONTROLLER:
        return agreement.organisation
    found: Organisation = Organisation.everything.get(is_operator=True)
    return found
