"""The data dictionary on paper: everything that the parties approved, and who did."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sluis.portal.documents.rendering import pdf
from sluis.portal.specifications.models import PartyKind, Specversion
from sluis.portal.specifications.parties import Stand
from sluis.portal.specifications.reading import sheets
from sluis.portal.ui.refusing import reader_language
from sluis.specification.model import Specification


def printed(version: Specversion, specification: Specification, stands: Sequence[Stand]) -> bytes:
    """A PDF in the reader's language.

    Raises:
        Refused: PAPER_TOO_LONG, PAPERS_BUSY.
    """
    title = f"{version.dataspec.title}, {_('version %(version)s') % {'version': version.label}}"
    html = markup(version, specification, stands)
    return pdf(html, language=reader_language(), title=title, footing=f"SHA-256 {version.sha256}")


def markup(version: Specversion, specification: Specification, stands: Sequence[Stand]) -> str:
    """What stands on it."""
    context = {
        "version": version,
        "sheets": sheets(specification),
        "decisions": [(PartyKind(each.kind).label, each.organisation.name, each.approval) for each in stands],
    }
    return render_to_string("specifications/paper.html", context)
