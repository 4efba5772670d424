"""Files to take along: the specification itself, its signature, its dictionary, and a workbook to fill in."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.rights import Right
from sluis.portal.specifications import listing
from sluis.portal.specifications.files import attachment, file_name
from sluis.portal.specifications.models import Specversion
from sluis.portal.specifications.parties import stands
from sluis.portal.specifications.printing import printed
from sluis.portal.specifications.reading import read
from sluis.portal.specifications.rights import SEE
from sluis.portal.specifications.views.base import address
from sluis.portal.specifications.workbooks import XLSX, dictionary, template
from sluis.portal.ui.actions import Action, Weight
from sluis.specification.model import Specification

TYPED = ("csv", "xlsx")
"""Kinds of files that people fill in by hand; the others are written by programs."""


class _File(View):
    """A file about a version."""

    right: ClassVar[Right] = SEE

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """As a download."""
        version = visible(request, Specversion, SEE, pk, "dataspec__organisation")
        return self.made(request, version)

    def made(self, request: HttpRequest, version: Specversion) -> HttpResponse:
        """The answer."""
        raise NotImplementedError


class Yaml(_File):
    """The exact bytes."""

    def made(self, request: HttpRequest, version: Specversion) -> HttpResponse:  # noqa: ARG002 - the same for all
        """As they came in."""
        return attachment(bytes(version.content), file_name(version, "", "yaml"), "application/yaml")


class SignatureFile(_File):
    """The signature of the TTP over the exact bytes."""

    def made(self, request: HttpRequest, version: Specversion) -> HttpResponse:  # noqa: ARG002 - the same for all
        """When there is one."""
        if not version.signature:
            raise Http404
        return attachment(bytes(version.signature), file_name(version, "", "jws"), "application/jose")


class Dictionary(_File):
    """The dictionary as a workbook."""

    def made(self, request: HttpRequest, version: Specversion) -> HttpResponse:
        """In the reader's language."""
        versions = listing.versions(actor_of(request), version.dataspec)
        content = dictionary(read(version), version, versions)
        return attachment(content, file_name(version, _("dictionary"), "xlsx"), XLSX)


class Template(_File):
    """A workbook to fill in."""

    def made(self, request: HttpRequest, version: Specversion) -> HttpResponse:  # noqa: ARG002 - the same for all
        """In the reader's language, for files that people fill in."""
        specification = read(version)
        if specification.format.type not in TYPED:
            raise Http404
        return attachment(template(specification), file_name(version, _("template"), "xlsx"), XLSX)


class DictionaryPaper(_File):
    """The dictionary to read and to sign by hand."""

    def made(self, request: HttpRequest, version: Specversion) -> HttpResponse:
        """In the reader's language."""
        made = listing.approvals(actor_of(request), version)
        content = printed(version, read(version), stands(version, made))
        return attachment(content, file_name(version, _("dictionary"), "pdf"), "application/pdf")


def downloads(version: Specversion, specification: Specification) -> Sequence[Action]:
    """What can be taken along."""
    wanted = (
        (True, _("Specification (YAML)"), "yaml"),
        (True, _("Data dictionary (XLSX)"), "dictionary"),
        (True, _("Data dictionary (PDF)"), "paper"),
        (specification.format.type in TYPED, _("Workbook to fill in (XLSX)"), "template"),
        (bool(version.signature), _("Signature of the TTP (JWS)"), "signature"),
    )
    return [
        Action(label, address(name, version), "download", weight=Weight.QUIET, download=True)
        for there, label, name in wanted
        if there
    ]
