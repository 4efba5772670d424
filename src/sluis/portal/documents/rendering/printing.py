"""PDF from markup."""

from sluis.portal.documents.rendering.bounded import done_by_worker
from sluis.portal.documents.rendering.cleaning import clean


def pdf(html: str, *, language: str, title: str, footing: str = "", accessible: bool = True) -> bytes:
    """The pages of the markup, on A4 in the look of the portal.

    Args:
        html: what stands in the body; its texts must be escaped already. Addresses in it are not followed.
        language: of the text, for its hyphens and for who listens to it.
        title: what the file is called; stands at the top of every page but the first.
        footing: stands at the foot of every page, beside its number.
        accessible: as PDF/UA-1, with what a screen reader needs.

    Raises:
        Refused: PAPER_TOO_LONG, NO_PAGES, PAPERS_BUSY.
    """
    words = {"title": clean(title), "footing": clean(footing), "language": language}
    return done_by_worker("pdf", markup=clean(html), accessible=accessible, **words)
