"""What the operator shows to everybody, such as its security policy (P-94); nobody needs to sign in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of
from sluis.portal.access.rights import ANYBODY
from sluis.portal.documents.giving_out import give_out
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.selectors import last_of, valid_on, with_versions
from sluis.portal.ui.pages import DetailPage


class Public(DetailPage):
    """The public documents, each with the version that counts."""

    right = ANYBODY
    template_name = "documents/public.html"
    title = _("Public documents")

    def context(self) -> dict[str, Any]:
        """Those of which a version was approved and holds today."""
        actor = actor_of(self.request)
        versions = Version.objects.visible_to(actor, ANYBODY)
        versions = versions.filter(valid_on(timezone.localdate()), approved_at__isnull=False)
        documents = Document.objects.visible_to(actor, ANYBODY).filter(public=True)
        shown = with_versions(documents.order_by("kind", "title"), versions)
        return {"documents": [(each, last) for each in shown if (last := last_of(each))]}


class PublicFile(View):
    """The file of a public document."""

    right = ANYBODY
    http_method_names = ["get", "head"]  # noqa: RUF012 - as Django declares it

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As an attachment."""
        actor = actor_of(request)
        public = Version.objects.visible_to(actor, ANYBODY).filter(document__public=True, approved_at__isnull=False)
        version = public.filter(pk=kwargs["pk"]).first()
        if version is None:
            raise Http404
        return give_out(actor, version=version)
