"""A paper as HTML, for a page and for the PDF."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sluis.portal.documents.rendering.cleaning import clean
from sluis.portal.documents.rendering.paper import (
    Block,
    Facts,
    Items,
    Paper,
    Paragraph,
    Section,
    Signature,
    Signatures,
    Table,
)


def markup(paper: Paper) -> SafeString:
    """All of it, for the body of a document of its own."""
    title = format_html('<header class="top"><h1>{}</h1>', paper.title)
    subtitle = format_html('<p class="subtitle">{}</p>', paper.subtitle) if paper.subtitle else ""
    return format_html("{}{}</header>{}{}", title, subtitle, _blocks(paper.opening), sections(paper))


def sections(paper: Paper) -> SafeString:
    """The sections alone, for a page that has its own title."""
    return _joined(_section(each) for each in paper.sections)


def _section(section: Section) -> SafeString:
    kinds = ["part", *(name for name, has in (("fresh", section.fresh), ("wide", section.wide)) if has)]
    place = format_html(' id="part-{}"', section.key) if section.key else ""
    number = format_html('<span class="number">{}</span> ', section.number) if section.number else ""
    heading = format_html("<h2>{}{}</h2>" if section.level == 1 else "<h3>{}{}</h3>", number, section.title)
    return format_html('<section class="{}"{}>{}{}</section>', " ".join(kinds), place, heading, _blocks(section.blocks))


def _blocks(blocks: Iterable[Block]) -> SafeString:
    return _joined(_block(each) for each in blocks)


def _block(block: Block) -> SafeString:
    match block:
        case Paragraph():
            return _paragraph(block)
        case Items(items=items):
            return format_html(
                '<ul class="items">{}</ul>',
                format_html_join("", '<li><span class="number">{}</span> {}</li>', _lines(items)),
            )
        case Facts(pairs=pairs):
            inner = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", _lines(pairs))
            return format_html('<dl class="facts">{}</dl>', inner)
        case Table():
            return _table(block)
        case Signatures(signatures=signatures):
            return format_html('<div class="signatures">{}</div>', _joined(map(_signature, signatures)))


def _paragraph(block: Paragraph) -> SafeString:
    if block.number:
        number = format_html('<span class="number">{}</span> ', block.number)
        return format_html('<p class="member">{}{}</p>', number, _text(block.text))
    look = "aside" if block.aside else "lead" if block.strong else "text"
    return format_html('<p class="{}">{}</p>', look, _text(block.text))


def _table(table: Table) -> SafeString:
    columns = format_html_join("", '<col class="w-{}">', ((share,) for share in shares(table.widths)))
    caption = format_html("<caption>{}</caption>", table.caption) if table.caption else ""
    head = format_html_join("", '<th scope="col">{}</th>', ((each,) for each in table.head))
    rows = _joined(
        format_html(
            '<tr><th scope="row">{}</th>{}</tr>',
            _text(row[0]),
            format_html_join("", "<td>{}</td>", ((_text(cell),) for cell in row[1:])),
        )
        for row in table.rows
    )
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}">'
        "<table>{}<colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        table.caption or ", ".join(table.head), caption, columns, head, rows,
    )  # fmt: skip


def shares(widths: Sequence[int]) -> list[int]:
    """Widths in whole per cents that make a hundred; as a class, since pages allow no style of their own."""
    exact = [100 * each / sum(widths) for each in widths]
    found = [int(each) for each in exact]
    by_rest = sorted(range(len(found)), key=lambda place: found[place] - exact[place])
    for place in by_rest[: max(0, 100 - sum(found))]:
        found[place] += 1
    return found


def _signature(one: Signature) -> SafeString:
    lines = format_html_join(
        "",
        '<div class="{}"><dt>{}</dt><dd>{}</dd></div>',
        (("" if text else "open", label, _text(text)) for label, text in one.lines),
    )
    return format_html('<div class="signature"><p class="party">{}</p><dl>{}</dl></div>', one.party, lines)


def _lines(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[SafeString, SafeString]]:
    return ((_text(first), _text(second)) for first, second in pairs)


def _text(text: str) -> SafeString:
    """Escaped, and each new line on its own line."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in clean(text).split("\n")))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
