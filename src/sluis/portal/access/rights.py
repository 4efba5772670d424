"""What can be allowed. Each app declares its rights and which roles have them; nothing is allowed that is not declared."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise

from sluis.portal.access.roles import Role

_NAME = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Right:
    """One thing that somebody may do.

    Attributes:
        name: `organisations.change`.
        label: for the people who decide about it.
        roles: that have it in their own organisation.
        operator_roles: that have it, at the operator, over every organisation.
        by_mandate: whether a mandate can allow it; not what would outlive the mandate, such as accounts and roles.
    """

    name: str
    label: str | Promise
    roles: frozenset[Role]
    operator_roles: frozenset[Role]
    by_mandate: bool = True

    def held_by(self, role: Role, *, operator: bool) -> bool:
        """Whether somebody with a role has it."""
        return role in (self.operator_roles if operator else self.roles)


DECLARED: dict[str, Right] = {}
"""Every right by its name."""


def declare(
    name: str,
    label: str | Promise,
    *,
    roles: tuple[Role, ...] = (),
    operator: tuple[Role, ...] = (),
    by_mandate: bool = True,
) -> Right:
    """A right, declared once, in the module `rights` of its app."""
    if name in DECLARED or not _NAME.fullmatch(name):
        raise ValueError(f"{name} is declared twice, or is no name of a right")
    DECLARED[name] = Right(name, label, frozenset(roles), frozenset(operator), by_mandate)
    return DECLARED[name]


ANYBODY = Right("public.anybody", "", frozenset(), frozenset())
"""A page for everybody, signed in or not."""

SIGNED_IN = Right("public.signed-in", "", frozenset(), frozenset())
"""A page for whoever is signed in, also while access is closed: one's own account, and the way to open it."""

WORKING = Right("public.working", "", frozenset(), frozenset())
"""A page for whoever is signed in and whose access is open: one's own tasks."""
