"""Files that people read: PDF from markup, DOCX from a Word template; the same input gives the same bytes."""

from sluis.portal.documents.rendering.filling import docx
from sluis.portal.documents.rendering.printing import pdf

__all__ = ["docx", "pdf"]
