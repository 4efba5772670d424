"""Reads the text of our PDFs and DOCX files, as a stranger's program would: from the file alone."""

import re
import zipfile
import zlib
from io import BytesIO

from docx import Document
from lxml import etree

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"^<<.*?>>\nstream\n(.*)\nendstream$", re.DOTALL)
_SHOWN = re.compile(rb"/([\w+-]+) [\d.]+ Tf|<([0-9a-fA-F]+)>|(ET)")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def objects(pdf: bytes) -> dict[int, bytes]:
    """Every object by its number, also those that are packed together."""
    found = {int(number): body for number, body in _OBJECT.findall(pdf)}
    for body in list(found.values()):
        if b"/Type /ObjStm" in body:
            first = int(re.search(rb"/First (\d+)", body)[1])  # type: ignore[index]
            data = stream(body)
            places = [int(each) for each in data[:first].split()]
            starts = [*places[1::2], len(data) - first]
            for index, number in enumerate(places[::2]):
                found[number] = data[first + starts[index] : first + starts[index + 1]]
    return found


def stream(body: bytes) -> bytes:
    """What an object's stream holds."""
    match = _STREAM.match(body)
    assert match
    return zlib.decompress(match[1]) if b"FlateDecode" in body[: match.start(1)] else match[1]


def number_after(name: bytes, body: bytes) -> int:
    """The object that a name refers to."""
    match = re.search(rb"/" + re.escape(name) + rb" \[?(\d+) 0 R", body)
    assert match, name
    return int(match[1])


def letters(found: dict[int, bytes]) -> dict[bytes, dict[str, str]]:
    """Of each font by its name: which letters its glyphs are."""
    maps = {}
    for name, number in re.findall(rb"/([\w+-]+) (\d+) 0 R", b" ".join(fonts(found))):
        text = stream(found[number_after(b"ToUnicode", found[int(number)])])
        pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", text)
        maps[name] = {glyph.decode(): bytes.fromhex(code.decode()).decode("utf-16-be") for glyph, code in pairs}
    return maps


def fonts(found: dict[int, bytes]) -> list[bytes]:
    """The lists of fonts of the pages."""
    lists = [re.search(rb"/Font <<(.*?)>>", body, re.DOTALL) for body in found.values()]
    direct = [each[1] for each in lists if each]
    apart = {int(each) for body in found.values() for each in re.findall(rb"/Font (\d+) 0 R", body)}
    return direct + [found[each] for each in apart]


def pages(pdf: bytes) -> list[str]:
    """The text of every page, as it is drawn."""
    found = objects(pdf)
    known = letters(found)
    tree = next(body for body in found.values() if b"/Type /Pages" in body)
    kids = [int(each) for each in re.findall(rb"(\d+) 0 R", tree[tree.index(b"/Kids") :].split(b"]")[0])]
    return [drawn(stream(found[number_after(b"Contents", found[kid])]), known) for kid in kids]


def drawn(content: bytes, known: dict[bytes, dict[str, str]]) -> str:
    """The letters of a page, with a space after each piece."""
    font: dict[str, str] = {}
    text = ""
    for name, shown, end in _SHOWN.findall(content):
        if name:
            font = known[name]
        elif shown:
            text += "".join(font.get(shown[at : at + 4].decode().lower(), "\ufffd") for at in range(0, len(shown), 4))
        elif end:
            text += " "
    return text


def word_text(docx: bytes) -> str:
    """All text of a Word document in its order, tables too."""
    return "\n".join(
        "".join(part.text or "\n" for part in paragraph.iter(f"{WORD}t", f"{WORD}br"))
        for paragraph in Document(BytesIO(docx)).element.body.iter(f"{WORD}p")
    )


def parts(docx: bytes) -> dict[str, bytes]:
    """The parts of a Word document; each that is XML is well formed."""
    with zipfile.ZipFile(BytesIO(docx)) as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    return found


def bare(text: str) -> str:
    """Without what lines add: white space and hyphens."""
    return re.sub(r"[\s\u00ad\u2010\u2011-]+", "", text)
