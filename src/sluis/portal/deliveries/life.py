"""The life line of a delivery: each step with its moment, and what comes next and by when."""

from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline
from sluis.portal.deliveries.authorising import WITHIN
from sluis.portal.deliveries.models import STEPS, Delivery, State
from sluis.portal.ui.life import Life, Step
from sluis.portal.ui.life import State as Stands
from sluis.portal.ui.moments import moment, short
from sluis.portal.ui.navigation import Text

SHOWN = (State.OFFERED, State.CHECKED, State.AUTHORISED, State.RELAYED, State.AVAILABLE, State.DOWNLOADED, State.REMOVED)
"""Being received belongs to offering, being opened to downloading, and the last backup to removing."""
LABELS: dict[State, Text] = {
    State.OFFERED: _("Offered"), State.CHECKED: _("Checked"), State.AUTHORISED: _("Authorised"),
    State.RELAYED: _("Relayed"), State.AVAILABLE: _("Available"), State.DOWNLOADED: _("Downloaded"),
    State.REMOVED: _("Removed"),
}  # fmt: skip


def of_delivery(found: Delivery, at: datetime) -> Life:
    """All its steps; of one that ended early those that it made, and how it ended."""
    late = _due(found) is not None and found.state == State.CHECKED and at > _due(found)  # type: ignore[operator]
    ended = next((state for state in (State.REFUSED, State.WITHDRAWN) if found.state == state), None)
    if ended is not None:
        made = [_step(found, state, Stands.DONE) for state in SHOWN if found.reached(state)]
        return Life([*made, Step(ended.label, Stands.FAILED, found.reached(ended))])  # type: ignore[arg-type]
    now = next((state for state in SHOWN if not _passed(found, state)), None)
    steps = [
        _step(found, state, Stands.DONE if _passed(found, state) else Stands.NOW if state is now else Stands.NEXT)
        for state in SHOWN
    ]
    return Life(steps, _next(found), late)


def _passed(found: Delivery, state: State) -> bool:
    return STEPS.index(State(found.state)) >= STEPS.index(state)


def _step(found: Delivery, state: State, stands: Stands) -> Step:
    when: object = found.reached(state) or _expected(found, state)
    return Step(LABELS[state], stands, when, _note(found, state))  # type: ignore[arg-type]


def _expected(found: Delivery, state: State) -> Text:
    """By when a step is expected that was not made yet."""
    if found.state == State.REMOVED or found.state == State.EXPIRED:
        return gettext("not done")
    match state:
        case State.AUTHORISED if (due := _due(found)) is not None:
            return gettext("before %(moment)s") % {"moment": short(due)}
        case State.RELAYED | State.AVAILABLE:
            return gettext("directly afterwards")
        case State.DOWNLOADED if found.remove_at:
            return gettext("before %(moment)s") % {"moment": short(found.remove_at)}
        case State.REMOVED if found.remove_at:
            return gettext("on %(moment)s") % {"moment": short(found.remove_at)}
        case State.REMOVED:
            return gettext("after its term")
    return ""


def _note(found: Delivery, state: State) -> Text:
    match state:
        case State.OFFERED:
            return gettext("by the source")
        case State.CHECKED if found.checked_at and found.offered_at:
            return gettext("after %(time)s") % {"time": _lasted(found.checked_at - found.offered_at)}
        case State.AUTHORISED if found.authorised_by.startswith("rule:"):
            return gettext("by a rule")
        case State.AUTHORISED:
            return gettext("by the TTP's desk")
        case State.RELAYED:
            return gettext("the input is gone at once")
        case State.AVAILABLE:
            return gettext("the recipient gets a message")
        case State.DOWNLOADED if found.opened_at:
            return gettext("opened %(moment)s") % {"moment": short(found.opened_at)}
        case State.DOWNLOADED:
            return gettext("by the recipient")
        case State.REMOVED if found.gone_by:
            return gettext("in backups until %(day)s") % {"day": short(found.gone_by)}
    return ""


def _next(found: Delivery) -> Text:
    match found.state:
        case State.OFFERED | State.AUTHENTICATED:
            return gettext("The upload is under way")
        case State.CHECKED:
            return gettext("Next: authorise, at the latest %(moment)s") % {"moment": moment(_due(found))}  # type: ignore[arg-type]
        case State.AUTHORISED | State.RELAYED:
            return gettext("Next: it is relayed, within seconds")
        case State.AVAILABLE | State.DOWNLOADED | State.OPENED if found.removal_asked_at:
            return gettext("Next: it is removed, within seconds")
        case State.AVAILABLE if found.remove_at:
            return gettext("Next: the recipient downloads it, before %(moment)s") % {"moment": moment(found.remove_at)}
        case State.DOWNLOADED | State.OPENED if found.remove_at:
            return gettext("Next: the result is removed on %(moment)s") % {"moment": moment(found.remove_at)}
        case State.REMOVED if found.gone_by:
            return gettext("Next: the last backup expires on %(moment)s") % {"moment": moment(found.gone_by)}
    return ""


def _due(found: Delivery) -> datetime | None:
    """By when somebody should have decided."""
    return Deadline.of(WITHIN, found.checked_at).due_at if found.checked_at else None


def _lasted(time: timedelta) -> str:
    """1 minute, 37 seconds."""
    if time < timedelta(minutes=1):
        return gettext("%(count)d s") % {"count": max(int(time.total_seconds()), 1)}
    start = datetime(2000, 1, 1)  # noqa: DTZ001 - only the difference counts
    return timesince(start, start + time).replace("\xa0", " ")
