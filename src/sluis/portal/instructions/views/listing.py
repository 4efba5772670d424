"""The lists, and the page on which one chooses the agreement."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.agreement.standing import RUNNING
from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import actor_of, shown_to
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.rights import SEE as SEE_AGREEMENTS
from sluis.portal.instructions import rights
from sluis.portal.instructions.filters import CompelledFilter, InstructionFilter
from sluis.portal.instructions.forms import BeginForm
from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.instructions.tables import CompelledTable, InstructionTable
from sluis.portal.instructions.views.base import COMPELLED, LIST
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.pages import FormPage


class Instructions(ListPage):
    """Those that this person may see."""

    right = rights.SEE
    title = _("Instructions")
    subtitle = _("What controllers instructed in writing, what the processor thinks of it, and what became of it.")
    table_class = InstructionTable
    filter_class = InstructionFilter
    search_fields = ("number", "text", "organisation__name")
    empty = _("No instruction was given yet. The controller gives one under an agreement that is in force.")

    def rows(self) -> QuerySet[Any]:
        """With their organisations."""
        found: QuerySet[Any] = Instruction.objects.visible_to(actor_of(self.request), rights.SEE)
        return found.select_related("organisation").order_by("-given_at")

    def actions(self) -> list[Action]:
        """Give one; what the law compels."""
        return [
            Action(_("Give an instruction"), "instructions:begin", "plus", shown_to(rights.GIVE)),
            Action(_("Compelled by law"), "instructions:compelled-list", "gavel", weight=Weight.SECONDARY),
        ]


class CompelledList(ListPage):
    """Those that this person may see."""

    right = rights.SEE
    title = _("Compelled by law")
    subtitle = _(
        "Processing, or deviation from an instruction, because of a legal duty; the controller is told before."
    )
    table_class = CompelledTable
    filter_class = CompelledFilter
    search_fields = ("number", "provision", "agreement__organisation__name")
    empty = _("Nothing was compelled yet. The operator records it before it starts.")

    def rows(self) -> QuerySet[Any]:
        """With their controllers."""
        found: QuerySet[Any] = Compelled.objects.visible_to(actor_of(self.request), rights.SEE)
        return found.select_related("agreement__organisation").order_by("-recorded_at")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the instructions."""
        return (LIST,)

    def actions(self) -> list[Action]:
        """Record one."""
        return [Action(_("Record what is compelled"), "instructions:compelled-begin", "plus", shown_to(rights.COMPEL))]


class Begin(OfActor, FormPage):
    """Under which agreement."""

    right = rights.GIVE
    title = _("Give an instruction")
    form_class = BeginForm
    submit = _("Next")
    leads_to: ClassVar[str] = "instructions:give"

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (LIST,)

    def form_options(self) -> dict[str, Any]:
        """Those that run."""
        states = [state.value for state in RUNNING]
        seen = Agreement.objects.visible_to(self.actor, SEE_AGREEMENTS).filter(state__in=states)
        return {"agreements": seen}

    def save(self, form: Any) -> str:
        """Nothing yet; go on."""
        return reverse(self.leads_to, args=[form.cleaned_data["agreement"].pk])


class CompelledBegin(Begin):
    """The same, for what is compelled."""

    right = rights.COMPEL
    title = _("Record what is compelled")
    leads_to = "instructions:compel"

    def crumbs(self) -> Sequence[Crumb]:
        """Below its list."""
        return (LIST, COMPELLED)
