"""Draws a PDF; in the worker's process.

No network, and no file but the fonts and the stylesheet beside it: whatever a text holds, nothing is fetched for it.
"""

import hashlib
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[1] / "ui" / "static" / "ui" / "vendor"
_SHEET = "sluis:print.css"
_FILES = {
    f"sluis:{path.name}": path
    for path in (
        HERE / "print.css",
        FONTS / "source-sans-3-latin-ext-wght-normal.woff2",
        FONTS / "source-sans-3-latin-wght-normal.woff2",
    )
}
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><meta name="generator" content="Sluis"></head>
<body><div class="running">{title}</div><div class="footing">{footing}</div>{markup}</body></html>"""


def draw(order: dict[str, Any]) -> bytes:
    """The PDF of an order."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Beside(URLFetcher):
        """Gives the files above and refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  # as the library calls it
            if url not in _FILES:
                raise ValueError("nothing is fetched for a paper")
            kind = "text/css" if url.endswith(".css") else "font/woff2"
            return URLFetcherResponse(url, _FILES[url].read_bytes(), {"Content-Type": kind})

    words = {key: escape(order[key]) for key in ("title", "footing", "language")}
    page = _PAGE.format(markup=order["markup"], **words)
    fonts, beside = FontConfiguration(), Beside()
    sheet = CSS(url=_SHEET, url_fetcher=beside, font_config=fonts)
    variant = {"pdf_variant": "pdf/ua-1"} if order["accessible"] else {}
    result: bytes = HTML(string=page, base_url="sluis:", url_fetcher=beside).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_identifier=hashlib.sha256(page.encode()).digest()[:16], **variant
    )
    return result
