"""YAML 1.1 as nodes that know their line. Nothing is constructed: a scalar stays the text that was written.

So `version: 1.0`, `enum: [no, yes]` and `from: 2026-01-01` cannot turn into a number, a boolean or a date on the way,
and no object of the file's choosing is ever made. What a specification does not need is refused here: anchors and
aliases (an approved text is read without following references, and cannot expand), tags, keys that are no text or
stand twice, deep nesting, characters that a reader does not see.
"""

import re
import unicodedata

import yaml

from sluis.refusals import Refused
from sluis.refusals.catalogue import specifications as codes

MAX_BYTES = 1 << 20
"""Of a specification; the largest known layouts are a tenth of it."""

MAX_DEPTH = 16
"""Levels of nesting; a specification needs eight."""

_STRING = "tag:yaml.org,2002:str"
_BREAK = re.compile("\r\n|\r|\n")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def compose(data: bytes, name: str) -> yaml.Node:
    """The root node of a specification.

    Args:
        data: the exact bytes of the file.
        name: what to call the file in a refusal.
    Raises:
        Refused: 2301 to 2309, with the line.
    """
    text = _decoded(data, name)
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        raise _invisible(text, error.position) from None
    try:
        node = loader.get_single_node()
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # ValueError: an escape beyond Unicode
        raise Refused(codes.NOT_YAML, f"line {_line_of(error, loader)}") from None
    if node is None:
        raise Refused(codes.EMPTY_TEXT, name, key="specification")
    return node


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise Refused(codes.TOO_LARGE, name, limit=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(codes.NOT_UTF8, name) from None
    if unseen := _unseen(text):
        raise _invisible(text, min(text.index(character) for character in unseen))
    return text


def _unseen(text: str) -> set[str]:
    """Characters that do not show, or that change how others show; a tab and the ends of lines are seen."""
    return {character for character in set(text) - set("\t\r\n") if unicodedata.category(character) in _INVISIBLE}


def _invisible(text: str, position: int) -> Refused:
    line = len(_BREAK.findall(text, 0, position)) + 1
    return Refused(codes.CONTROL_CHARACTER, f"line {line}", character=f"U+{ord(text[position]):04X}")


def _line_of(error: Exception, loader: "_Loader") -> int:
    marks = (getattr(error, "problem_mark", None), getattr(error, "context_mark", None))
    return next((mark.line for mark in marks if mark is not None), loader.get_mark().line) + 1


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader, used up to the nodes, with the refusals above."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        where = f"line {event.start_mark.line + 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise Refused(codes.ANCHOR, where)
        if getattr(event, "tag", None) is not None:
            raise Refused(codes.TAG, where)
        if self.depth == MAX_DEPTH:
            raise Refused(codes.TOO_DEEP, where, limit=MAX_DEPTH)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def compose_scalar_node(self, anchor: dict[object, yaml.Node]) -> yaml.ScalarNode:
        node = super().compose_scalar_node(anchor)
        if unseen := _unseen(node.value):  # by an escape, such as "\0"
            where = f"line {node.start_mark.line + 1}"
            raise Refused(codes.CONTROL_CHARACTER, where, character=f"U+{ord(min(unseen)):04X}")
        return node

    def compose_mapping_node(self, anchor: dict[object, yaml.Node]) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            where = f"line {key.start_mark.line + 1}"
            if not isinstance(key, yaml.ScalarNode) or key.tag != _STRING:
                raise Refused(codes.KEY_NOT_TEXT, where)
            if key.value in seen:
                raise Refused(codes.KEY_TWICE, where, key=shown(key.value))
            seen.add(key.value)
        return node


def shown(text: str) -> str:
    """A word of the file as a message repeats it: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
