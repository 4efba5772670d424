"""The list, an organisation's data, its roles and who may sign for it; new ones and ends."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations import choices, establishing, registering, wording_data
from sluis.portal.organisations.ending import end
from sluis.portal.organisations.filters import PartyFilter
from sluis.portal.organisations.forms import FactorForm, NewPartyForm, PartyForm, RepresentativeForm, RoleForm
from sluis.portal.organisations.forms_ending import EndForm
from sluis.portal.organisations.models import Party, PartyRole, Representative
from sluis.portal.organisations.parts import Card, Section
from sluis.portal.organisations.rights import CHANGE, REGISTER, SEE
from sluis.portal.organisations.searching import role_kinds, role_words
from sluis.portal.organisations.tables import PartyTable, RepresentativeTable, RoleTable
from sluis.portal.organisations.views.base import (
    Changing,
    Considered,
    Ending,
    Filing,
    Tab,
    address,
    steps,
)
from sluis.portal.ui.actions import Action, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import FormPage


class Parties(ListPage):
    """All organisations, for who sees all; others go to their own."""

    right = SEE
    title = _("Organisations")
    table_class = PartyTable
    filter_class = PartyFilter
    search_fields = ("statutory_name", "trade_name", "number", "visiting_city", "chamber_of_commerce_number")
    empty = _("There are no organisations yet. Register the first one with the button above.")
    action = Action(
        _("New organisation"), "organisations:new", "plus", shown=lambda request: actor_of(request).may(REGISTER)
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The list, or one's own page."""
        if not actor_of(request).reaches_all(SEE):
            return redirect("organisations:own")
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet[Party]:
        """With their roles of today."""
        found = Party.objects.visible_to(actor_of(self.request), SEE).select_related("organisation")
        rows: QuerySet[Party] = found.annotate(role_kinds=role_kinds(timezone.localdate()))
        return rows


