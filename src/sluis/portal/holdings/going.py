"""Which records of an organisation go when it leaves, and which stay with the operator.

A record goes when it was chosen, when its kind does not remain and is not held back, and when nothing that stays refers
to it: neither a record of this organisation that remains, nor one of another. First each key is looked at once, then only
what is found to stay is followed further: chains may be of any length, and no query holds another one for each link.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from sluis.portal.access.models import Organisation
from sluis.portal.holdings.choosing import ALL, Choice
from sluis.portal.holdings.counting import records
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.sorting import Key, keys

AT_ONCE = 500
"""How many records are followed in one query."""

Kept = defaultdict[str, set[Any]]
"""Kind → records."""


class Going:
    """What goes of one organisation, as things stand now.

    Args:
        organisation: whose records.
        choice: what was chosen.
        back: names of kinds that cannot be destroyed now.
    """

    def __init__(self, organisation: Organisation, choice: Choice = ALL, back: Collection[str] = ()) -> None:
        self._organisation, self._choice, self._back = organisation, choice, frozenset(back)
        self._kept: Kept = defaultdict(set)
        """What is referred to by something that stays."""
        found = self._first()
        while found:
            for name, some in found.items():
                self._kept[name] |= some
            found = self._further(found)

    def of(self, holding: Holding) -> "QuerySet[Any]":
        """The records of one kind that go."""
        kept = self._kept[holding.record]
        found = self._meant(holding)
        return found.exclude(pk__in=kept) if kept else found

    def _meant(self, holding: Holding) -> "QuerySet[Any]":
        """The records that would go if nothing referred to them."""
        found = records(holding, self._organisation)
        if self._stays_whole(holding):
            return found.none()
        found = found.filter(self._choice.condition(holding))
        if holding.remains and holding.remaining is not None:
            whole = records(holding, self._organisation)
            found = found.exclude(pk__in=whole.filter(holding.remaining).values("pk"))
        return found

    def _stays_whole(self, holding: Holding) -> bool:
        remains = holding.remains is not None and holding.remaining is None
        return remains or holding.record in self._back or not self._choice.has(holding)

    def _keys(self, holding: Holding) -> list[Key]:
        """The keys that can keep something: to kinds of which something could go."""
        return [] if holding.model is Organisation else [
            key for key in keys(holding)
            if key.related_model is not Organisation and not self._stays_whole(held()[_target(key)])
        ]  # fmt: skip

    def _first(self) -> Kept:
        """What is referred to by others, and by what stays in any case."""
        found: Kept = defaultdict(set)
        for holding in held().values():
            for key in self._keys(holding):
                stays = Q() if self._stays_whole(holding) else ~Q(pk__in=self._meant(holding).values("pk"))
                _add(found, key, self._referring(holding, key).filter(stays))
        return found

    def _further(self, new: Kept) -> Kept:
        """What is referred to by records that were just found to stay, and was not found before."""
        found: Kept = defaultdict(set)
        for name, some in new.items():
            ids = list(some)
            for key in self._keys(held()[name]):
                for at in range(0, len(ids), AT_ONCE):
                    _add(found, key, self._referring(held()[name], key).filter(pk__in=ids[at : at + AT_ONCE]))
        return defaultdict(set, {name: some for name in found if (some := found[name] - self._kept[name])})

    def _referring(self, holding: Holding, key: Key) -> "QuerySet[Any]":
        """Everybody's records that refer with a key to one of this organisation."""
        found: QuerySet[Any] = holding.model.everything.filter(**{f"{key.name}__organisation": self._organisation})
        return found


def going(
    holding: Holding, organisation: Organisation, choice: Choice = ALL, back: Collection[str] = ()
) -> "QuerySet[Any]":
    """The records of one kind that go."""
    return Going(organisation, choice, back).of(holding)


def _add(found: Kept, key: Key, referring: "QuerySet[Any]") -> None:
    """Keep to what these records refer."""
    found[_target(key)].update(referring.order_by().values_list(key.attname, flat=True).distinct())


def _target(key: Key) -> str:
    name: str = key.related_model._meta.label_lower
    return name
