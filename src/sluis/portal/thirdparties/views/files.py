"""The documents of an agreement with a processor."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from sluis.portal.agreements.papers.making import take
from sluis.portal.documents.giving_out import give_out
from sluis.portal.oversight.selectors import newest_version
from sluis.portal.thirdparties import offering
from sluis.portal.thirdparties.rights import SEE
from sluis.portal.thirdparties.views.base import OfDpa


class File(OfDpa):
    """What the processor submitted, or the signed copy."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """The newest version, as an attachment."""
        found = self.agreement
        version = newest_version(found.document.pk) if found.document else None
        if version is None:
            raise Http404
        return give_out(self.actor, version=version)


class Paper(OfDpa):
    """The organisation's own model as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """Make it and give it out."""
        language, form = self.kwargs["language"], self.kwargs["form"]
        found = self.agreement
        if not offering.is_open(found) or language not in offering.LANGUAGES or form not in offering.FORMS:
            raise Http404
        return take(self.actor, SEE, offering.file(found, language, form), on=found)
