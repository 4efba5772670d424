"""Pages about people, for whoever may see or change them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Grant, Person, Statement
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.recognising import day_of
from sluis.portal.access.rights import Right
from sluis.portal.access.roles import Role
from sluis.portal.people import checklist, correcting, filters, granting, selectors, sessions, tables
from sluis.portal.people.forms import Giving, PersonData
from sluis.portal.people.models import Screening, Training
from sluis.portal.people.rights import CHANGE, GRANT, INVITE, RECORD, REVIEW, SEE
from sluis.portal.people.tables import state_of
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage


def shown_with(right: Right) -> Any:
    """Shown to whoever has a right."""
    return lambda request: actor_of(request).may(right)


def reaches(right: Right, organisation: Any) -> Any:
    """Shown to whoever has a right over an organisation's records."""
    return lambda request: actor_of(request).reaches(right, organisation)


PEOPLE = Crumb(_("People"), "people:list")


class People(ListPage):
    """Everybody of the organisation; for the operator's staff, everybody."""

    right = SEE
    title = _("People")
    filter_class = filters.People
    search_fields = ("name", "email", "position")
    empty = _("There is nobody yet. Invite the first person with the button above.")

    @property
    def table_class(self) -> Any:
        """Without the organisation for who sees one only."""
        return tables.People if actor_of(self.request).reaches_all(SEE) else tables.Colleagues

    def actions(self) -> list[Action]:
        """Where to go from here."""
        own = actor_of(self.request).organisation
        return [
            Action(_("Reviews of rights"), "people:reviews", "checklist", shown_with(REVIEW), Weight.SECONDARY),
            Action(_("Invitations"), "people:invitations", "mail", shown_with(INVITE), Weight.SECONDARY),
            Action(
                _("Invite somebody"),
                reverse("people:invite", args=[own.pk]) if own else "/",
                "user-plus",
                shown_with(INVITE),
            ),
        ]

    def rows(self) -> QuerySet[Any]:
        """Whom the actor may see."""
        return selectors.people(actor_of(self.request))


class OfPerson:
    """A page about one person."""

    request: HttpRequest
    kwargs: dict[str, Any]
    right: Right

    @cached_property
    def person(self) -> Person:
        """Who, or the same 404 for nobody and for another organisation's."""
        return visible(self.request, Person, self.right, self.kwargs["pk"], "organisation")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the person's page."""
        return [PEOPLE, Crumb(self.person.name, reverse("people:person", args=[self.person.pk]))]

    @property
    def subtitle(self) -> Any:
        """Who it is about."""
        return self.person.name

    @property
    def success_url(self) -> str:
        """Back to the person's page."""
        return reverse("people:person", args=[self.person.pk])


class PersonPage(OfPerson, DetailPage):
    """One person: data, roles with who gave them, checklist, sessions, last events."""

    right = SEE
    template_name = "people/person.html"

    @cached_property
    def person(self) -> Person:
        """With what access needs."""
        visible(self.request, Person, SEE, self.kwargs["pk"])
        return selectors.people(actor_of(self.request)).get(pk=self.kwargs["pk"])

    @property
    def title(self) -> Any:
        """The name."""
        return self.person.name

    @property
    def subtitle(self) -> Any:
        """Position and organisation."""
        return ", ".join(filter(None, (self.person.position, self.person.organisation.name)))

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return [PEOPLE]

    def badges(self) -> Sequence[Badge]:
        """How the person stands."""
        return [state_of(self.person)]

    def actions(self) -> Sequence[Action]:
        """What can be done, while the person is here."""
        if self.person.left_on or not self.person.is_active:
            return []
        home, pk = self.person.organisation_id, self.person.pk
        change = reaches(CHANGE, home)
        return [
            Action(_("Change"), reverse("people:change", args=[pk]), "pencil", change, Weight.SECONDARY),
            Action(_("Give a role"), reverse("people:give", args=[pk]), "shield-check", reaches(GRANT, home)),
            Action(_("Leaves"), reverse("people:leave", args=[pk]), "user-off", change, Weight.DANGER),
        ]

    def context(self) -> dict[str, Any]:
        """Everything about the person."""
        actor, person = actor_of(self.request), self.person
        grants = list(Grant.objects.visible_to(actor, SEE).filter(person=person).order_by("-granted_at", "pk"))
        today = day_of(actor.at)
        return {
            "person": person,
            "grants": [(one, one.withdrawn_at is None and (not one.ends_on or one.ends_on >= today)) for one in grants],
            "names": selectors.names_of({one.granted_by for one in grants} | {one.withdrawn_by for one in grants}),
            "items": checklist.items(person, today),
            "statements": Statement.objects.visible_to(actor, SEE).filter(person=person).order_by("-signed_on"),
            "screenings": Screening.objects.visible_to(actor, SEE).filter(person=person),
            "trainings": Training.objects.visible_to(actor, SEE).filter(person=person),
            "sessions": sessions.number_of(person),
            "events": selectors.last_events(person),
            "may_grant": actor.reaches(GRANT, person.organisation_id) and person.is_active,
            "may_change": actor.reaches(CHANGE, person.organisation_id) and person.is_active,
            "may_record": actor.reaches(RECORD, person.organisation_id) and person.is_active,
        }


class Change(OfPerson, FormPage):
    """Change somebody's data."""

    right = CHANGE
    title = _("Change data")
    form_class = PersonData
    message = _("The data were changed.")

    def form_options(self) -> dict[str, Any]:
        """Of the person."""
        return {"instance": visible(self.request, Person, CHANGE, self.kwargs["pk"])}

    def save(self, form: Any) -> object | None:
        """Change them."""
        return correcting.change_person(actor_of(self.request), person=self.person, **form.cleaned_data)


class Give(OfPerson, FormPage):
    """Give somebody a role."""

    right = GRANT
    title = _("Give a role")
    form_class = Giving
    submit = _("Give this role")
    message = _("The role was given. It counts from now.")
    template_name = "people/roles_form.html"

    def form_options(self) -> dict[str, Any]:
        """The roles of the person's kind of organisation."""
        return {"organisation": self.person.organisation}

    def save(self, form: Any) -> object | None:
        """Give it."""
        return granting.give(actor_of(self.request), person=self.person, **form.cleaned_data)


class Withdraw(ConfirmPage):
    """Withdraw a role."""

    right = GRANT
    title = _("Withdraw a role")
    submit = _("Withdraw the role")
    message = _("The role was withdrawn.")
    asks_reason = True

    @cached_property
    def grant(self) -> Grant:
        """Which."""
        return visible(self.request, Grant, GRANT, self.kwargs["pk"], "person", "organisation")

    @property
    def subtitle(self) -> Any:
        """Which role of whom."""
        return f"{self.grant} – {self.grant.person.name}"

    @property
    def success_url(self) -> str:
        """Back to the person's page."""
        return reverse("people:person", args=[self.grant.person_id])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the person's page."""
        return [PEOPLE, Crumb(self.grant.person.name, self.success_url)]

    def consequences(self) -> Sequence[Any]:
        """What happens then."""
        said: list[Any] = [
            _("%(name)s can no longer do what goes with this role, from the next click on.")
            % {"name": self.grant.person.name}
        ]
        if self.grant.role == Role.ADMINISTRATOR.value:
            said.append(_("Invitations that this person made and that nobody accepted yet are withdrawn."))
        return said

    def do(self, reason: str) -> object | None:
        """Withdraw it."""
        return granting.withdraw(actor_of(self.request), grant=self.grant, reason=reason)
