"""From announcement to start as a drawing: where today is, until when an objection can be made."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sluis.portal.subprocessors.models import Subnotice
from sluis.portal.ui.moments import day, short

WIDE = 280
_LABEL = 60
"""How much room a day takes; the words at the end take twice as much."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole numbers along a line of `WIDE`; none for what is not drawn.

    Attributes:
        objection: where the objection period ends.
        label: its day, when there is room for it there; else it stands
        beside: the bar, at its beginning.
    """

    now: int
    objection: int | None
    label: str
    beside: str
    start: str
    words: str

    @property
    def anchor(self) -> str:
        """So that the word for today stays on the drawing."""
        return "start" if self.now < 16 else "end" if self.now > WIDE - 16 else "middle"


def span_of(notice: Subnotice, today: date) -> Span | None:
    """The drawing of a notice whose subprocessor did not start yet."""
    told, start = notice.told_on, notice.first_day
    if start is None or notice.started_on is not None or notice.state in ("avoided", "withdrawn", "listed"):
        return None
    until = notice.objection_until
    place = {each: _place(told, each, start) for each in (today, until) if each is not None}
    under = until is not None and _LABEL / 3 < place[until] < WIDE - _LABEL * 2
    return Span(
        place[today],
        place[until] if until else None,
        short(until) if under and until else "",
        _("objection until %(day)s") % {"day": short(until)} if until and not under else "",
        _("start %(day)s") % {"day": short(start)},
        _words(told, until, start),
    )


def _place(first: date, on: date, last: date) -> int:
    whole = max((last - first).days, 1)
    return min(max(round(WIDE * (on - first).days / whole), 0), WIDE)


def _words(told: date, until: date | None, start: date) -> str:
    facts = {"told": day(told), "start": day(start), "until": day(until) if until else ""}
    if until is None:
        return _("Told on %(told)s, earliest start %(start)s") % facts
    return (
        _("Announced on %(told)s, objection possible until and including %(until)s, earliest start %(start)s") % facts
    )
