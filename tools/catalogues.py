"""Files of translations: read, brought up to date, changed by several people at once, and compiled."""

from __future__ import annotations

import fcntl
import io
import json
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from gathering import DUTCH, Book, Message, books

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


def read_dutch(path: Path = DUTCH) -> Catalog:
    """The translations as they stand in the file."""
    with path.open("rb") as file:
        return read_po(file, locale="nl", abort_invalid=True)


def updated(messages: Iterable[Message], before: Catalog) -> str:
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
    words = {_stored(each.id): _stored(each.string) for each in catalogue if each.id and translated(each)}
    pairs = sorted((key.encode(), value.encode()) for key, value in {"": _FIELDS, **words}.items())
    count, start = len(pairs), 28 + 16 * len(pairs)
    tables, texts = b"", b""
    for column in (0, 1):
        for pair in pairs:
            tables += struct.pack("<II", len(pair[column]), start + len(texts))
            texts += pair[column] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start) + tables + texts


def _stored(text: object) -> str:
    """One text, or all its plural forms."""
    return "\0".join(text) if isinstance(text, tuple | list) else str(text)


def translated(message: object) -> bool:
    """Whether somebody has translated it, in all its forms, and looked at it since it changed."""
    string = getattr(message, "string", "")
    return not getattr(message, "fuzzy", True) and all(string if isinstance(string, tuple | list) else (string,))


@contextmanager
def held(book: Book) -> Iterator[None]:
    """Nobody else changes the translations of this book in the meantime."""
    book.path.parent.mkdir(parents=True, exist_ok=True)
    with book.path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def update(book: Book) -> None:
    messages = book.messages()
    if messages or book.path.exists():
        with held(book):
            _rewrite(book, messages, read_dutch(book.path))


def _rewrite(book: Book, messages: Iterable[Message], catalogue: Catalog) -> None:
    """In place, so that whoever waits for the file gets this one."""
    with book.path.open("r+b") as file:
        file.write(updated(messages, catalogue).encode())
        file.truncate()


def translate(lines: Iterable[str]) -> list[str]:
    """Set translations; texts that are not in the source are given back."""
    pairs = [json.loads(line) for line in lines if line.strip()]
    strange = []
    for book in books():
        own = [pair for pair in pairs if pair["app"] == book.name]
        if not own:
            continue
        messages = book.messages()
        with held(book):
            catalogue = read_dutch(book.path)
            known = {message if isinstance(message, str) else message[0]: message for message in messages}
            for pair in own:
                if pair["en"] not in known:
                    strange.append(pair["en"])
                    continue
                _set(catalogue, known[pair["en"]], pair)
            _rewrite(book, messages, catalogue)
            book.path.with_suffix(".mo").write_bytes(compiled(read_dutch(book.path)))
    names = {book.name for book in books()}
    return strange + [pair["en"] for pair in pairs if pair["app"] not in names]


def _set(catalogue: Catalog, message: Message, pair: dict[str, str]) -> None:
    several = not isinstance(message, str)
    string = (pair["nl"], pair.get("nl_plural", "")) if several else pair["nl"]
    if message in catalogue:
        catalogue.delete(message)
    catalogue.add(message, string)
