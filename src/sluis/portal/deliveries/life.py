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

SHOWN = (
    State.OFFERED,
    State.CHECKED,
    State.AUTHORISED,
    State.RELAYED,
    State.AVAILABLE,
    State.DOWNLOADED,
    State.REMOVED,
)
"""Being received belongs to offering, being opened to downloading, and the last backup to removing."""
LABELS: dict[State, Text] = {
    State.OFFERED: _("Offered"), State.CHECKED: _("Checked"), State.AUTHORISED: _("Authorisation"),
    State.RELAYED: _("Relayed"), State.AVAILABLE: _("Available"), State.DOWNLOADED: _("Downloaded"),
    State.REMOVED: _("Removed"),
}  # fmt: skip


def of_delivery(found: Delivery, at: datetime) -> Life:
    """All its steps; of one that ended early those that it made, and how it ended."""
    ended = next((state for state in (State.REFUSED, State.WITHDRAWN) if found.state == state), None)
    if ended is not None:
        made = [_step(found, state, Stands.DONE) for state in SHOWN if found.reached(state)]
        return Life([*made, Step(ended.label, Stands.FAILED, found.reached(ended))])  # type: ignore[arg-type] # a moment
    now = next((state for state in SHOWN if STEPS.index(State(found.state)) < STEPS.index(state)), None)
    due = _due(found)
    late = due is not None and found.state == State.CHECKED and at > due
    return Life([_step(found, state, _stands(found, state, now)) for state in SHOWN], _next(found), late)


def _stands(found: Delivery, state: State, now: State | None) -> Stands:
    if found.reached(state) or (state == State.DOWNLOADED and found.opened_at):
        return Stands.DONE
    return Stands.NOW if state is now else Stands.NEXT


def _step(found: Delivery, state: State, stands: Stands) -> Step:
    when = found.reached(state) or _expected(found, state)
    return Step(LABELS[state], stands, when, _note(found, state))  # type: ignore[arg-type] # a moment or words


def _expected(found: Delivery, state: State) -> Text:
    """By when a step is expected that was not made yet."""
    if found.state in (State.REMOVED, State.EXPIRED):
        return gettext("not done")
    if state in (State.RELAYED, State.AVAILABLE):
        return gettext("directly afterwards")
    words, by = {
        State.AUTHORISED: (gettext("before %(moment)s"), _due(found)),
        State.DOWNLOADED: (gettext("before %(moment)s"), found.remove_at),
        State.REMOVED: (gettext("on %(moment)s"), found.remove_at),
    }.get(state, ("", None))
    if by is not None:
        return words % {"moment": short(by)}
    return gettext("after its term") if state == State.REMOVED else ""


def _note(found: Delivery, state: State) -> Text:
    by_rule, opened, gone = found.authorised_by.startswith("rule:"), found.opened_at, found.gone_by
    notes = {
        State.OFFERED: gettext("by the source"),
        State.CHECKED: _took(found),
        State.AUTHORISED: gettext("by a rule") if by_rule else gettext("by the TTP's desk"),
        State.RELAYED: gettext("the input is gone at once"),
        State.AVAILABLE: gettext("the recipient gets a message"),
        State.DOWNLOADED: gettext("opened %(moment)s") % {"moment": short(opened)}
        if opened
        else gettext("by the recipient"),
        State.REMOVED: gettext("in backups until %(day)s") % {"day": short(gone)} if gone else "",
    }
    return notes[state]


def _next(found: Delivery) -> Text:
    if found.is_held and found.removal_asked_at:
        return gettext("Next: it is removed, within seconds")
    leaves = (gettext("Next: the result is removed on %(moment)s"), found.remove_at)
    words, by = {
        State.OFFERED: (gettext("The upload is under way"), None),
        State.AUTHENTICATED: (gettext("The upload is under way"), None),
        State.CHECKED: (gettext("Next: authorise, at the latest %(moment)s"), _due(found)),
        State.AUTHORISED: (gettext("Next: it is relayed, within seconds"), None),
        State.AVAILABLE: (gettext("Next: the recipient downloads it, before %(moment)s"), found.remove_at),
        State.DOWNLOADED: leaves,
        State.OPENED: leaves,
        State.REMOVED: (gettext("Next: the last backup expires on %(moment)s"), found.gone_by),
    }.get(State(found.state), ("", None))
    return words % {"moment": moment(by)} if by is not None else words


def _took(found: Delivery) -> Text:
    if found.checked_at is None or found.offered_at is None:
        return ""
    return gettext("after %(time)s") % {"time": _lasted(found.checked_at - found.offered_at)}


def _due(found: Delivery) -> datetime | None:
    """By when somebody should have decided."""
    return Deadline.of(WITHIN, found.checked_at).due_at if found.checked_at else None


def _lasted(time: timedelta) -> str:
    """1 minute, 37 seconds."""
    if time < timedelta(minutes=1):
        return gettext("%(count)d s") % {"count": max(int(time.total_seconds()), 1)}
    start = datetime(2000, 1, 1)
    return timesince(start, start + time).replace("\xa0", " ")
