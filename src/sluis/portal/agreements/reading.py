"""An agreement as its pages show it: the text of each clause, and what a version changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sluis.agreement.contract import Contract, read_contract
from sluis.agreement.plain import plain
from sluis.portal.agreements.models import Version
from sluis.portal.agreements.papers import write
from sluis.portal.documents.rendering.paper import Items, Paper, Paragraph


@lru_cache(maxsize=64)
def _paper(content: str, language: str, text_version: int) -> Paper:
    return write(read_contract(content.encode()), language, text_version=text_version)


def paper(version: Version, language: str) -> Paper:
    """A version as it is read; the same bytes give the same text."""
    return _paper(version.content, "en" if language.startswith("en") else "nl", version.text_version)


def clause_texts(version: Version | None, language: str) -> Mapping[str, Sequence[str]]:
    """Clause → its members, in the language of the reader."""
    if version is None:
        return {}
    return {each.key: tuple(_texts(each.blocks)) for each in paper(version, language).sections if each.key}


def _texts(blocks: Sequence[Any]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block.text
            case Items():
                yield from (f"{mark} {text}" for mark, text in block.items)


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that two versions say differently."""

    part: str
    before: str
    after: str


_LEFT_OUT = frozenset(("version",))


def compare(before: Contract, after: Contract) -> list[Differs]:
    """What another version says differently, part by part."""
    return list(_compare("", plain(before), plain(after)))


def _compare(part: str, before: Any, after: Any) -> Iterator[Differs]:
    if before == after or part in _LEFT_OUT:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before | after:
            yield from _compare(f"{part}.{name}" if part else name, before.get(name), after.get(name))
    elif (
        isinstance(before, list) and isinstance(after, list) and any(isinstance(each, dict) for each in before + after)
    ):
        for index in range(max(len(before), len(after))):
            pair = [rows[index] if index < len(rows) else None for rows in (before, after)]
            yield from _compare(f"{part}.{index + 1}", *pair)
    else:
        yield Differs(part, _said(before), _said(after))


def _said(value: Any) -> str:
    match value:
        case None | "" | []:
            return "–"
        case bool():
            return "✓" if value else "–"
        case list():
            return ", ".join(map(str, value))
        case dict():
            return "; ".join(
                f"{name}: {_said(each)}" for name, each in value.items() if each not in (None, "", [], False)
            )
    return str(value)
