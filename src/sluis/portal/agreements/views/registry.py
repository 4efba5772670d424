"""Quality registries."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import visible
from sluis.portal.agreements import registries
from sluis.portal.agreements.forms_around import RegistryForm
from sluis.portal.agreements.models import QualityRegistry
from sluis.portal.agreements.rights import KEEP_REGISTRIES, SEE
from sluis.portal.agreements.tables_around import RegistryTable
from sluis.portal.agreements.views.around import Around, Filing, button
from sluis.portal.ui.actions import Action
from sluis.portal.ui.navigation import Text

LISTED = (_("Quality registries"), "registries")


class Registries(Around):
    """All of them; everybody reads them."""

    title = _("Quality registries")
    subtitle = _("A delivery rests on the statutory duty only when its registry stands in the statutory register.")
    table_class = RegistryTable
    search_fields = ("name", "entry", "holder_name")
    empty = _("No quality registry was recorded yet.")

    @cached_property
    def table(self) -> Any:
        """With the way to the form, for who keeps the list."""
        made = super().table
        made.may = self.actor.may(KEEP_REGISTRIES)
        return made

    def rows(self) -> QuerySet[Any]:
        """By name."""
        found: QuerySet[Any] = QualityRegistry.objects.visible_to(self.actor, SEE)
        return found

    def actions(self) -> list[Action]:
        """A new one."""
        return [button(_("New quality registry"), "agreements:registry-new", KEEP_REGISTRIES, self.request)]


class RegistryNew(Filing):
    """Put one on the list."""

    right = KEEP_REGISTRIES
    title = _("New quality registry")
    listed = LISTED
    form_class = RegistryForm
    message = _("The quality registry was recorded.")

    def save(self, form: Any) -> object:
        """Call the service."""
        return registries.record(self.actor, data=form.cleaned_data)


class RegistryChange(Filing):
    """Change what the list says."""

    right = KEEP_REGISTRIES
    title = _("Change quality registry")
    listed = LISTED
    form_class = RegistryForm
    message = _("The change was saved.")

    @cached_property
    def registry(self) -> QualityRegistry:
        """In the address."""
        return visible(self.request, QualityRegistry, KEEP_REGISTRIES, self.kwargs["pk"])

    @property
    def subtitle(self) -> Text:
        """Which."""
        return self.registry.name

    def form_options(self) -> dict[str, Any]:
        """As it is."""
        return {"instance": self.registry}

    def save(self, form: Any) -> object:
        """Call the service."""
        return registries.change(self.actor, registry=self.registry, data=form.cleaned_data)
