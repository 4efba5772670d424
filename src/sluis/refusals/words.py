"""Words for codes, in Dutch and English, with gettext (domain `sluis`)."""

import gettext
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from sluis.refusals.code import Code, Fact
from sluis.refusals.marking import _

languages = ("nl", "en")
"""The first is the default."""


@cache
def translation(language: str) -> gettext.NullTranslations:
    """The translator of a language; English is the language of the keys themselves.

    Raises:
        ValueError: a language that Sluis does not speak.
    """
    if language not in languages:
        raise ValueError(f"language must be one of {', '.join(languages)}")
    if language == "en":
        return gettext.NullTranslations()
    catalogue = resources.files("sluis.refusals") / "locale" / language / "LC_MESSAGES" / "sluis.mo"
    with catalogue.open("rb") as file:
        return gettext.GNUTranslations(file)


def sentence(code: Code, facts: Mapping[str, Fact], language: str) -> str:
    """What is wrong, as one sentence."""
    return _worded(code.message, facts, language)


def advice(code: Code, facts: Mapping[str, Fact], language: str) -> str:
    """What the reader can do next, as one sentence."""
    return _worded(code.advice, facts, language)


def place(where: str, language: str) -> str:
    """A refusal's place; "row 12" and "line 3" in the reader's language, names as they are."""
    say = translation(language).gettext
    return _NUMBERED.sub(lambda found: say(_PLACES[found[1]]).format(number=found[2]), where)


_NUMBERED = re.compile(r"^(row|line) ([0-9]+)\b")
_PLACES = {"row": _("row {number}"), "line": _("line {number}")}

# Facts whose value is a word of Sluis itself; all others are names that somebody gave, and stay as they are.
_OUR_WORDS = frozenset({"role", "kind", "part", "found", "wanted", "expected", "state", "verb"})
_ROLES = (_("source"), _("recipient"), _("ttp"))


def _spelled(name: str, value: str) -> str:
    """As people write it: states and verbs have names for machines."""
    return value.replace("_", " ") if name in ("state", "verb") else value


def _worded(text: str, facts: Mapping[str, Fact], language: str) -> str:
    say = translation(language).gettext
    shown = {
        name: say(_spelled(name, value)) if name in _OUR_WORDS and isinstance(value, str) and value else value
        for name, value in facts.items()
    }
    return say(text).format_map(shown)
