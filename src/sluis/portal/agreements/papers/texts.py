"""The texts of agreements: a version of them never changes, so that an agreement can always be shown as it was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sluis.refusals import Refused
from sluis.refusals.catalogue import papers as codes

TEXT_VERSION = 1
"""What new agreements are written in."""

FOLDER = Path(__file__).with_name("texts")
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Texts:
    """The wording of one version in one language.

    Attributes:
        version: of the texts.
        language: nl or en.
        structure: which texts there are, where, and when; the same for all languages.
        words: texts by name, with merge fields between braces.
    """

    version: int
    language: str
    structure: Mapping[str, Any]
    words: Mapping[str, str]

    def say(self, name: str, facts: Mapping[str, str]) -> str:
        """A text with its merge fields filled in; what stands in a field is never read as a field.

        Raises:
            KeyError: a text or a fact that is not there; a mistake in the texts.
        """
        return _FIELD.sub(lambda field: facts[field[1]], self.words[name])

    def has(self, name: str) -> bool:
        """Whether there is such a text."""
        return name in self.words


@cache
def load(version: int, language: str) -> Texts:
    """The wording.

    Raises:
        Refused: NO_SUCH_TEXT.
    """
    folder = FOLDER / str(version)
    if version not in versions() or language not in {path.stem for path in folder.glob("??.yaml")}:
        raise Refused(codes.NO_SUCH_TEXT, version=version)
    return Texts(version, language, _read(folder / "structure.yaml"), _read(folder / f"{language}.yaml"))


def versions() -> tuple[int, ...]:
    """Those that can be shown."""
    return tuple(sorted(int(path.name) for path in FOLDER.iterdir() if path.name.isdigit()))


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))
