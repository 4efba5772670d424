"""The words of Sluis in Dutch: gather what is marked with `_`, compile what is translated, document the codes.

    python tools/words.py update    bring sluis.po up to date with the source; new messages are empty until translated
    python tools/words.py compile   write sluis.mo, which the program reads
    python tools/words.py docs      write docs/reference/refusals.md

Translations are edited in sluis.po by hand. Messages are read from the syntax tree, not from tokens, so that those
inside f-strings are found by every version of Python alike.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import io
import pkgutil
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from sluis.refusals import Code

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sluis"
DUTCH = SOURCE / "refusals" / "locale" / "nl" / "LC_MESSAGES" / "sluis.po"
COMPILED = DUTCH.with_suffix(".mo")
DOCUMENT = ROOT / "docs" / "reference" / "refusals.md"

# No dates, names or versions of tools: a file changes only when its words do.
_FIELDS = (
    "Content-Transfer-Encoding: 8bit\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Language: nl\n"
    "MIME-Version: 1.0\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
_COMMENT = (
    "# Dutch for Sluis. The translations are edited here; the messages come from `python tools/words.py update`.\n"
)


def marked(path: Path) -> Iterator[str]:
    """The texts marked with `_` in one file.

    Raises:
        ValueError: a marked text that is not written out, and so cannot be found.
    """
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            match node.args:
                case [ast.Constant(value=str(text))] if text:
                    yield text
                case _:
                    raise ValueError(f"{path}:{node.lineno}: `_` takes one text that is written out")


def extract(source: Path = SOURCE) -> list[str]:
    """All marked texts, each once, in order."""
    return sorted({text for path in source.rglob("*.py") for text in marked(path)})


def read_dutch(path: Path = DUTCH) -> Catalog:
    """The translations as they stand in the file."""
    with path.open("rb") as file:
        return read_po(file, locale="nl", abort_invalid=True)


def updated(messages: list[str], before: Catalog) -> str:
    """The text of the .po file for these messages, with the translations that there were.

    A message that was only reworded keeps its translation, marked fuzzy, so that a person looks at it.
    """
    template = Catalog()
    for message in messages:
        template.add(message)
    before.update(template)
    for each in before:
        each.auto_comments, each.previous_id = [], []
    written = io.BytesIO()
    write_po(written, before, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    head = "".join(f'"{line}\\n"\n' for line in _FIELDS.splitlines())
    return f'{_COMMENT}msgid ""\nmsgstr ""\n{head}\n{written.getvalue().decode().strip()}\n'


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file: the same words give the same bytes, whichever version of Babel read them.

    Source: the GNU gettext manual, "The Format of GNU MO Files"; no hash table.
    """
    words = {str(each.id): str(each.string) for each in catalogue if each.id and each.string and not each.fuzzy}
    pairs = sorted((key.encode(), value.encode()) for key, value in {"": _FIELDS, **words}.items())
    count, start = len(pairs), 28 + 16 * len(pairs)
    tables, texts = b"", b""
    for column in (0, 1):
        for pair in pairs:
            tables += struct.pack("<II", len(pair[column]), start + len(texts))
            texts += pair[column] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start) + tables + texts


def documented() -> str:
    """The reference of refusals, in Markdown."""
    from sluis.refusals import Code, catalogue

    modules = [
        importlib.import_module(f"{catalogue.__name__}.{each.name}")
        for each in pkgutil.iter_modules(catalogue.__path__)
    ]
    parts = []
    for module in modules:
        codes = sorted((each for each in vars(module).values() if isinstance(each, Code)), key=lambda each: each.number)
        title = (module.__doc__ or "").splitlines()[0].rstrip(".")
        parts.append((codes[0].number, title, codes))
    lines = [_OPENING]
    for _number, title, codes in sorted(parts, key=lambda part: part[0]):
        lines += [f"## {title}", "", *(line for code in codes for line in _block(code))]
    return "\n".join(lines).rstrip() + "\n"


_OPENING = """\
# Refusals and warnings

<!-- Made by `python tools/words.py docs` from the catalogue; do not edit. -->

A code that begins with 2 is fatal: nothing is sent, opened or written. A code that begins with 3 is a warning: the
value is left blank, the row is left out, or the file is read by a declared repair, and the rest goes on. Words in
braces are facts: counts, row numbers, names of fields, files and keys; never a value from the data.
"""


def _block(code: Code) -> Iterator[str]:
    from sluis.refusals import translation

    yield from (f"### {code.number} ({code.severity.value})", "", "| | English | Nederlands |", "|---|---|---|")
    dutch = translation("nl").gettext
    for name, text in (("What", code.message), ("Next", code.advice)):
        yield f"| {name} | {_cell(text)} | {_cell(dutch(text))} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=("update", "compile", "docs"))
    match parser.parse_args(arguments).command:
        case "update":
            before = read_dutch() if DUTCH.exists() else Catalog(locale="nl")
            DUTCH.parent.mkdir(parents=True, exist_ok=True)
            DUTCH.write_text(updated(extract(), before), encoding="utf-8")
        case "compile":
            COMPILED.write_bytes(compiled(read_dutch()))
        case "docs":
            DOCUMENT.write_text(documented(), encoding="utf-8")
    missing = [str(each.id) for each in read_dutch() if each.id and (each.fuzzy or not each.string)]
    print(f"{len(missing)} messages without a Dutch translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
