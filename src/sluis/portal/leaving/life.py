"""The life line of a destruction."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.leaving.models import Destruction
from sluis.portal.ui.life import Life, State, Step
from sluis.portal.ui.moments import day

Stage = Destruction.State


def life_of(found: Destruction) -> Life:
    """What was done, what it waits for, and what comes next."""
    steps = [Step(_("Asked"), State.DONE, found.asked_at)]
    if found.withdrawn_at:
        return Life([*steps, Step(_("Withdrawn"), State.FAILED, found.withdrawn_at)])
    destroyed = _("Blocked") if found.state == Stage.BLOCKED else _("Destroyed")
    wanted = [
        (_("Confirmed"), found.confirmed_at, gettext("by %(day)s at the latest") % {"day": day(found.due_on)}),
        (destroyed, found.destroyed_at, ""),
        (_("First proof"), found.destroyed_at if found.first_proof is not None else None, ""),
        (_("Gone from backups"), found.expired_at, found.backups_until or ""),
        (_("Second proof"), found.proven_at, ""),
    ]
    waiting = True
    for label, at, expected in wanted:
        state = State.DONE if at else State.NOW if waiting else State.NEXT
        waiting = waiting and bool(at)
        steps.append(Step(label, state, at or expected or None))
    return Life(steps)
