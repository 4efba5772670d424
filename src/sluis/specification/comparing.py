"""Two versions of a specification side by side: what was added, removed and changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from sluis.specification.model import Specification, Table


class ChangeKind(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: added, removed or changed.
        place: where, from the outside in: (), ("visits",) or ("visits", "BSN").
        what: `table`, `field` or `composite` when it is new or gone; else the attribute, such as `treatment` or
            `constraints.minimum`.
        old: the value before, as Python's model has it; none when added.
        new: the value after; none when removed.
    """

    kind: ChangeKind
    place: tuple[str, ...]
    what: str
    old: Any = None
    new: Any = None


def changes(old: Specification, new: Specification) -> list[Change]:
    """What is different in `new`, in the order of the file; empty when both mean the same, whatever their bytes."""
    own = _attributes(old, new, (), leave_out=("tables", "sha256"))
    tables = _paired({table.name: table for table in old.tables}, {table.name: table for table in new.tables}, ())
    return [*own, *tables]


def _paired(old: Mapping[str, Any], new: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[Change]:
    for name in (*old, *(name for name in new if name not in old)):
        before, after = old.get(name), new.get(name)
        what = type(before or after).__name__.lower()
        if before is None:
            yield Change(ChangeKind.ADDED, (*place, name), what, new=after)
        elif after is None:
            yield Change(ChangeKind.REMOVED, (*place, name), what, old=before)
        elif isinstance(before, Table):
            yield from _tables(before, after, (*place, name))
        else:
            yield from _attributes(before, after, (*place, name))


def _tables(old: Table, new: Table, place: tuple[str, ...]) -> Iterator[Change]:
    yield from _attributes(old, new, place, leave_out=("fields", "composites"))
    for part in ("fields", "composites"):
        before, after = ({each.name: each for each in getattr(table, part)} for table in (old, new))
        yield from _paired(before, after, place)
        if before.keys() == after.keys() and list(before) != list(after):
            yield Change(ChangeKind.CHANGED, place, f"order of {part}", tuple(before), tuple(after))


def _attributes(
    old: Any, new: Any, place: tuple[str, ...], *, leave_out: tuple[str, ...] = (), above: str = ""
) -> Iterator[Change]:
    for attribute in fields(old):
        if attribute.name in leave_out:
            continue
        before, after = getattr(old, attribute.name), getattr(new, attribute.name)
        what = above + attribute.name
        if before == after:
            continue
        if is_dataclass(before) and type(before) is type(after) and fields(before):
            yield from _attributes(before, after, place, above=f"{what}.")
        else:
            yield Change(ChangeKind.CHANGED, place, what, before, after)
