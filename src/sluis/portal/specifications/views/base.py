"""What the pages have in common: the specification or version in the address, and forms that show what follows."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluis.portal.access.acting import OfActor
from sluis.portal.access.actor import Actor
from sluis.portal.access.pages import visible
from sluis.portal.access.rights import Right
from sluis.portal.specifications import listing
from sluis.portal.specifications.models import Dataspec, PartyKind, Specsource, Specversion
from sluis.portal.specifications.parties import Stand, is_open, open_to, stands
from sluis.portal.specifications.rights import APPROVE, KEEP, SEE
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import FormPage
from sluis.refusals import Refused

LIST = Crumb(gettext_lazy("Data specifications"), "specifications:list")


def address(name: str, record: Any) -> str:
    """Where the page about a record is."""
    return reverse(f"specifications:{name}", args=[record.pk])


def require_kept(actor: Actor, record: Dataspec | Specsource) -> None:
    """The same answer as for a record that is not there, to who sees it and does not keep it.

    Raises:
        Http404: it is another organisation's to keep.
    """
    if not actor.reaches(KEEP, record.organisation_id):
        raise Http404


class OfDataspec(OfActor):
    """A page about a specification."""

    right: ClassVar[Right] = SEE

    @cached_property
    def dataspec(self) -> Dataspec:
        """The specification in the address."""
        return visible(self.request, Dataspec, SEE, self.kwargs["pk"], "organisation")

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the specification."""
        return (LIST, Crumb(self.dataspec.title, address("dataspec", self.dataspec)))


class OfVersion(OfActor):
    """A page about a version."""

    right: ClassVar[Right] = SEE

    @cached_property
    def version(self) -> Specversion:
        """The version in the address."""
        return visible(self.request, Specversion, SEE, self.kwargs["pk"], "dataspec__organisation", "party")

    @cached_property
    def stands(self) -> list[Stand]:
        """The parties, and what each decided."""
        return stands(self.version, listing.approvals(self.actor, self.version))

    @cached_property
    def mine(self) -> list[Stand]:
        """The parties for which this person can still decide."""
        if not self.actor.may(APPROVE) or self.actor.name in self.version.authors:
            return []
        if any(each.approval and each.approval.person == self.actor.person for each in self.stands):
            return []
        return [each for each in open_to(self.actor, self.stands) if is_open(self.version, each.kind)]

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """As which parties, for a form."""
        return [(each.kind.value, PartyKind(each.kind).label) for each in self.mine]

    @property
    def subtitle(self) -> Text:
        """Of which specification, and which version."""
        return _("%(title)s · version %(version)s") % {
            "title": self.version.dataspec.title,
            "version": self.version.label,
        }

    def crumbs(self) -> Sequence[Crumb]:
        """The list, the specification, the version."""
        return (
            LIST,
            Crumb(self.version.dataspec.title, address("dataspec", self.version.dataspec)),
            Crumb(self.version.label, address("version", self.version)),
        )


class Considered(OfActor, FormPage):
    """A form that shows what follows before it is done; nothing is saved until it is sent a second time."""

    confirm: ClassVar[Text] = gettext_lazy("Confirm")

    def consequences(self, form: Any) -> Sequence[Text]:
        """What happens then, one sentence each; may refuse."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The first time: show it. The second time: do it."""
        form = self.form()
        if "confirmed" in request.POST or not form.is_valid():
            return super().post(request, *args, **kwargs)
        try:
            sentences = self.consequences(form)
        except Refused as refusal:
            form.refuse(refusal)
            return self.show(422, form=form, cancel=self.cancel())
        self.template_name = "specifications/considered.html"
        return self.show(form=form, cancel=self.cancel(), consequences=sentences, confirm=self.confirm)
