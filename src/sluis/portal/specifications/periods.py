"""Which version holds when: one at a time, each until the day before the next one begins.

A version takes its place among those that hold: the ones that began before it end the day before it begins, one that
begins on the same day makes way for it, and one that begins later limits it in turn.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day until and including another; without an end when there is none."""

    first: date
    last: date | None = None

    def holds(self, on: date) -> bool:
        """Whether a day falls in it."""
        return self.first <= on and (self.last is None or on <= self.last)

    def meets(self, other: "Period") -> bool:
        """Whether both have a day in common."""
        ends_before = self.last is not None and self.last < other.first
        return not ends_before and not (other.last is not None and other.last < self.first)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Key]):
    """What follows from a version taking its place.

    Attributes:
        period: on which days it holds.
        shortened: which others end earlier, and on which day.
        replaced: which others hold no longer on any day.
    """

    period: Period
    shortened: Mapping[Key, date]
    replaced: frozenset[Key]

    @property
    def gap_from(self) -> date | None:
        """The first day after it; whether another holds then is for the reader to see."""
        return self.period.last + _DAY if self.period.last else None


def place(wanted: Period, others: Iterable[tuple[Key, Period]]) -> Placed[Key]:
    """Give a version its place.

    Args:
        wanted: the days on which it would hold if there were no other.
        others: those that hold on some day, no two on the same.
    """
    last = wanted.last
    shortened: dict[Key, date] = {}
    replaced: set[Key] = set()
    for key, period in others:
        if period.first > wanted.first:
            before = period.first - _DAY
            last = before if last is None or before < last else last
        elif period.first == wanted.first:
            replaced.add(key)
        elif period.holds(wanted.first):
            shortened[key] = wanted.first - _DAY
    return Placed(Period(wanted.first, last), shortened, frozenset(replaced))
