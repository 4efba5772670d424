"""Which texts are marked for translation, in Python and in templates, and in which book of words they belong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.template.base import Token

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sluis"
PORTAL = SOURCE / "portal"
DUTCH = SOURCE / "refusals" / "locale" / "nl" / "LC_MESSAGES" / "sluis.po"

Message = str | tuple[str, str]
"""A text, or one for one thing and one for several."""


@dataclass(frozen=True)
class Book:
    """The words of one part of Sluis: where they are used, and the file with their translations."""

    name: str
    sources: tuple[Path, ...]
    path: Path

    def messages(self) -> list[Message]:
        """All that is marked, each once, in order."""
        found: set[Message] = set()
        for source in self.sources:
            found.update(extract(source) if self.name == "" else gathered(source))
        return sorted(found, key=str)


def books() -> list[Book]:
    """The words outside the portal, and those of each of its apps; what is in no app belongs to `ui`."""
    apps = sorted(path.parent for path in PORTAL.glob("*/apps.py"))
    loose = tuple(path for path in PORTAL.iterdir() if path.is_dir() and path not in apps) if PORTAL.is_dir() else ()
    return [
        Book("", (SOURCE,), DUTCH),
        *(
            Book(app.name, (app, *(loose if app.name == "ui" else ())), app / "locale/nl/LC_MESSAGES/django.po")
            for app in apps
        ),
    ]


_ONE = {"_", "gettext", "gettext_lazy"}
_SEVERAL = {"ngettext", "ngettext_lazy"}


def marked(path: Path) -> Iterator[Message]:
    """The marked texts in one file of Python.

    Raises:
        ValueError: a marked text that is not written out, and so cannot be found.
    """
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            match node.func.id, node.args:
                case name, [ast.Constant(value=str(text))] if name in _ONE and text:
                    yield text
                case name, [ast.Constant(value=str(one)), ast.Constant(value=str(several)), _] if name in _SEVERAL:
                    yield one, several
                case "_", _:
                    raise ValueError(f"{path}:{node.lineno}: `_` takes one text that is written out")


def extract(source: Path = SOURCE) -> list[str]:
    """All marked texts outside the portal, each once, in order."""
    files = (path for path in source.rglob("*.py") if not path.is_relative_to(PORTAL))
    found = {text for path in files for text in marked(path) if isinstance(text, str)}
    pages = (path for path in source.rglob("templates/*.html") if not path.is_relative_to(PORTAL))
    return sorted(found | {text for path in pages for text in called(path)})


def called(path: Path) -> Iterator[str]:
    """The marked texts in one template of Jinja, where `_` is called as in Python."""
    from jinja2 import Environment, nodes

    for node in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
        match node.node, node.args:
            case nodes.Name(name="_"), [nodes.Const(value=str(text))]:
                yield text


def gathered(source: Path) -> set[Message]:
    """All marked texts of an app of the portal."""
    pages = (path for kind in ("html", "txt") for path in source.rglob(f"templates/**/*.{kind}"))
    code = (path for path in source.rglob("*.py") if "migrations" not in path.parts)
    return {text for path in code for text in marked(path)} | {text for path in pages for text in shown(path)}


_LITERAL = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")


def shown(path: Path) -> Iterator[Message]:
    """The marked texts in one template.

    Raises:
        ValueError: a text with a context, which this does not read.
    """
    from django.template.base import Lexer, TokenType

    tokens = iter(Lexer(path.read_text("utf-8")).tokenize())
    for token in tokens:
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from (found[1][1:-1].replace("%", "%%") for found in _LITERAL.finditer(token.contents))
        if token.token_type is not TokenType.BLOCK:
            continue
        match token.split_contents():
            case ["translate" | "trans", str(text), *rest] if text[0] in "\"'":
                _no_context(path, token, rest)
                yield text[1:-1].replace("%", "%%")
            case ["blocktranslate" | "blocktrans", *options]:
                _no_context(path, token, options)
                yield _block_of_text(tokens, trimmed="trimmed" in options)


def _no_context(path: Path, token: Token, options: list[str]) -> None:
    if "context" in options:
        raise ValueError(f"{path}:{token.lineno}: a text with a context is not gathered")


def _block_of_text(tokens: Iterator[Token], *, trimmed: bool) -> Message:
    """What stands between `blocktranslate` and its end, as Django asks for it."""
    from django.template.base import TokenType
    from django.utils.translation import trim_whitespace

    parts = [""]
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.contents.startswith("endblocktrans"):
            break
        if token.token_type is TokenType.BLOCK and token.contents == "plural":
            parts.append("")
        else:
            var = token.token_type is TokenType.VAR
            parts[-1] += f"%({token.contents})s" if var else token.contents.replace("%", "%%")
    made = [trim_whitespace(part) if trimmed else part for part in parts]
    return (made[0], made[1]) if len(made) > 1 else made[0]
