"""A paper as a tree of what it says: the same for PDF, Word and a page, so that all of them say the same.

    Paper    title, sections
    Section  number, title, blocks
    block    Paragraph · Items · Facts · Table · Signatures

Every number and letter that a reader sees is part of the text; no program counts them again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sluis.portal.documents.rendering.cleaning import clean


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of running text.

    Attributes:
        number: `6.2`, when it has one.
        aside: what a reader may skip; smaller and softer.
        strong: what leads a list or a table in, as a small heading does.
    """

    text: str
    number: str = ""
    aside: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item with its letter, or with none."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what they are."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first cell of a row names it.

    Attributes:
        widths: relative, one for each column; equal when none are given.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Where somebody signs, or how they did.

    Attributes:
        party: for whom.
        lines: labels, and what is known of each; empty when it is still to be filled in.
    """

    party: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Those of all parties, beside each other."""

    signatures: tuple[Signature, ...]


Block = Paragraph | Items | Facts | Table | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a title.

    Attributes:
        key: what it is about, by which a page links to it; the name of a clause in an agreement.
        number: `6`, when it has one.
        level: 1, or 2 when it stands under the one before.
        fresh: begins on a new page.
        wide: lies on its side.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    key: str = ""
    number: str = ""
    level: int = 1
    fresh: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """All of it.

    Attributes:
        language: nl or en.
        subtitle: under the title.
        footing: at the foot of every page.
        opening: what stands before the first section.
    """

    title: str
    language: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    footing: str = ""
    opening: tuple[Block, ...] = ()

    def section(self, key: str) -> Section:
        """The section about something.

        Raises:
            KeyError: there is none.
        """
        for each in self.sections:
            if each.key == key:
                return each
        raise KeyError(key)


def texts(paper: Paper) -> Iterator[str]:
    """Every text of a paper in its order; what each of its forms says, and nothing else."""
    yield from filter(None, (paper.title, paper.subtitle))
    for block in paper.opening:
        yield from texts_of(block)
    for section in paper.sections:
        yield from filter(None, (section.number, section.title))
        for block in section.blocks:
            yield from texts_of(block)


def texts_of(block: Block) -> Iterator[str]:
    """The texts of one block."""
    match block:
        case Paragraph(text=text, number=number):
            found = [number, text]
        case Items(items=items):
            found = [part for item in items for part in item]
        case Facts(pairs=pairs):
            found = [part for pair in pairs for part in pair]
        case Table(head=head, rows=rows, caption=caption):
            found = [caption, *head, *(cell for row in rows for cell in row)]
        case Signatures(signatures=signatures):
            found = [part for one in signatures for part in (one.party, *(text for line in one.lines for text in line))]
    yield from filter(None, found)


def as_text(paper: Paper) -> str:
    """A paper as plain text, a line for each piece."""
    return "\n".join(clean(text) for text in texts(paper)) + "\n"
