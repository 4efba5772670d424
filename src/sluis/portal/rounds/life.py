"""The life line of a round, its colours, and the leaves of its days."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.rounds.models import COMPLETE, Round, State
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.life import Life, Step
from sluis.portal.ui.life import State as Stands
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text

TONES: dict[str, Tone] = {
    State.OPEN: Tone.INFO, State.PROVISIONAL: Tone.INFO, State.LATE: Tone.DANGER, State.DELIVERED: Tone.GOOD,
    State.SIGNED_OFF: Tone.GOOD, State.NOTHING: Tone.GOOD,
}  # fmt: skip
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Leaf:
    """A day of a round.

    Attributes:
        done: what happened by then; none while it is still expected.
        tone: of the leaf: as it comes near, or has gone by.
    """

    label: Text
    on: date
    done: datetime | None
    tone: str


def badge_of(found: Round) -> Badge:
    """Its state."""
    return Badge(found.get_state_display(), TONES.get(found.state, Tone.NEUTRAL))


def leaves(found: Round, today: date) -> list[Leaf]:
    """The days by which something is expected."""
    final = found.delivered_at or found.nothing_at
    days = (
        (_("Test delivery"), found.test_until, found.test_at),
        (_("Provisional delivery"), found.provisional_until, found.provisional_at),
        (_("Final delivery"), found.final_until, final if found.state in COMPLETE else None),
    )
    closed = found.state == State.CLOSED
    return [
        Leaf(label, on, done, tone_of(on, today, settled=closed or bool(done)))
        for label, on, done in days
        if on is not None
    ]


def tone_of(on: date, today: date, *, settled: bool) -> str:
    """How a leaf looks."""
    if settled or (on - today).days > SOON_DAYS:
        return ""
    return "danger" if on < today else "warning"


def of_round(found: Round, today: date) -> Life:
    """Opens, test, provisional, final, signed off; as far as this round has them."""
    steps = [
        Step(
            _("Opened") if found.opened_at else _("Opens"), _stands(found.opened_at), found.opened_at or found.opens_on
        )
    ]
    if found.test_until:
        steps.append(Step(_("Test delivery"), _stands(found.test_at), found.test_at or found.test_until))
    if found.provisional_until or found.provisional_at:
        when = found.provisional_at or found.provisional_until
        steps.append(Step(_("Provisional delivery"), _stands(found.provisional_at), when))
    steps.append(_final(found))
    if found.schedule.sign_off and found.state != State.NOTHING:
        now = Stands.NOW if found.state == State.DELIVERED else Stands.NEXT
        steps.append(Step(_("Signed off"), Stands.DONE if found.signed_off_at else now, found.signed_off_at))
    return Life(steps, *_next(found, today))


def _final(found: Round) -> Step:
    match found.state:
        case State.NOTHING:
            return Step(_("Nothing to deliver"), Stands.DONE, found.nothing_at)
        case State.CLOSED:
            return Step(_("Closed"), Stands.FAILED, found.closed_at)
        case State.LATE:
            return Step(_("Final delivery"), Stands.FAILED, found.final_until, gettext("late"))
        case State.PLANNED:
            return Step(_("Final delivery"), Stands.NEXT, found.final_until)
        case State.OPEN | State.PROVISIONAL:
            return Step(_("Final delivery"), Stands.NOW, found.final_until)
    return Step(_("Final delivery"), Stands.DONE, found.delivered_at, gettext("late") if found.late_at else "")


def _stands(done: datetime | None) -> Stands:
    return Stands.DONE if done else Stands.NEXT


def _next(found: Round, today: date) -> tuple[str, bool]:
    if found.waits:
        return gettext("The final delivery is expected on %(day)s at the latest") % {"day": day(found.final_until)}, (
            found.final_until < today
        )
    if found.state == State.DELIVERED and found.schedule.sign_off:
        return gettext("The source signs it off"), False
    return "", False