class Own(View):
    """The way to one's own organisation, whichever it is."""

    right = SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Go there."""
        organisation = actor_of(request).organisation
        assert organisation is not None
        return redirect("organisations:party", organisation.pk)


class Data(Tab):
    """What an organisation is."""

    template_name = "organisations/party.html"

    @cached_property
    def party(self) -> Party | None:
        """Its data, when they were entered."""
        return Party.objects.visible_to(self.actor, SEE).filter(organisation=self.organisation).first()

    @property
    def subtitle(self) -> Text:
        """Number and roles of today."""
        words = role_words([self.organisation.pk], day_of(self.actor.at)).get(self.organisation.pk, "")
        return " · ".join(part for part in (self.party.number if self.party else "", words) if part)

    def actions(self) -> Sequence[Action]:
        """Change, how its people sign in, and end; the operator always signs in with two factors, and stays."""
        found = [self.button(_("Change data"), "describe", CHANGE, "edit")]
        if not self.organisation.is_operator and self.actor.mandate is None:
            found.insert(
                0, self.button(_("Rules for signing in"), "factor", CHANGE, "shield-check", weight=Weight.SECONDARY)
            )
            if self.organisation.ended_on is None:
                found.insert(0, self.button(_("End organisation"), "end", REGISTER, "ban", weight=Weight.SECONDARY))
        return found

    def notices(self) -> Sequence[Text]:
        """What an agreement needs and is not there."""
        missing = wording_data.missing_in_words(self.organisation, day_of(self.actor.at))
        return [_("Missing for an agreement: %(names)s.") % {"names": missing}] if missing else []

    def cards(self) -> Sequence[Card]:
        """All fields."""
        return wording_data.cards(self.party) if self.party else ()

    def sections(self) -> Sequence[Section]:
        """Roles, and who may sign."""
        may = self.may(CHANGE)
        roles = PartyRole.objects.visible_to(self.actor, SEE).filter(organisation=self.organisation)
        signs = Representative.objects.visible_to(self.actor, SEE).filter(organisation=self.organisation)
        return [
            Section(
                _("Roles"),
                RoleTable(list(roles), may=may),
                _("Say what this organisation is: care provider, registry holder, processor."),
                [self.button(_("Add role"), "role-new", CHANGE, weight=Weight.SECONDARY)],
            ),
            Section(
                _("Legal representatives"),
                RepresentativeTable(list(signs), may=may),
                _("Enter who may sign for this organisation, and whether alone."),
                [self.button(_("Add representative"), "representative-new", CHANGE, weight=Weight.SECONDARY)],
            ),
        ]


class New(FormPage):
    """A new organisation."""

    right = REGISTER
    title = _("New organisation")
    form_class = NewPartyForm
    submit = _("Register")
    message = _("The organisation was registered.")
    _own = ("roles", "since", "second_factor_required")

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return steps(actor_of(self.request))

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"since": timezone.localdate()}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        roles, since, factor = (typed.pop(name) for name in self._own)
        party = registering.register(
            actor_of(self.request), data=typed, roles=roles, starts_on=since, second_factor_required=factor
        )
        return address("party", party.organisation_id)


class Describe(Filing):
    """Change the data of an organisation."""

    title = _("Change data")
    form_class = PartyForm
    message = _("The data were saved; the earlier ones stand in the history.")

    @property
    def subtitle(self) -> Text:
        """Of whom."""
        return self.organisation.name

    def form_options(self) -> dict[str, Any]:
        """The data as they are."""
        party = Party.objects.visible_to(self.actor, self.right).filter(organisation=self.organisation).first()
        return {"instance": party or Party(organisation=self.organisation, statutory_name=self.organisation.name)}

    def save(self, form: Any) -> object:
        """Call the service."""
        return registering.describe(self.actor, organisation=self.organisation, data=form.cleaned_data)


class End(Considered):
    """End an organisation."""

    right = REGISTER
    title = _("End organisation")
    form_class = EndForm
    submit = _("Show what follows")
    confirm = _("End organisation")
    loses = True
    message = _("The organisation has been ended.")

    @property
    def subtitle(self) -> Text:
        """Which."""
        return self.organisation.name

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"on": timezone.localdate()}

    def consequences(self, form: Any) -> Sequence[Text]:
        """What is lost."""
        return wording_data.consequences_of_end(self.organisation, form.cleaned_data["on"])

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        reason = choices.Ended(typed["reason"])
        return end(self.actor, organisation=self.organisation, on=typed["on"], reason=reason, words=typed["words"])


class Factor(Filing):
    """How the people of an organisation sign in."""

    title = _("Rules for signing in")
    form_class = FactorForm
    message = _("The change was saved.")

    @property
    def subtitle(self) -> Text:
        """Of whom."""
        return self.organisation.name

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {"required": self.organisation.needs_second_factor}

    def save(self, form: Any) -> object:
        """Call the service."""
        required = form.cleaned_data["required"]
        return registering.require_second_factor(self.actor, organisation=self.organisation, required=required)


class RoleNew(Filing):
    """Something that a party is as well."""

    title = _("Add role")
    form_class = RoleForm

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": timezone.localdate()}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        kind = choices.PartyRoleKind(typed["kind"])
        return establishing.take_role(
            self.actor, organisation=self.organisation, kind=kind, starts_on=typed["starts_on"]
        )


class RoleEnd(Ending):
    """A party is something no longer."""

    model = PartyRole
    title = _("End role")
    end = staticmethod(establishing.end_role)
    named = "role"


class RepresentativeNew(Filing):
    """Who may sign."""

    title = _("Add representative")
    form_class = RepresentativeForm

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": timezone.localdate()}

    def save(self, form: Any) -> object:
        """Call the service."""
        return establishing.add_representative(self.actor, organisation=self.organisation, data=form.cleaned_data)


class RepresentativeChange(Changing):
    """Change who may sign."""

    model: ClassVar[Any] = Representative
    title = _("Change representative")
    form_class = RepresentativeForm
    change = staticmethod(establishing.change_representative)
    named = "representative"


class RepresentativeEnd(Ending):
    """Somebody may sign no longer."""

    model = Representative
    title = _("End representative")
    end = staticmethod(establishing.end_representative)
    named = "representative"
