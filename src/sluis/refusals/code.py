"""A code, a refusal and a finding."""

import dataclasses
import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

Fact = str | int
"""What a message may tell: a count, a row number, the name of a field, file, key or rule. Never a value."""


class Severity(StrEnum):
    """How bad it is, as the first digit of a code says."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that can be wrong.

    Attributes:
        number: four digits; the first is 2 (fatal) or 3 (warning), the second the part of the product.
        message: what is wrong, in English, with the facts in braces; also the key for its translation.
        advice: what the reader can do about it.
    """

    number: str
    message: str
    advice: str

    @property
    def severity(self) -> Severity:
        """Fatal or warning, by the first digit."""
        return Severity.FATAL if self.number.startswith("2") else Severity.WARNING

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts that the message and the advice speak of."""
        texts = (self.message, self.advice)
        return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)

    def check(self, facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
        """The facts, frozen, when they are exactly those that the texts name.

        Raises:
            TypeError: a fact is missing, unknown or not a text or whole number; a mistake in the program.
        """
        if facts.keys() != self.facts or not all(isinstance(value, str | int) for value in facts.values()):
            raise TypeError(f"code {self.number} takes the facts {sorted(self.facts)}, not {sorted(facts)}")
        return MappingProxyType(dict(facts))


class Refused(Exception):  # noqa: N818 - the design's word: a refusal is an outcome, not a fault of the program
    """The program will not do this; nothing was written.

    Args:
        code: what is wrong; its first digit is 2.
        where: the place, as the reader knows it: a file name, a field, "row 12".
        facts: what the message names.
    """

    def __init__(self, code: Code, where: str = "", **facts: Fact) -> None:
        self.code = code
        self.where = where
        self.facts = code.check(facts)
        super().__init__(code.number, where)

    def __str__(self) -> str:
        return f"{self.code.number} {self.where}".rstrip()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one row or field that the source should know.

    Attributes:
        code: what it is.
        row: the row number that a person sees in the file (the heading is row 1); none when it is about the file.
        field: the name of the field; none when it is about the row or the file.
        table: the name of the table, when there are several.
    """

    code: Code
    row: int | None = None
    field: str | None = None
    table: str | None = None
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", self.code.check(self.facts))
