"""A choice of records: all kinds, or some; of each all of them, or those of a period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from sluis.portal.holdings.register import Holding, held
from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings as codes
from sluis.refusals.catalogue import work

_HERE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a record's term began, both included; none for no limit."""

    first: date | None = None
    last: date | None = None

    def value(self) -> list[str | None]:
        """As it is kept."""
        return [self.first.isoformat() if self.first else None, self.last.isoformat() if self.last else None]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which records are meant.

    Attributes:
        kinds: names of kinds with their period; none at all for everything.
    """

    kinds: Mapping[str, Period] = field(default_factory=dict)

    @property
    def is_all(self) -> bool:
        """Whether everything is meant."""
        return not self.kinds

    def has(self, holding: Holding) -> bool:
        """Whether a kind is a part of it."""
        return self.is_all or holding.record in self.kinds

    def condition(self, holding: Holding) -> Q:
        """Which records of a kind are meant."""
        if not self.has(holding):
            return Q(pk__in=())
        period = self.kinds.get(holding.record, Period())
        found = Q()
        if period.first:
            found &= Q(**{f"{holding.since}__gte": _begin(holding, period.first)})
        if period.last:
            found &= Q(**{f"{holding.since}__lt": _begin(holding, period.last + timedelta(days=1))})
        return found

    def value(self) -> dict[str, list[str | None]]:
        """As it is kept, and as it stands in a return and in a proof."""
        return {name: period.value() for name, period in sorted(self.kinds.items())}

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Choice":
        """The choice that was kept; kinds that this version no longer has are left out."""
        days = {name: [date.fromisoformat(one) if one else None for one in pair] for name, pair in value.items()}
        return cls({name: Period(*pair) for name, pair in days.items()})


ALL = Choice()


def choose(kinds: Mapping[str, Period]) -> Choice:
    """A part that was chosen.

    Raises:
        Refused: NOTHING_CHOSEN; NO_SUCH_RECORD; PERIOD_WRONG when a kind has no moment to which a period could refer,
            or ends before it begins.
    """
    if not kinds:
        raise Refused(codes.NOTHING_CHOSEN)
    for name, period in kinds.items():
        holding = held().get(name)
        if holding is None:
            raise Refused(work.NO_SUCH_RECORD)
        bounded = period.first is not None or period.last is not None
        if (bounded and not holding.since) or (period.first and period.last and period.last < period.first):
            raise Refused(codes.PERIOD_WRONG, record=name)
    return Choice(dict(kinds))


def _begin(holding: Holding, day: date) -> Any:
    """Where a day begins, for the kind of field from which the term of these records runs."""
    moment = isinstance(holding.model._meta.get_field(holding.since), models.DateTimeField)
    return datetime.combine(day, time(), _HERE) if moment else day
