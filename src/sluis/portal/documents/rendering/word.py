"""A paper as a Word document, by a template of our own that somebody can give another look in Word."""

from functools import cache
from pathlib import Path
from typing import Any

from sluis.portal.documents.rendering.filling import docx
from sluis.portal.documents.rendering.paper import Block, Facts, Items, Paper, Paragraph, Section, Signatures, Table

TEMPLATE = Path(__file__).with_name("paper.docx")


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def word(paper: Paper) -> bytes:
    """The document.

    Raises:
        Refused: as `docx`.
    """
    return docx(_template(), context(paper), title=paper.title, language=paper.language)


def context(paper: Paper) -> dict[str, Any]:
    """What the template's loops go through."""
    return {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "footing": paper.footing,
        "opening": [_block(each) for each in paper.opening],
        "sections": [_section(each) for each in paper.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "number": section.number,
        "level": section.level,
        "fresh": section.fresh or section.wide,
        "blocks": [_block(each) for each in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text=text, number=number, aside=aside):
            kind = "member" if number else "aside" if aside else "lead" if block.strong else "paragraph"
            return {"kind": kind, "text": text, "number": number}
        case Items(items=items):
            return {"kind": "items", "lines": items}
        case Facts(pairs=pairs):
            return {"kind": "facts", "lines": pairs}
        case Table(head=head, rows=rows, caption=caption):
            return {"kind": "table", "head": head, "rows": rows, "caption": caption}
        case Signatures(signatures=signatures):
            blocks = [{"party": one.party, "lines": one.lines} for one in signatures]
            return {"kind": "signatures", "signatures": blocks}
