"""The lists, and the pages on which one chooses the agreement."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.agreement.standing import RUNNING, State
from sluis.portal.access.pages import actor_of, shown_to
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.rights import SEE as SEE_AGREEMENTS
from sluis.portal.audits import rights
from sluis.portal.audits.filters import AuditFilter, InfoFilter
from sluis.portal.audits.forms import BeginForm
from sluis.portal.audits.models import OWN, Audit, Inforequest
from sluis.portal.audits.tables import AuditTable, InfoTable, OwnTable
from sluis.portal.audits.views.base import INFO, LIST, OfSide
from sluis.portal.oversight.rights import SEE_MEASURES
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.pages import FormPage

BOUND = [state.value for state in (*RUNNING, State.ENDED)]


class Audits(ListPage):
    """Those that this person may see."""

    right = rights.SEE
    title = _("Audits and findings")
    subtitle = _("What is audited, what was found and what became of it. Confidential: for few eyes on either side.")
    table_class = AuditTable
    filter_class = AuditFilter
    search_fields = ("number", "scope", "organisation__name", "auditor")
    empty = _("No audit was asked for yet. A controller asks for one under an agreement.")

    def rows(self) -> QuerySet[Any]:
        """With their organisations."""
        found: QuerySet[Any] = Audit.objects.visible_to(actor_of(self.request), rights.SEE)
        return found.select_related("organisation").order_by("-asked_at")

    def actions(self) -> list[Action]:
        """Ask for one; the other lists."""
        return [
            Action(_("Ask for an audit"), "audits:begin", "plus", shown_to(rights.ASK)),
            Action(_("Admit the authority"), "audits:admit", "building-bank", shown_to(rights.ADMIT), Weight.SECONDARY),
            Action(_("Calendar"), "audits:calendar", "calendar", shown_to(rights.PLAN_OWN), Weight.SECONDARY),
            Action(_("Requests for information"), "audits:inforequests", "message", weight=Weight.SECONDARY),
            Action(
                _("Adequacy of measures"), "audits:coverage", "shield-check", shown_to(SEE_MEASURES), Weight.SECONDARY
            ),
        ]


class Calendar(ListPage):
    """The operator's own audits by their day."""

    right = rights.SEE
    title = _("Calendar of own audits")
    subtitle = _("Internal and external audits on ISO 27001, NEN 7510 and NEN 7512: auditor, scope, day and rhythm.")
    table_class = OwnTable
    search_fields = ("number", "scope", "auditor", "standards")
    empty = _("No own audit was planned yet. Plan the first one, and say how often it comes back.")

    def rows(self) -> QuerySet[Any]:
        """The latest day first."""
        kinds = [kind.value for kind in OWN]
        found: QuerySet[Any] = Audit.objects.visible_to(actor_of(self.request), rights.SEE)
        return found.filter(kind__in=kinds).order_by("-held_on")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the audits."""
        return (LIST,)

    def actions(self) -> list[Action]:
        """Plan one."""
        return [Action(_("Plan own audit"), "audits:plan-own", "plus", shown_to(rights.PLAN_OWN))]


class Inforequests(ListPage):
    """Those that this person may see."""

    right = rights.SEE
    title = _("Requests for information")
    subtitle = _("What controllers ask, with the day that they set. Answers are confidential.")
    table_class = InfoTable
    filter_class = InfoFilter
    search_fields = ("number", "question", "organisation__name")
    empty = _("Nothing was asked yet. A controller asks under an agreement.")

    def rows(self) -> QuerySet[Any]:
        """With their organisations."""
        found: QuerySet[Any] = Inforequest.objects.visible_to(actor_of(self.request), rights.SEE)
        return found.select_related("organisation").order_by("-asked_at")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the audits."""
        return (LIST,)

    def actions(self) -> list[Action]:
        """Ask."""
        return [Action(_("Ask for information"), "audits:info-begin", "plus", shown_to(rights.ASK))]


class Begin(OfSide, FormPage):
    """Under which agreement."""

    right = rights.ASK
    title = _("Ask for an audit")
    form_class = BeginForm
    submit = _("Next")
    leads_to: ClassVar[str] = "audits:ask"

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST,)

    def form_options(self) -> dict[str, Any]:
        """Those that bind."""
        seen = Agreement.objects.visible_to(self.actor, SEE_AGREEMENTS).filter(state__in=BOUND)
        return {"agreements": seen}

    def save(self, form: Any) -> str:
        """Nothing yet; go on."""
        return reverse(self.leads_to, args=[form.cleaned_data["agreement"].pk])


class InfoBegin(Begin):
    """The same, for information."""

    title = _("Ask for information")
    leads_to = "audits:info-ask"

    def crumbs(self) -> Sequence[Crumb]:
        """Below its list."""
        return (LIST, INFO)
