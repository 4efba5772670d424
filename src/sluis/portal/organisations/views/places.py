"""Establishments and codes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations import establishing
from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.coding import end_code, give_code
from sluis.portal.organisations.forms import CodeForm, EstablishmentForm, NewEstablishmentForm
from sluis.portal.organisations.models import Establishment, PartyCode
from sluis.portal.organisations.parts import Section
from sluis.portal.organisations.rights import CHANGE, SEE
from sluis.portal.organisations.tables import CodeTable, EstablishmentTable
from sluis.portal.organisations.views.base import Changing, Ending, Filing, Tab
from sluis.portal.ui.actions import Weight


class Places(Tab):
    """Where an organisation works, and how others know it."""

    def sections(self) -> Sequence[Section]:
        """Establishments, and all codes."""
        may = self.may(CHANGE)
        codes = PartyCode.objects.visible_to(self.actor, SEE).filter(organisation=self.organisation)
        places = Establishment.objects.visible_to(self.actor, SEE).filter(organisation=self.organisation)
        places = places.prefetch_related(Prefetch("codes", queryset=codes, to_attr="codes_held"))
        return [
            Section(
                _("Establishments"),
                EstablishmentTable(list(places), may=may),
                _("Add an establishment with its branch number, AGB code and URA number."),
                [self.button(_("Add establishment"), "establishment-new", CHANGE, weight=Weight.SECONDARY)],
            ),
            Section(
                _("Codes"),
                CodeTable(list(codes.select_related("establishment")), may=may),
                _("Add the codes by which others know this organisation."),
                [self.button(_("Add code"), "code-new", CHANGE, weight=Weight.SECONDARY)],
                _("The Chamber of Commerce number follows from the data of the organisation."),
            ),
        ]


class EstablishmentNew(Filing):
    """A new establishment."""

    title = _("Add establishment")
    tab = "places"
    form_class = NewEstablishmentForm

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": timezone.localdate(), "country": "NL"}

    def save(self, form: Any) -> object:
        """Call the service."""
        codes = form.codes()
        return establishing.open_establishment(
            self.actor, organisation=self.organisation, data=form.cleaned_data, codes=codes
        )


class EstablishmentChange(Changing):
    """Change an establishment."""

    model: ClassVar[Any] = Establishment
    title = _("Change establishment")
    tab = "places"
    form_class = EstablishmentForm
    change = staticmethod(establishing.change_establishment)
    named = "establishment"


class EstablishmentEnd(Ending):
    """Close an establishment."""

    model = Establishment
    title = _("Close establishment")
    submit = _("Close")
    tab = "places"
    end = staticmethod(establishing.close_establishment)
    named = "establishment"


class CodeNew(Filing):
    """A new code."""

    title = _("Add code")
    tab = "places"
    form_class = CodeForm

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": timezone.localdate()}

    def form_options(self) -> dict[str, Any]:
        """Of which establishments."""
        found = Establishment.objects.visible_to(self.actor, self.right).filter(organisation=self.organisation)
        return {"establishments": found}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        return give_code(self.actor, organisation=self.organisation, **(typed | {"kind": CodeKind(typed["kind"])}))


class CodeEnd(Ending):
    """A code ends."""

    model = PartyCode
    title = _("End code")
    tab = "places"
    end = staticmethod(end_code)
    named = "code"
