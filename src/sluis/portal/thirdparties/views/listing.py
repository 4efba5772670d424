"""The lists."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to
from sluis.portal.access.recognising import day_of
from sluis.portal.thirdparties import rights, selectors
from sluis.portal.thirdparties.filters import ExpiringFilter, ProcessorFilter
from sluis.portal.thirdparties.tables import ExpiringTable, ProcessorTable, SampleTable
from sluis.portal.thirdparties.views.base import LIST
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.lists import ListPage


class Processors(ListPage):
    """Who processes for an organisation."""

    right = rights.SEE
    title = _("Processors")
    subtitle = _("Who processes personal data for your organisation, and what was agreed with them.")
    table_class = ProcessorTable
    filter_class = ProcessorFilter
    search_fields = ("name", "service", "data", "trade_register_number", "organisation__name")
    empty = _("No processor was added yet. Begin with those that reach the most sensitive data.")

    def rows(self) -> QuerySet[Any]:
        """With the agreement that counts."""
        return selectors.processors(actor_of(self.request))

    def actions(self) -> list[Action]:
        """Add one; the other lists."""
        return [
            Action(_("Add processor"), "thirdparties:new", "plus", shown_to(rights.KEEP)),
            Action(_("Expiring agreements"), "thirdparties:expiring", "calendar-due", weight=Weight.SECONDARY),
            Action(_("Samples"), "thirdparties:samples", "zoom-check", weight=Weight.SECONDARY),
        ]


class Expiring(ListPage):
    """About which agreements somebody must decide."""

    right = rights.SEE
    title = _("Expiring agreements")
    subtitle = _("Agreements with processors that expired, or will within 90 days.")
    table_class = ExpiringTable
    filter_class = ExpiringFilter
    search_fields = ("processor__name", "organisation__name")
    empty = _("No agreement expires within 90 days. You get a message and a task when one does.")

    def rows(self) -> QuerySet[Any]:
        """What expires first, first."""
        actor = actor_of(self.request)
        return selectors.expiring(actor, day_of(actor.at))

    def crumbs(self) -> Sequence[Crumb]:
        """Below the processors."""
        return (LIST,)


class Samples(ListPage):
    """Research at processors."""

    right = rights.SEE
    title = _("Samples of processors")
    subtitle = _("Research into privacy and security at processors that were drawn at random.")
    table_class = SampleTable
    search_fields = ("purpose", "organisation__name")
    empty = _("No sample was drawn yet. Once a year is a good rhythm.")

    def rows(self) -> QuerySet[Any]:
        """The last one first."""
        return selectors.samples(actor_of(self.request))

    def crumbs(self) -> Sequence[Crumb]:
        """Below the processors."""
        return (LIST,)

    def actions(self) -> list[Action]:
        """Draw one."""
        return [Action(_("Draw a sample"), "thirdparties:sample-new", "plus", shown_to(rights.RESEARCH))]
