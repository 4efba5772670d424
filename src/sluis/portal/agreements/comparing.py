"""What two versions of a contract say differently, part by part and in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from django.utils.translation import get_language, gettext

from sluis.agreement.contract import Contract
from sluis.deadlines import Term, worded
from sluis.portal.agreements.behaviour import euros
from sluis.portal.agreements.fields import MONEY
from sluis.portal.agreements.parts import PARTS
from sluis.portal.agreements.wording_fields import LABELS, choice
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text

_OWNERS = {"": "Contract", "regime": "Regime", "regime.default": "Default"}
_SILENT = frozenset(("Contract.version", "Contract.regime"))
"""The number of a version always differs; the regime is known by its parts."""


def _parts() -> Iterator[tuple[str, Text]]:
    for part in PARTS:
        owner, _dot, name = part.path.rpartition(".")
        yield f"{_OWNERS[owner]}.{name}", part.label


_WORDS = {**dict(_parts()), **LABELS}


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that two versions say differently."""

    part: str
    before: str
    after: str


def compare(before: Contract, after: Contract) -> list[Differs]:
    """What another version says differently."""
    return list(_differences((), "", before, after))


def _differences(at: tuple[str, ...], name: str, before: Any, after: Any) -> Iterator[Differs]:
    if before == after:
        return
    if type(before) is type(after) and _has_parts(before):
        for each in fields(before):
            place = f"{type(before).__name__}.{each.name}"
            if each.compare and place != "Contract.version":
                below = at if place in _SILENT else (*at, _word(place))
                yield from _differences(below, each.name, getattr(before, each.name), getattr(after, each.name))
    elif _are_rows(before) or _are_rows(after):
        for number, (old, new) in enumerate(zip_longest(before, after), 1):
            yield from _differences((*at, str(number)), name, old, new)
    else:
        yield Differs(" · ".join(at), _said(name, before), _said(name, after))


def _has_parts(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, Term)


def _are_rows(value: Any) -> bool:
    return isinstance(value, tuple) and any(map(_has_parts, value))


def _word(place: str) -> str:
    return str(_WORDS.get(place, place.rpartition(".")[2]))


def _said(name: str, value: Any) -> str:
    """A value as a reader knows it."""
    if value in (None, "", ()):
        return "–"
    if isinstance(value, tuple):
        return ", ".join(_said(name, each) for each in value)
    if _has_parts(value):
        return "; ".join(_row(value))
    if name in MONEY:
        return f"€ {euros(value)}"
    return str(next((words for kind, words in _KINDS if isinstance(value, kind)), str)(value))


_KINDS: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (bool, lambda value: gettext("yes") if value else gettext("no")),
    (StrEnum, choice),
    (Term, lambda term: worded(term, get_language() or "nl")),
    (date, day),
)


def _row(value: Any) -> Iterator[str]:
    for each in fields(value):
        found = getattr(value, each.name)
        if found not in (None, "", (), False):
            yield f"{_word(f'{type(value).__name__}.{each.name}')}: {_said(each.name, found)}"
