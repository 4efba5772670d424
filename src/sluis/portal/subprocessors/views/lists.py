"""The register, and notices under agreements."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, shown_to
from sluis.portal.subprocessors.filters import NoticeFilter, SubprocessorFilter
from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.portal.subprocessors.rights import KEEP, SEE
from sluis.portal.subprocessors.tables import NoticeTable, SubprocessorTable
from sluis.portal.subprocessors.views.base import LIST
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.lists import ListPage


class Register(ListPage):
    """Subprocessors that this person may see."""

    right = SEE
    title = _("Subprocessors")
    subtitle = _("Who else works with the data, for what, and on what terms.")
    table_class = SubprocessorTable
    filter_class = SubprocessorFilter
    search_fields: ClassVar[tuple[str, ...]] = ("name", "city", "service", "trade_register_number")
    empty = _("There is no subprocessor under your agreements. Of a new one you are told here and by message.")

    def actions(self) -> list[Action]:
        """The notices; for the operator a new one."""
        return [
            Action(_("Notices"), "subprocessors:notices", icon="bell", weight=Weight.SECONDARY),
            Action(_("New subprocessor"), "subprocessors:new", icon="plus", shown=shown_to(KEEP)),
        ]

    def rows(self) -> QuerySet[Any]:
        """As far as this person may see them."""
        found: QuerySet[Any] = Subprocessor.objects.visible_to(actor_of(self.request), SEE)
        return found


class Notices(ListPage):
    """Notices that this person may see."""

    right = SEE
    title = _("Notices of subprocessors")
    subtitle = _("What each controller was told, from when it can start, and until when one can object.")
    table_class = NoticeTable
    filter_class = NoticeFilter
    search_fields: ClassVar[tuple[str, ...]] = ("subprocessor__name", "agreement__number", "organisation__name")
    empty = _("Nothing was announced under your agreements.")

    def crumbs(self) -> Sequence[Crumb]:
        """The register."""
        return (LIST,)

    def rows(self) -> QuerySet[Any]:
        """With what the table names."""
        found = Subnotice.objects.visible_to(actor_of(self.request), SEE)
        rows: QuerySet[Any] = found.select_related("subprocessor", "agreement", "organisation").order_by("-told_at")
        return rows
