"""Files that go out: their names, and the headers that keep them files."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from sluis.portal.specifications.models import Specversion


def file_name(version: Specversion, what: str, ending: str) -> str:
    """A plain name: specification, version and what it is; both names hold only letters, digits and signs that are safe."""
    return "-".join(each for each in (version.dataspec.name, version.label, what) if each) + f".{ending}"


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """The answer that holds it: a download, never a page."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    return answer
