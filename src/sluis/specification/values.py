"""A value in the file with its place, and what may be asked of it; whoever asks in vain is refused with the line."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from sluis.refusals import Code, Fact, Refused
from sluis.refusals.catalogue import specifications as codes
from sluis.specification.keys import Keys
from sluis.specification.yaml_lines import shown

Choice = TypeVar("Choice", bound=StrEnum)

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str) -> date | None:
    """The date of an ISO text with hyphens; none when it is not one."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that was probably meant."""
    plain = {_bare(each): each for each in known}
    return plain[difflib.get_close_matches(_bare(word), plain, n=1, cutoff=0.0)[0]]


def _bare(word: str) -> str:
    return word[:80].casefold().replace("_", "").replace("-", "")


@dataclass(frozen=True, slots=True)
class Value:
    """A node of the file.

    Attributes:
        node: where it stands and what is written.
        key: the key above it, as a message names it.
        place: the table and field around it: ("table visits", "field BSN").
    """

    node: yaml.Node
    key: str
    place: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """As a refusal says it: `line 7, field BSN`."""
        return ", ".join((f"line {self.node.start_mark.line + 1}", *self.place))

    def refusal(self, code: Code, **facts: Fact) -> Refused:
        """The refusal at this place, to be raised."""
        return Refused(code, self.where, **facts)

    def inside(self, kind: str, number: int) -> "Value":
        """The same, one place deeper, named by its own key `name` or else by its number in the list."""
        own = self.node.value if isinstance(self.node, yaml.MappingNode) else []
        names = [value.value for key, value in own if key.value == "name" and isinstance(value, yaml.ScalarNode)]
        called = shown(names[0]) if names and names[0] else str(number)
        return Value(self.node, self.key, (*self.place, f"{kind} {called}"))

    def text(self, *, empty: bool = False) -> str:
        """What is written, whatever YAML would make of it; white space alone is empty."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.refusal(codes.NOT_A_TEXT, key=self.key)
        written: str = self.node.value
        if self.node.style is None and self.node.tag.endswith(":null") and written:
            raise self.refusal(codes.NOT_A_TEXT, key=self.key)
        if not written.strip() and not (empty and self.node.style is not None):
            raise self.refusal(codes.EMPTY_TEXT, key=self.key)
        return written

    def word(self, known: Collection[str]) -> str:
        """One of the known words."""
        written = self.text()
        if written not in known:
            raise self.refusal(
                codes.WORD_UNKNOWN,
                key=self.key,
                word=shown(written),
                meant=nearest(written, known),
                known=", ".join(known),
            )
        return written

    def choice(self, kind: type[Choice]) -> Choice:
        """One of the members of an enumeration, by its word."""
        return kind(self.word([member.value for member in kind]))

    def whole(self, least: int, most: int) -> int:
        """A whole number within the limits, as digits without quotes; 010 could mean eight, so it is none."""
        node = self.node
        if not isinstance(node, yaml.ScalarNode) or node.style is not None or not _WHOLE.fullmatch(node.value):
            raise self.refusal(codes.NOT_A_WHOLE_NUMBER, key=self.key)
        number = int(node.value)
        if not least <= number <= most:
            raise self.refusal(codes.OUT_OF_RANGE, key=self.key, least=least, most=most)
        return number

    def flag(self) -> bool:
        """True or false, in these words only."""
        node = self.node
        if not isinstance(node, yaml.ScalarNode) or node.style is not None or node.value not in ("true", "false"):
            raise self.refusal(codes.NOT_A_FLAG, key=self.key)
        return bool(node.value == "true")

    def day(self) -> date:
        """A date as 2026-12-31."""
        found = day(self.text())
        if found is None:
            raise self.refusal(codes.NOT_A_DATE, key=self.key)
        return found

    def items(self) -> tuple["Value", ...]:
        """The items of a list that holds at least one."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refusal(codes.NOT_A_LIST, key=self.key)
        if not self.node.value:
            raise self.refusal(codes.EMPTY_LIST, key=self.key)
        return tuple(Value(node, self.key, self.place) for node in self.node.value)

    def texts(self, *, empty: bool = False) -> tuple[str, ...]:
        """The texts of a list, each once."""
        texts: dict[str, None] = {}
        for number, item in enumerate(self.items(), start=1):
            text = item.text(empty=empty)
            if text in texts:
                raise item.refusal(codes.LISTED_TWICE, key=self.key, number=number)
            texts[text] = None
        return tuple(texts)

    def names(self) -> tuple[str, ...]:
        """A list of names, or one name by itself, as Frictionless allows for keys."""
        return (self.text(),) if isinstance(self.node, yaml.ScalarNode) else self.texts()

    def section(self, keys: Keys) -> "Section":
        """The values under its keys, which are all known, none of the required ones missing."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refusal(codes.NOT_A_MAPPING, key=self.key)
        if not self.node.value:
            raise self.refusal(codes.EMPTY_LIST, key=self.key)
        entries: dict[str, Value] = {}
        for node, value in self.node.value:
            self._refuse_unknown(node, keys)
            entries[node.value] = Value(value, node.value, self.place)
        for key in keys.required:
            if key not in entries:
                raise self.refusal(codes.KEY_MISSING, key=key)
        return Section(self, entries)

    def _refuse_unknown(self, key: yaml.ScalarNode, keys: Keys) -> None:
        if key.value not in keys.known:
            raise Value(key, key.value, self.place).refusal(
                codes.KEY_UNKNOWN,
                key=shown(key.value),
                meant=nearest(key.value, keys.known),
                known=", ".join(keys.known),
            )


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping of the file whose keys are known."""

    value: Value
    entries: Mapping[str, Value]

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __getitem__(self, key: str) -> Value:
        return self.entries[key]

    def get(self, key: str) -> Value | None:
        """The value under a key; none when it was left out."""
        return self.entries.get(key)

    def text(self, key: str) -> str:
        """The text under a key; empty when it was left out."""
        return self.entries[key].text() if key in self.entries else ""

    def flag(self, key: str) -> bool:
        """True or false; false when it was left out."""
        return self.entries[key].flag() if key in self.entries else False

    def exclude(self, key: str, other: str) -> None:
        """Refuse when both stand there."""
        if key in self.entries and other in self.entries:
            raise self.entries[other].refusal(codes.KEYS_EXCLUDE, key=key, other=other)

    def pair(self, key: str, other: str) -> None:
        """Refuse when the first stands there without the second."""
        if key in self.entries and other not in self.entries:
            raise self.entries[key].refusal(codes.KEY_NEEDS, key=key, other=other)
