"""Frozen values as JSON and back, by the types that their classes name; nothing more, nothing less, nothing else."""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from sluis.deadlines import Term
from sluis.refusals import Refused

_TEXTS: dict[Any, Any] = {date: date.fromisoformat, datetime: datetime.fromisoformat, Term: Term.read}


def plain(value: Any) -> Any:
    """As JSON has it: texts for dates, terms and choices, null for none."""
    if is_dataclass(value) and not isinstance(value, Term):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value) if each.compare}
    if isinstance(value, tuple | frozenset):
        parts = [plain(one) for one in value]
        return parts if isinstance(value, tuple) else sorted(parts)
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Term():
            return str(value)
    return value


def read(kind: Any, value: Any, where: str = "") -> Any:
    """The value of a kind in JSON.

    Args:
        kind: a frozen dataclass, or what may stand in one: text, truth, number, date, term, choice, tuples, none.
        value: as `plain` gives it.
        where: of what it is a part.
    Raises:
        ValueError: a part is missing, unknown or of another kind; names the part, never what stands there.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(kind) if each is not type(None))
        return None if value is None else read(inner, value, where)
    if origin in (tuple, frozenset):
        if not isinstance(value, list):
            raise ValueError(where)
        return origin(read(get_args(kind)[0], one, where) for one in value)
    if is_dataclass(kind) and kind is not Term:
        return _read_parts(kind, value, where)
    return _read_one(kind, value, where)


@cache
def hints(kind: type) -> dict[str, Any]:
    """The types of a dataclass's parts."""
    return get_type_hints(kind)


def _read_parts(kind: Any, value: Any, where: str) -> Any:
    parts = [each.name for each in fields(kind) if each.compare]
    if not isinstance(value, dict) or set(value) != set(parts):
        raise ValueError(where or kind.__name__.lower())
    known = hints(kind)
    return kind(**{name: read(known[name], value[name], f"{where}.{name}" if where else name) for name in parts})


def _read_one(kind: Any, value: Any, where: str) -> Any:
    try:
        if kind in (str, int, bool):
            if type(value) is not kind:
                raise ValueError(where)
            return value
        if not isinstance(value, str):
            raise ValueError(where)
        return _TEXTS.get(kind, kind)(value)
    except (ValueError, TypeError, Refused):
        raise ValueError(where) from None


_WIDE = 90


def pretty(value: Any, depth: int = 0) -> str:
    """JSON for people: what is short stays on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + depth <= _WIDE or not isinstance(value, dict | list) or not value:
        return line
    inner = "  " * (depth + 1)
    if isinstance(value, dict):
        parts = [f"{json.dumps(name)}: {pretty(each, depth + 1)}" for name, each in value.items()]
    else:
        parts = [pretty(each, depth + 1) for each in value]
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    lines = ",\n".join(f"{inner}{part}" for part in parts)
    return f"{first}\n{lines}\n{'  ' * depth}{last}"
