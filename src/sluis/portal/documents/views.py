"""Pages of documents."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.models import Person
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.rights import WORKING
from sluis.portal.documents import rights
from sluis.portal.documents.adding import add, renew
from sluis.portal.documents.approving import approve
from sluis.portal.documents.filters import DocumentFilter
from sluis.portal.documents.forms import NewDocument, NewVersion, Publishing
from sluis.portal.documents.giving_out import give_out
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.publishing import publish, withdraw
from sluis.portal.documents.selectors import with_versions
from sluis.portal.documents.tables import Documents, audience
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage

CRUMB = Crumb(_("Documents"), "documents:list")


class DocumentList(ListPage):
    """All documents that one may see: one's organisation's, and what the operator published."""

    right = WORKING
    title = _("Documents")
    table_class = Documents
    filter_class = DocumentFilter
    search_fields = ("title", "organisation__name")
    empty = _("There is no document yet. Add the first one with the button above.")

    def rows(self) -> QuerySet[Document]:
        """With their versions, without content."""
        actor = actor_of(self.request)
        documents = Document.objects.visible_to(actor, rights.SEE).select_related("organisation")
        return with_versions(documents, Version.objects.visible_to(actor, rights.SEE))

    def actions(self) -> list[Action]:
        """Add one."""
        may = actor_of(self.request).may(rights.ADD)
        return [Action(_("New document"), "documents:new", icon="plus", shown=lambda _request: may)]


class New(FormPage):
    """A document with its first version."""

    right = rights.ADD
    title = _("New document")
    form_class = NewDocument
    message = _("The document was added.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def save(self, form: NewDocument) -> object:
        """Store it."""
        document = add(actor_of(self.request), **form.cleaned_data)
        return reverse("documents:document", args=[document.pk])


class _AboutDocument:
    """What the pages about one document have in common."""

    right = WORKING
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def document(self) -> Document:
        """The document of the address."""
        return visible(self.request, Document, rights.SEE, self.kwargs["pk"], "organisation")

    @property
    def success_url(self) -> str:
        """Its page."""
        return reverse("documents:document", args=[self.document.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list and, for what is done with it, below its page."""
        return (CRUMB, Crumb(self.document.title, self.success_url))


class DocumentPage(_AboutDocument, DetailPage):
    """A document with its versions."""

    template_name = "documents/document.html"

    @property
    def title(self) -> Text:
        """Its own."""
        return self.document.title

    @property
    def subtitle(self) -> Text:
        """What kind it is, and whose."""
        return f"{self.document.get_kind_display()} · {self.document.organisation}"

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def badges(self) -> Sequence[Badge]:
        """For whom else it is."""
        found = audience(self.document)
        return (found,) if found else ()

    def actions(self) -> Sequence[Action]:
        """What may be done with it."""
        actor, document = actor_of(self.request), self.document
        made = []
        if document.public:
            made.append(Action(_("Public page"), "documents:public", icon="external-link", weight=Weight.QUIET))
        if document.organisation.is_operator and actor.reaches(rights.PUBLISH, document.organisation_id):
            label = _("Withdraw") if document.published else _("Publish")
            verb = "withdraw" if document.published else "publish"
            made.append(Action(label, self._url(verb), icon="world", weight=Weight.SECONDARY))
        if actor.reaches(rights.ADD, document.organisation_id):
            made.append(Action(_("New version"), self._url("renew"), icon="plus"))
        return made

    def _url(self, verb: str) -> str:
        return reverse(f"documents:{verb}", args=[self.document.pk])

    def _who(self, name: str) -> str:
        """The name of somebody whom this reader may know; else nothing, and the evidence has the id."""
        return self._names.get(name, "")

    @cached_property
    def _names(self) -> dict[str, str]:
        seen = Person.people.visible_to(actor_of(self.request), rights.SEE)
        wanted = Version.objects.visible_to(actor_of(self.request), rights.SEE).filter(document=self.document)
        named = {name for pair in wanted.values_list("stored_by", "approved_by") for name in pair}
        ids = [name.removeprefix("person:") for name in named if name.startswith("person:")]
        return {f"person:{pk}": name for pk, name in seen.filter(pk__in=ids).values_list("pk", "name")}

    def context(self) -> dict[str, Any]:
        """The versions that one may see."""
        actor = actor_of(self.request)
        versions = Version.objects.visible_to(actor, rights.SEE).filter(document=self.document)
        shown = list(versions.defer("content").order_by("-number"))
        home = actor.organisation is not None and actor.organisation.pk == self.document.organisation_id
        return {
            "versions": [(each, self._who(each.stored_by), self._who(each.approved_by)) for each in shown],
            "may_approve": home and actor.may(rights.APPROVE),
            "actor_name": actor.name,
        }


class Renew(_AboutDocument, FormPage):
    """The next version."""

    right = rights.ADD
    title = _("New version")
    form_class = NewVersion
    message = _("The version was added.")

    def save(self, form: NewVersion) -> object:
        """Store it."""
        return renew(actor_of(self.request), document=self.document, **form.cleaned_data)


class Publish(_AboutDocument, FormPage):
    """Show it to others."""

    right = rights.PUBLISH
    title = _("Publish this document")
    form_class = Publishing
    submit = _("Publish")
    message = _("The document was published.")

    def save(self, form: Publishing) -> object:
        """Do it."""
        public = form.cleaned_data["audience"] == "everybody"
        return publish(actor_of(self.request), document=self.document, public=public)


class Withdraw(_AboutDocument, ConfirmPage):
    """Show it to others no more."""

    right = rights.PUBLISH
    title = _("Withdraw this document")
    submit = _("Withdraw")
    message = _("The document was withdrawn.")

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (
            _("Other parties and visitors no longer find it; copies that they took stay with them."),
            _("Your own organisation keeps it, with all its versions."),
        )

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Do it."""
        return withdraw(actor_of(self.request), document=self.document)


class _AboutVersion:
    """What the pages about one version have in common."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def version(self) -> Version:
        """The version of the address."""
        return visible(self.request, Version, rights.SEE, self.kwargs["pk"], "document")


class Approve(_AboutVersion, ConfirmPage):
    """The board agrees."""

    right = rights.APPROVE
    title = _("Approve this version")
    submit = _("Approve")
    message = _("The version was approved.")
    dangerous = False

    @property
    def success_url(self) -> str:
        """The page of its document."""
        return reverse("documents:document", args=[self.version.document_id])

    def crumbs(self) -> Sequence[Crumb]:
        """Below its document."""
        return (CRUMB, Crumb(self.version.document.title, self.success_url))

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (
            _("Version %(number)d counts as approved by you, with your name and this moment; this is not undone.")
            % {"number": self.version.number},
            _("If the document is published, others see this version from now on."),
        )

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Do it."""
        return approve(actor_of(self.request), version=self.version)


class Download(_AboutVersion, View):
    """The file."""

    right = WORKING
    http_method_names = ["get", "head"]  # noqa: RUF012 - as Django declares it

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """As an attachment, and recorded."""
        return give_out(actor_of(request), version=self.version)
