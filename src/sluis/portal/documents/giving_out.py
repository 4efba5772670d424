"""A file leaves the portal: as a download and never as a page, so that nothing in it can act in the portal's name."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.rights import WORKING
from sluis.portal.documents.models import Version


def give_out(actor: Actor, *, version: Version) -> HttpResponse:
    """The file, to somebody who may see it; that it was taken is recorded.

    What is for everybody is not recorded: whoever takes it is not known, and evidence must not grow at a stranger's will.
    """
    if actor.person is not None:
        with changing(actor, WORKING) as change:
            change.record("document.taken", version, objects={"digest": version.sha256})
    return as_attachment(version)


def as_attachment(version: Version) -> HttpResponse:
    """The answer that holds it."""
    answer = HttpResponse(bytes(version.content), content_type=version.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, version.file_name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    return answer
