"""What an agreement says about somebody who is announced on a day; from its regime alone, never from who it is."""

from dataclasses import dataclass
from datetime import date, datetime

from sluis.agreement.regime import SubprocessorRegime, Subprocessors
from sluis.deadlines import Term, Unit, day_of
from sluis.portal.subprocessors.models import Subnotice

State = Subnotice.State


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one announcement under one agreement.

    Attributes:
        state: where its notice stands at first.
        earliest_start: none when it may not start without an amendment.
        objection_until: last day; none when no objection was agreed.
    """

    state: State
    earliest_start: date | None
    objection_until: date | None


def terms_of(agreed: Subprocessors, told_at: datetime) -> Terms:
    """The terms of an announcement; they run from the day of telling, which itself is not counted."""
    match agreed.regime:
        case SubprocessorRegime.OBJECTION:
            return Terms(State.OPEN, _after(agreed.notice, told_at), _after(agreed.objection_period, told_at))
        case SubprocessorRegime.INFORM:
            return Terms(State.INFORMED, _after(agreed.notice, told_at), None)
        case SubprocessorRegime.NONE:
            return Terms(State.CLOSED, None, None)


def _after(term: Term | None, told_at: datetime) -> date:
    """The day on which a term ends; the day of telling when none was agreed."""
    if term is None:
        return day_of(told_at)
    if term.unit in (Unit.HOURS, Unit.OFFICE_HOURS):
        return day_of(term.after(told_at))
    return term.day_after(day_of(told_at))
