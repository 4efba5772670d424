"""A paper in each of its forms."""

from sluis.portal.documents.rendering.markup import markup
from sluis.portal.documents.rendering.paper import Paper
from sluis.portal.documents.rendering.printing import pdf
from sluis.portal.documents.rendering.word import word

__all__ = ["as_docx", "as_html", "as_pdf"]


def as_pdf(paper: Paper) -> bytes:
    """As pages.

    Raises:
        Refused: as `pdf`.
    """
    return pdf(markup(paper), language=paper.language, title=paper.title, footing=paper.footing)


def as_docx(paper: Paper) -> bytes:
    """As a Word document.

    Raises:
        Refused: as `docx`.
    """
    return word(paper)


def as_html(paper: Paper) -> str:
    """As a page that stands by itself, without its look."""
    return f'<!doctype html>\n<html lang="{paper.language}"><meta charset="utf-8">{markup(paper)}</html>\n'
