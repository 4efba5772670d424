"""No write to an organisation's record without a change around it, so that none can be made without its event."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from sluis.portal.access.changing import within_change
from sluis.portal.access.tenancy import OwnedBase

_COMMENTS = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
_WRITES = re.compile(
    r"""\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO | UPDATE(?:\s+OR\s+\w+)? | DELETE\s+FROM | (?:REPLACE|MERGE)\s+INTO |
        TRUNCATE(?:\s+TABLE)?) (?:\s+ONLY)? \s+ (?:"?\w+"?\s*\.\s*)? "?(\w+)"?""",
    re.IGNORECASE | re.VERBOSE,
)
"""Anywhere in a statement: behind a WITH, a comment or another statement a write is one too."""


class UnrecordedWriteError(RuntimeError):
    """Something of an organisation was about to be changed without leaving evidence; a mistake in the program."""


def watch() -> None:
    """Look at every statement of every connection from now on."""
    connection_created.connect(_wrap, dispatch_uid="sluis.access.guarding")
    pre_migrate.connect(_begin_moving, dispatch_uid="sluis.access.guarding")
    post_migrate.connect(_end_moving, dispatch_uid="sluis.access.guarding")


@contextmanager
def moving(alias: str = "default") -> Iterator[None]:
    """Records are moved as a whole: the schema is renewed, or a backup is put back. Whoever does it records it."""
    connection: Any = connections[alias]
    connection.sluis_moving = True
    try:
        yield
    finally:
        connection.sluis_moving = False


def _begin_moving(using: str, **_: Any) -> None:
    vars(connections[using])["sluis_moving"] = True


def _end_moving(using: str, **_: Any) -> None:
    vars(connections[using])["sluis_moving"] = False


def _wrap(connection: Any, **_: Any) -> None:
    if _refuse not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refuse)


def _refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not (within_change() or _moving(context)):
        for table in _WRITES.findall(_COMMENTS.sub(" ", str(sql))):
            if table.lower() in guarded():
                raise UnrecordedWriteError(f"{table} is changed within `changing` only")
    return execute(sql, params, many, context)


def _moving(context: dict[str, Any]) -> bool:
    return bool(getattr(context["connection"], "sluis_moving", False))


@cache
def guarded() -> frozenset[str]:
    """The tables of everything that belongs to an organisation."""
    return frozenset(model._meta.db_table for model in apps.get_models() if issubclass(model, OwnedBase))
