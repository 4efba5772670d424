"""In which order kinds of records can go: first what refers to others, then what is referred to.

It is read from the keys between the models, so that a new kind finds its place by itself. A key to the own kind, or one
that closes a circle, may be empty and is emptied first.
"""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from sluis.portal.holdings.register import Holding, held

Key = Any
"""A foreign key, as Django has it."""


def ordered() -> list[Holding]:
    """All kinds, in the order in which their records can go."""
    kinds = held()
    try:
        names = list(TopologicalSorter(_graph(emptying=False)).static_order())
    except CycleError:
        names = list(TopologicalSorter(_graph(emptying=True)).static_order())
    return [kinds[name] for name in reversed(names) if name in kinds]


def keys(holding: Holding) -> Iterator[Key]:
    """The keys of a kind to other records, without the one to the organisation whose they are."""
    for field in holding.model._meta.concrete_fields:
        if field.is_relation and field.name != "organisation":
            yield field


def to_empty(holding: Holding) -> list[Key]:
    """The keys that are emptied before records of a kind go."""
    place = {each.record: number for number, each in enumerate(ordered())}
    return [
        key for key in keys(holding)
        if key.null and place.get(key.related_model._meta.label_lower, len(place)) <= place[holding.record]
    ]  # fmt: skip


def _graph(*, emptying: bool) -> dict[str, set[str]]:
    """Kind → the kinds to which it refers."""
    return {
        name: {
            key.related_model._meta.label_lower
            for key in keys(each)
            if key.related_model is not each.model and not (emptying and key.null)
        }
        for name, each in held().items()
    }
