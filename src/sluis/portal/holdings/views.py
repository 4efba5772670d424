"""What is held, for whom it is about and for the operator."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Term, worded
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.holdings import rights
from sluis.portal.holdings.counting import Counted, count, past_term, terms_for
from sluis.portal.holdings.forms import TermForm
from sluis.portal.holdings.register import Holding, held
from sluis.portal.holdings.setting import decides, set_term
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage
from sluis.portal.ui.refusing import reader_language


class Organisations(tables.Table):
    """Of whom things are held."""

    name = tables.Column(_("Organisation"), linkify=("holdings:organisation", {"pk": tables.A("pk")}))
    ended_on = tables.DateColumn(_("Ended on"))


class Held(ListPage):
    """The organisations of which one may see what is held: one's own, or all."""

    right = rights.SEE
    title = _("What is held")
    subtitle = _("All records that Sluis holds for an organisation, for how long, and how to take them along.")
    table_class = Organisations
    search_fields = ("name",)
    empty = _("There is no organisation yet.")

    def rows(self) -> QuerySet[Organisation]:
        """Those that this person may see."""
        found: QuerySet[Organisation] = Organisation.objects.visible_to(actor_of(self.request), self.right)
        return found.order_by("name")

    def actions(self) -> list[Action]:
        """The operator's: terms, and what is past them."""
        may = actor_of(self.request).may(rights.TERMS)

        def shown(_request: HttpRequest) -> bool:
            return may

        return [
            Action(_("Past their term"), "holdings:past", icon="alert-triangle", weight=Weight.SECONDARY, shown=shown),
        ]


class _OfOrganisation:
    """What the pages about one organisation have in common."""

    right = rights.SEE
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation of the address."""
        return visible(self.request, Organisation, self.right, self.kwargs["pk"])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (Crumb(_("What is held"), "holdings:list"),)


class OrganisationHoldings(_OfOrganisation, DetailPage):
    """What is held for one organisation."""

    template_name = "holdings/organisation.html"

    @property
    def title(self) -> Text:
        """For whom."""
        return gettext("What is held for %(name)s") % {"name": self.organisation.name}

    def context(self) -> dict[str, Any]:
        """The counts."""
        actor = actor_of(self.request)
        may = actor.reaches(rights.TERMS, self.organisation.pk)
        return {
            "organisation": self.organisation,
            "rows": [
                (one, _in_words(one.holding, one.term), may and decides(actor, self.organisation, one.holding))
                for one in self._counted(actor)
            ],
        }

    def _counted(self, actor: Actor) -> list[Counted]:
        """What there is first, then the kinds of which there is nothing."""
        return sorted(count(self.organisation, actor.at), key=lambda one: (not one.count, str(one.holding.label)))


class SetTerm(_OfOrganisation, FormPage):
    """For how long one kind of record is kept."""

    right = rights.TERMS
    form_class = TermForm
    message = _("The term was set.")

    @cached_property
    def holding(self) -> Holding:
        """The kind of record of the address; one whose term can run."""
        found = held().get(self.kwargs["record"])
        if found is None or not found.since:
            raise Http404
        return found

    @property
    def title(self) -> Text:
        """Of what."""
        return gettext("Term of: %(label)s") % {"label": self.holding.label}

    @property
    def subtitle(self) -> Text:
        """For whom."""
        if self.organisation.is_operator:
            return _("This is also the term of every organisation that has none of its own.")
        return self.organisation.name

    def crumbs(self) -> Sequence[Crumb]:
        """Below the organisation."""
        there = reverse("holdings:organisation", args=[self.organisation.pk])
        return (*super().crumbs(), Crumb(self.organisation.name, there))

    def initial(self) -> dict[str, Any]:
        """The term that holds now."""
        term = terms_for(self.organisation)[self.holding.record]
        return {"count": term.count, "unit": term.unit.value} if term else {"unit": "years"}

    def save(self, form: TermForm) -> object:
        """Set it."""
        set_term(
            actor_of(self.request), organisation=self.organisation, record=self.holding.record,
            term=form.cleaned_data["term"],
        )  # fmt: skip
        return reverse("holdings:organisation", args=[self.organisation.pk])


class Past(DetailPage):
    """What should be gone."""

    right = rights.TERMS
    template_name = "holdings/past.html"
    title = _("Records past their term")
    subtitle = _("The organisation decides whether they are destroyed; ask for it on its page.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (Crumb(_("What is held"), "holdings:list"),)

    def context(self) -> dict[str, Any]:
        """Per organisation and kind."""
        actor = actor_of(self.request)
        seen = {each.pk: each for each in Organisation.objects.visible_to(actor, self.right)}
        rows = [
            (seen[pk], held()[name].label, number) for (pk, name), number in past_term(actor.at).items() if pk in seen
        ]
        return {"rows": sorted(rows, key=lambda row: (row[0].name, str(row[1])))}


def _in_words(holding: Holding, term: Term | None) -> str:
    if term is None:
        return gettext("as long as the organisation is a party")
    since = holding.model._meta.get_field(holding.since).verbose_name  # type: ignore[union-attr]
    return gettext("%(term)s after: %(since)s") % {"term": worded(term, reader_language()), "since": since}
