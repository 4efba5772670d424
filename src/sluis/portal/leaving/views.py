"""All that was taken along and destroyed: the report of the work at the end of a co-operation (I-66)."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of
from sluis.portal.leaving import rights
from sluis.portal.leaving.filters import DestructionFilter
from sluis.portal.leaving.models import Destruction, Handover
from sluis.portal.leaving.tables import DestructionReport, Destructions, HandoverReport, Handovers
from sluis.portal.ui.actions import Action, Weight
from sluis.portal.ui.lists import ListPage


class _List(ListPage):
    right = rights.SEE
    search_fields = ("organisation__name", "reason")
    report_class: ClassVar[Any]

    def download(self, kind: str) -> HttpResponseBase:
        """A file says more than fits on a page."""
        self.table_class = self.report_class  # type: ignore[misc]  # of this request alone
        return super().download(kind)

    def ask(self) -> list[Action]:
        """For one's own organisation; for others it begins at what is held for them."""
        actor = actor_of(self.request)
        own: Organisation | None = actor.organisation
        if own is None:
            return []
        take, destroy = actor.reaches(rights.TAKE, own.pk), actor.reaches(rights.REQUEST, own.pk)
        return [
            Action(_("Take data along"), reverse("leaving:take", args=[own.pk]), "database-export", lambda _r: take),
            Action(
                _("Have data destroyed"), reverse("leaving:destroy", args=[own.pk]), "trash", lambda _r: destroy,
                Weight.SECONDARY,
            ),
        ]  # fmt: skip


class DestructionList(_List):
    """Destructions, with what became of them."""

    title = _("Destructions")
    subtitle = _("What is to be destroyed, what was, and the proofs. Download the list as a report.")
    table_class = Destructions
    report_class = DestructionReport
    filter_class = DestructionFilter
    empty = _("Nobody asked for a destruction yet.")

    def rows(self) -> QuerySet[Destruction]:
        """Those that this person may see."""
        found: QuerySet[Destruction] = Destruction.objects.visible_to(actor_of(self.request), self.right)
        return found.select_related("organisation").defer("first_proof", "second_proof")

    def actions(self) -> list[Action]:
        """Ask; and the handovers."""
        return [*self.ask(), Action(_("Handovers"), "leaving:handovers", "package-export", weight=Weight.QUIET)]


class HandoverList(_List):
    """Handovers, with the digests of their files."""

    title = _("Handovers")
    subtitle = _("What was taken along, when, and the digest of each file. Download the list as a report.")
    table_class = Handovers
    report_class = HandoverReport
    empty = _("Nothing was taken along yet.")

    def rows(self) -> QuerySet[Handover]:
        """Those that this person may see."""
        found: QuerySet[Handover] = Handover.objects.visible_to(actor_of(self.request), self.right)
        return found.select_related("organisation")

    def actions(self) -> list[Action]:
        """Ask; and the destructions."""
        return [*self.ask(), Action(_("Destructions"), "leaving:list", "trash", weight=Weight.QUIET)]
