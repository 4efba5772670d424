"""All specifications, and one with its versions and sources."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import shown_to
from sluis.portal.specifications import listing
from sluis.portal.specifications.filters import DataspecFilter
from sluis.portal.specifications.models import Dataspec, Specversion
from sluis.portal.specifications.parties import kinds_of
from sluis.portal.specifications.rights import KEEP, PROPOSE, SEE
from sluis.portal.specifications.tables import DataspecTable, SourceTable, VersionTable
from sluis.portal.specifications.views.base import LIST, OfDataspec, address
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage


class DataspecList(OfActor, ListPage):
    """All specifications that this person may see."""

    right = SEE
    title = _("Data specifications")
    subtitle = _("Which data are delivered, what happens to each before it leaves, and who agreed to it.")
    table_class = DataspecTable
    filter_class = DataspecFilter
    search_fields = ("title", "name", "organisation__name")
    action = Action(_("New specification"), "specifications:new", icon="plus", shown=shown_to(KEEP))

    @property
    def empty(self) -> Text:  # type: ignore[override] # what to do depends on who reads it
        """What to do when there is none."""
        if self.actor.may(KEEP):
            return _("There is no specification yet. Set one up for a flow with the button above.")
        return _("There is no specification yet. Whoever keeps one names you as a data source, or sets one up for you.")

    def rows(self) -> QuerySet[Dataspec]:
        """With what holds and what is on the way."""
        return listing.dataspecs(self.actor)


class DataspecPage(OfDataspec, DetailPage):
    """One specification."""

    template_name = "specifications/dataspec.html"

    @property
    def title(self) -> Text:
        """What people call it."""
        return self.dataspec.title

    @property
    def subtitle(self) -> Text:
        """Its name, and who keeps it."""
        return f"{self.dataspec.name} · {self.dataspec.organisation.name}"

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (LIST,)

    @cached_property
    def held(self) -> Specversion | None:
        """The version that holds today."""
        found = listing.versions(self.actor, self.dataspec).filter(Specversion.holding(self.today))
        return found.first()

    def badges(self) -> Sequence[Badge]:
        """Whether a version holds, and whether the list of fields is closed."""
        held = self.held
        found = [Badge(_("Version %(label)s holds") % {"label": held.label}, Tone.GOOD)] if held else []
        if not held:
            found.append(Badge(_("No version holds"), Tone.WARNING))
        return [*found, Badge(_("Closed list"), Tone.INFO)] if self.dataspec.closed else found

    def actions(self) -> Sequence[Action]:
        """Another version."""
        may = self.actor.may(PROPOSE) and bool(kinds_of(self.actor, self.dataspec))
        return [Action(_("Upload a version"), address("upload", self.dataspec), "file-import", lambda _r: may)]

    def context(self) -> dict[str, Any]:
        """Versions and sources."""
        keeps = self.actor.reaches(KEEP, self.dataspec.organisation_id)
        add = Action(
            _("Add data source"), address("source-new", self.dataspec), "plus", _shown(keeps), Weight.SECONDARY
        )
        versions = list(listing.versions(self.actor, self.dataspec))
        sources = list(listing.sources(self.actor, self.dataspec))
        return {
            "dataspec": self.dataspec,
            "versions": VersionTable(versions, exclude=() if len(versions) > 1 else ("compare",)),
            "sources": SourceTable(sources, may=keeps, holds=self.held is not None),
            "add_source": add if keeps else None,
        }


def _shown(may: bool) -> Any:
    def shown(request: HttpRequest) -> bool:  # noqa: ARG001 - as actions ask it
        return may

    return shown
