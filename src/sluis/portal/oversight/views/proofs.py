"""The document behind a piece of evidence of a measure."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from sluis.portal.access.pages import actor_of, visible
from sluis.portal.documents.giving_out import give_out
from sluis.portal.oversight import models, rights
from sluis.portal.oversight.selectors import newest_version


class ProofFile(View):
    """Its newest version, as an attachment."""

    right: ClassVar = rights.SEE_MEASURES
    http_method_names = ["get"]  # noqa: RUF012 - as Django declares it

    def get(self, request: HttpRequest, pk: Any, name: str) -> HttpResponse:
        """For whoever may see the evidence."""
        found = visible(request, models.Proof, rights.SEE_MEASURES, pk)
        version = newest_version(found.document_id) if name == "document" and found.document_id else None
        if version is None:
            raise Http404
        return give_out(actor_of(request), version=version)
