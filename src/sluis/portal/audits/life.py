"""The life lines of an audit, a finding and a request for information."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.audits.models import Audit, Finding, Inforequest, Kind
from sluis.portal.audits.models import State as Stands
from sluis.portal.audits.preconditions import NEEDS, Need
from sluis.portal.ui.life import Life, State, Step
from sluis.portal.ui.moments import day


def of_audit(found: Audit, left: Sequence[Need], today: date) -> Life:
    """Asked, preconditions, planned, carried out, findings, closed."""
    steps = [] if found.is_own else [Step(_("Asked"), State.DONE, found.asked_at, found.author)]
    if found.state == Stands.WITHDRAWN:
        return Life([*steps, Step(_("Withdrawn"), State.FAILED, found.ended_at)])
    wanted: list[tuple[Any, bool, Any]] = []
    if found.kind == Kind.CONTROLLER:
        wanted.append((_("Preconditions met"), not left, None))
    planned = found.state not in (Stands.REQUESTED, Stands.ADMISSIBLE)
    wanted += [
        (_("Planned"), planned, found.held_on),
        (_("Carried out"), bool(found.carried_out_at), found.carried_out_at),
        (_("Findings settled"), found.state == Stands.CLOSED, None),
        (_("Closed"), found.state == Stands.CLOSED, found.ended_at),
    ]
    return Life([*steps, *_line(wanted)], *_next(found, left, today))


def of_finding(found: Finding, today: date) -> Life:
    """Recorded, assessed, carried out, verified."""
    stage = Finding.Stage
    steps = [Step(_("Recorded"), State.DONE, found.recorded_at)]
    if found.stage == stage.REJECTED:
        return Life([*steps, Step(_("Rejected by both"), State.FAILED)])
    assessed = found.stage not in (stage.OPEN, stage.DISPUTED)
    wanted = [
        (_("Assessed jointly"), assessed, None),
        (_("Carried out"), bool(found.done_at), found.done_at or found.due_on),
        (_("Verified"), bool(found.verified_at), found.verified_at),
    ]
    late = found.is_late(today)
    words = gettext("The term passed on %(day)s") % {"day": day(found.due_on)} if late else ""
    return Life([*steps, *_line(wanted)], words, late)


def of_inforequest(found: Inforequest, today: date) -> Life:
    """Asked, answered."""
    steps = [Step(_("Asked"), State.DONE, found.asked_at, found.author)]
    if found.stage == Inforequest.Stage.WITHDRAWN:
        return Life([*steps, Step(_("Withdrawn"), State.FAILED)])
    late = found.answered_at is None and found.due_on < today
    state = State.DONE if found.answered_at else State.NOW
    return Life([*steps, Step(_("Answered"), state, found.answered_at or found.due_on)], "", late)


def _line(wanted: Sequence[tuple[Any, bool, Any]]) -> list[Step]:
    steps, waiting = [], True
    for label, done, at in wanted:
        steps.append(Step(label, State.DONE if done else State.NOW if waiting else State.NEXT, at))
        waiting = waiting and done
    return steps


def _next(found: Audit, left: Sequence[Need], today: date) -> tuple[str, bool]:
    if left:
        return gettext("Next step: %(step)s") % {"step": NEEDS[left[0]]}, False
    if found.state == Stands.PLANNED and found.held_on and found.held_on < today:
        return gettext("Its day has passed; record what was found"), True
    return "", False
