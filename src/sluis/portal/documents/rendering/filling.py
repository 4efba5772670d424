"""DOCX from a template made in Word."""

import base64
from collections.abc import Mapping
from typing import Any

from sluis.portal.documents.rendering.bounded import done_by_worker
from sluis.portal.documents.rendering.cleaning import cleaned


def docx(template: bytes, context: Mapping[str, Any], *, title: str = "", language: str = "") -> bytes:
    """The template with its merge fields filled in; `{{ customer_name }}` stands for a field of the context.

    Args:
        template: a DOCX; what it may do is loop, choose and insert.
        context: texts, numbers, and lists and mappings of them. A text is a text, whatever it holds; a new line in it
            is one in the document.
        title: of the file.
        language: in which Word checks its spelling; as the template has it when none is given.

    Raises:
        Refused: WORD_TEMPLATE when it is no DOCX, or names a field that is not in the context; PAPER_TOO_LONG,
            PAPERS_BUSY.
    """
    ready = {
        "context": cleaned(context),
        "template": base64.b64encode(template).decode(),
        "title": title,
        "language": language,
    }
    return done_by_worker("docx", **ready)
