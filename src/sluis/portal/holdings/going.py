"""Which records of an organisation go when it leaves, and which stay with the operator.

A record goes when it was chosen, when its kind does not remain and is not held back, and when nothing that stays refers
to it: neither a record of this organisation that remains, nor one of another. The number of queries follows from the
number of keys between kinds, not from the number of records.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from sluis.portal.access.models import Organisation
from sluis.portal.holdings.choosing import ALL, Choice
from sluis.portal.holdings.counting import records
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.sorting import Key, keys, ordered

MOST_ROUNDS = 20
"""How long a chain of records of one kind may be of which each keeps the next; what is longer is seen by the database."""


class Going:
    """What goes of one organisation, as things stand now.

    Args:
        organisation: whose records.
        choice: what was chosen.
        back: names of kinds that cannot be destroyed now.
    """

    def __init__(self, organisation: Organisation, choice: Choice = ALL, back: Collection[str] = ()) -> None:
        self._organisation, self._choice, self._back = organisation, choice, frozenset(back)
        self._kept: defaultdict[str, set[Any]] = defaultdict(set)
        """Kind → records to which something refers that stays."""
        order = ordered()
        place = {each.record: number for number, each in enumerate(order)}
        again = any(place[_target(key)] <= place[each.record] for each in order for key in self._keys(each))
        for _round in range(MOST_ROUNDS if again else 1):
            before = sum(map(len, self._kept.values()))
            for each in order:
                for key in self._keys(each):
                    self._keep(each, key)
            if sum(map(len, self._kept.values())) == before:
                break

    def of(self, holding: Holding) -> "QuerySet[Any]":
        """The records of one kind that go."""
        found = records(holding, self._organisation)
        if self._stays_whole(holding):
            return found.none()
        found = found.filter(self._choice.condition(holding))
        if holding.remains and holding.remaining is not None:
            whole = records(holding, self._organisation)
            found = found.exclude(pk__in=whole.filter(holding.remaining).values("pk"))
        kept = self._kept[holding.record]
        return found.exclude(pk__in=kept) if kept else found

    def _stays_whole(self, holding: Holding) -> bool:
        remains = holding.remains is not None and holding.remaining is None
        return remains or holding.record in self._back or not self._choice.has(holding)

    def _keys(self, holding: Holding) -> list[Key]:
        """The keys that can keep something: to kinds of which something could go."""
        return [] if holding.model is Organisation else [
            key for key in keys(holding)
            if key.related_model is not Organisation and not self._stays_whole(held()[_target(key)])
        ]  # fmt: skip

    def _keep(self, holding: Holding, key: Key) -> None:
        """What others and what stays of a kind refer to is kept."""
        own = Q(organisation=self._organisation)
        everybodys: QuerySet[Any] = holding.model.everything.filter(**{f"{key.name}__organisation": self._organisation})
        stays = Q() if self._stays_whole(holding) else ~own
        found = set(everybodys.filter(stays).order_by().values_list(key.attname, flat=True).distinct())
        if not self._stays_whole(holding) and not self._goes_whole(holding):
            gone = self.of(holding).values("pk")
            left = everybodys.filter(own).exclude(pk__in=gone).order_by()
            found |= set(left.values_list(key.attname, flat=True).distinct())
        self._kept[_target(key)] |= found

    def _goes_whole(self, holding: Holding) -> bool:
        """Whether nothing is said that would let a record of this organisation stay."""
        return not (holding.remains or self._kept[holding.record] or self._choice.condition(holding))


def going(
    holding: Holding, organisation: Organisation, choice: Choice = ALL, back: Collection[str] = ()
) -> "QuerySet[Any]":
    """The records of one kind that go."""
    return Going(organisation, choice, back).of(holding)


def _target(key: Key) -> str:
    name: str = key.related_model._meta.label_lower
    return name
