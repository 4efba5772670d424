"""The list of agreements."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.rights import OFFER, SEE
from sluis.portal.agreements.tables import AgreementTable
from sluis.portal.agreements.views.around import Around, button
from sluis.portal.ui.actions import Action


class Agreements(Around):
    """Those that this person may see."""

    title = _("Agreements")
    table_class = AgreementTable
    search_fields: ClassVar[tuple[str, ...]] = ("number", "programme", "organisation__name")
    empty = _("There is no agreement yet.")

    def actions(self) -> list[Action]:
        """A new one."""
        return [button(_("New agreement"), "agreements:new", OFFER, self.request)]

    def rows(self) -> QuerySet[Any]:
        """With their parties."""
        found: QuerySet[Any] = Agreement.objects.visible_to(self.actor, SEE).select_related("organisation")
        return found.order_by("-number")
