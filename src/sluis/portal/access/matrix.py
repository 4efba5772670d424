"""Which role has which right: a table for people, from what the apps declared."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sluis.portal.access.rights import DECLARED, Right
from sluis.portal.access.roles import Role, roles_for


@dataclass(frozen=True, slots=True)
class Row:
    """One right, and for each role whether it has it."""

    right: Right
    held: tuple[tuple[Role, bool], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """The rights of one part of the portal."""

    name: str
    rows: tuple[Row, ...]


def roles(*, operator: bool) -> tuple[Role, ...]:
    """The columns."""
    return roles_for(operator=operator)


def areas(*, operator: bool) -> list[Area]:
    """The rows, by part; a right that nobody here can have is left out."""
    rows = sorted(_rows(operator), key=lambda row: row.right.name)
    return [Area(name, tuple(group)) for name, group in groupby(rows, key=lambda row: row.right.name.partition(".")[0])]


def _rows(operator: bool) -> Iterator[Row]:
    for right in DECLARED.values():
        held = tuple((role, right.held_by(role, operator=operator)) for role in roles(operator=operator))
        if any(has for _role, has in held):
            yield Row(right, held)
