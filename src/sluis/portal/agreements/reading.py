"""An agreement as its pages show it: the text of each clause."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sluis.agreement.contract import read_contract
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
