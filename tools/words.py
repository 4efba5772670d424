"""The words of Sluis in Dutch: gather what is marked, set and compile what is translated, document the codes.

    python tools/words.py update                  bring every .po up to date with the source; new messages are empty
    python tools/words.py translate < pairs.jsonl set translations and compile them; several people may do so at once
    python tools/words.py compile                 write every .mo, which the program reads
    python tools/words.py docs                    write docs/reference/refusals.md

A line for `translate` is {"app": "ui", "en": "one day", "nl": "één dag"}, with "nl_plural" for a text that counts; the
app is "" outside the portal. Each app of the portal has its own .po. Messages are read from the syntax tree of Python
(`_`, `gettext`, `ngettext` and their lazy kind) and from templates (`translate`, `blocktranslate`).
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))  # its parts are found, however this file is loaded

from catalogues import compiled, read_dutch, translate, translated, update, updated
from gathering import DUTCH, ROOT, books, extract

if TYPE_CHECKING:
    from sluis.refusals import Code

__all__ = ["COMPILED", "DOCUMENT", "DUTCH", "books", "compiled", "extract", "read_dutch", "translated", "updated"]

COMPILED = DUTCH.with_suffix(".mo")
DOCUMENT = ROOT / "docs" / "reference" / "refusals.md"


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
    parser.add_argument("command", choices=("update", "translate", "compile", "docs"))
    strange: list[str] = []
    match parser.parse_args(arguments).command:
        case "update":
            for book in books():
                update(book)
        case "translate":
            strange = translate(sys.stdin)
        case "compile":
            for book in books():
                if book.path.exists():
                    book.path.with_suffix(".mo").write_bytes(compiled(read_dutch(book.path)))
        case "docs":
            DOCUMENT.write_text(documented(), encoding="utf-8")
    for text in strange:
        print(f"not in the source: {text!r}", file=sys.stderr)
    for book in books():
        missing = (
            [each for each in read_dutch(book.path) if each.id and not translated(each)] if book.path.exists() else []
        )
        if missing or book.name == "":
            print(f"{book.name or 'sluis'}: {len(missing)} messages without a Dutch translation")
    return 1 if strange else 0


if __name__ == "__main__":
    sys.exit(main())
