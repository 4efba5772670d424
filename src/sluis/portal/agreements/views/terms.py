"""Delivery terms: all versions for everybody, and accepting the one that counts."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Person
from sluis.portal.access.pages import actor_of
from sluis.portal.access.rights import ANYBODY
from sluis.portal.agreements import accepting
from sluis.portal.agreements.models import Acceptance
from sluis.portal.agreements.rights import REPLY, SEE
from sluis.portal.agreements.tables_around import AcceptanceTable
from sluis.portal.agreements.views.around import Around, Filing, button, tabs
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.selectors import with_versions
from sluis.portal.ui.actions import Action, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.pages import DetailPage
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

LISTED = (_("Delivery terms"), "terms")


class Terms(DetailPage):
    """What counts, what counted before, and what this organisation accepted."""

    right = ANYBODY
    template_name = "agreements/terms.html"
    title = _("Delivery terms")
    subtitle = _("The version that counts is always here, and earlier ones stay.")

    def actions(self) -> Sequence[Action]:
        """To accept them; for who sees all, who did."""
        quiet, wanted = {"weight": Weight.SECONDARY}, [each for each in self.documents if each["asked"]]
        found = [button(_("Acceptances"), "agreements:acceptances", SEE, self.request, "list", **quiet)]
        if wanted:
            found.append(button(_("Accept the terms"), "agreements:terms-accept", REPLY, self.request, "check"))
        return found

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        """Each with its versions, the newest first; a fixed number of queries."""
        actor, today = actor_of(self.request), timezone.localdate()
        versions = Version.objects.visible_to(actor, ANYBODY).filter(approved_at__isnull=False)
        seen = Document.objects.visible_to(actor, ANYBODY).filter(kind=accepting.KIND, public=True)
        mine, asks = self._accepted(), actor.may(REPLY) and actor.mandate is None
        return [_shown(each, today, mine, asks=asks) for each in with_versions(seen.order_by("title"), versions)]

    def _accepted(self) -> dict[UUID, Acceptance]:
        actor = actor_of(self.request)
        if actor.organisation is None or not actor.may(SEE):
            return {}
        own = Acceptance.objects.visible_to(actor, SEE).filter(organisation=actor.organisation)
        return {each.terms_id: each for each in own}

    def context(self) -> dict[str, Any]:
        """Documents, and the tabs."""
        return {"documents": self.documents, "tabs": tabs(actor_of(self.request))}


def _shown(document: Document, today: Any, mine: dict[UUID, Acceptance], *, asks: bool) -> dict[str, Any]:
    versions = [
        {"version": each, "counts": False, "accepted": mine.get(each.pk)}
        for each in document.seen  # type: ignore[attr-defined] # by with_versions
    ]
    for each in versions:
        if _holds(each["version"], today):
            each["counts"] = True
            break
    asked = asks and any(each["counts"] and not each["accepted"] for each in versions)
    return {"document": document, "versions": versions, "asked": asked}


def _holds(version: Version, on: Any) -> bool:
    begun = version.valid_from is None or version.valid_from <= on
    return begun and (version.valid_until is None or version.valid_until >= on)


class Accept(Filing):
    """Accept what counts, for one's organisation."""

    right = REPLY
    title = _("Accept the delivery terms")
    listed = LISTED
    submit = _("Accept the terms")
    message = _("The acceptance was recorded, with who did it and when.")

    @cached_property
    def wanted(self) -> list[Version]:
        """What was not accepted yet."""
        home = self.actor.organisation
        if home is None:
            raise Http404
        return accepting.to_accept(home, timezone.localdate())

    def form(self) -> Any:
        """A box to tick, for each document."""
        found = {
            f"terms-{each.pk}": forms.BooleanField(
                label=gettext("I read %(title)s, version %(number)d, and accept it for %(organisation)s.")
                % {"title": each.document.title, "number": each.number, "organisation": self.actor.organisation}
            )
            for each in self.wanted
        }
        self.form_class = type("Accepting", (Form,), found)
        return super().form()

    def context(self) -> dict[str, Any]:
        """What there is to accept."""
        return {"wanted": self.wanted}

    template_name = "agreements/terms_accept.html"

    def save(self, form: Any) -> object:  # noqa: ARG002 - each box was ticked
        """Call the service, for each that was shown and ticked."""
        if not self.wanted:
            raise Refused(access.GONE_ALREADY)
        return [accepting.accept(self.actor, terms=each) for each in self.wanted]


class Acceptances(Around):
    """Who accepted which version, when; others see their own."""

    title = _("Acceptances of terms")
    table_class = AcceptanceTable
    search_fields = ("organisation__name", "terms__document__title")
    empty = _("Nobody has accepted terms yet.")

    def rows(self) -> QuerySet[Any]:
        """Newest first."""
        seen: QuerySet[Any] = Acceptance.objects.visible_to(self.actor, SEE)
        return seen.select_related("organisation", "terms__document").defer("terms__content")

    @cached_property
    def table(self) -> Any:
        """With the names of those who may be known."""
        made = super().table
        made.names = names(self, self.rows().values_list("accepted_by", flat=True))
        return made


def names(page: Any, actors: Any) -> dict[str, str]:
    """`person:…` → name, of those whom this reader may know."""
    ids = {each.removeprefix("person:") for each in actors if each.startswith("person:")}
    seen = Person.people.visible_to(page.actor, SEE).filter(pk__in=ids)
    return {f"person:{pk}": name for pk, name in seen.values_list("pk", "name")}
