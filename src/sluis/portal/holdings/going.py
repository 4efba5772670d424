"""Which records of an organisation go when it leaves, and which stay with the operator.

A record goes when it was chosen, when its kind does not remain and is not held back, and when nothing that stays refers
to it: neither a record of this organisation that remains, nor one of another.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from sluis.portal.access.models import Organisation
from sluis.portal.holdings.choosing import ALL, Choice
from sluis.portal.holdings.counting import records
from sluis.portal.holdings.register import Holding
from sluis.portal.holdings.sorting import Key, referring


def going(
    holding: Holding, organisation: Organisation, choice: Choice = ALL, back: Collection[str] = ()
) -> "QuerySet[Any]":
    """The records of one kind that go.

    Args:
        holding: the kind.
        organisation: whose they are.
        choice: what was chosen.
        back: names of kinds that cannot be destroyed now.
    """
    return _Going(organisation, choice, back).of(holding)


class _Going:
    def __init__(self, organisation: Organisation, choice: Choice, back: Collection[str]) -> None:
        self._organisation, self._choice, self._back = organisation, choice, back

    def of(self, holding: Holding, above: tuple[Key, ...] = ()) -> "QuerySet[Any]":
        found = records(holding, self._organisation)
        if holding.record in self._back or (holding.remains and not holding.remaining):
            return found.none()
        found = found.filter(self._choice.condition(holding))
        if holding.remains:
            found = found.exclude(pk__in=records(holding, self._organisation).filter(holding.remaining).values("pk"))
        for each, key in referring(holding):
            if key not in above:
                found = found.exclude(pk__in=self._staying(each, key, above))
        return found

    def _staying(self, holding: Holding, key: Key, above: tuple[Key, ...]) -> "QuerySet[Any]":
        """What is referred to by records of a kind that stay, and by those of others."""
        everybodys: QuerySet[Any] = holding.model.everything.filter(**{f"{key.name}__organisation": self._organisation})
        gone = self.of(holding, (*above, key))
        own = Q(organisation=self._organisation)
        stay = everybodys if gone.query.is_empty() else everybodys.filter(~own | ~Q(pk__in=gone.values("pk")))
        return stay.order_by().values(key.attname)
