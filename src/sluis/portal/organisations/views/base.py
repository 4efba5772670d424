"""What the pages of an organisation have in common: its tabs, forms that call a service, and ends."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.rights import Right
from sluis.portal.access.tenancy import Owned
from sluis.portal.organisations.forms_ending import LastDay
from sluis.portal.organisations.parts import Card, Section
from sluis.portal.organisations.rights import CHANGE, SEE, SEE_SECRECY
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone
from sluis.portal.ui.actions import visible as shown
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage, Page
from sluis.refusals import Refused

TABS = (
    (_("Data"), "party", SEE),
    (_("Establishments and codes"), "places", SEE),
    (_("Contacts"), "contacts", SEE),
    (_("Mandates"), "mandates", SEE),
    (_("Certificates"), "certificates", SEE),
    (_("Relations"), "relations", SEE),
    (_("Confidentiality"), "secrecy", SEE_SECRECY),
    (_("History"), "history", SEE),
)


def address(name: str, pk: UUID) -> str:
    """Where a page of this app is."""
    return reverse(f"organisations:{name}", args=[pk])


def tabs(actor: Actor, organisation: Organisation) -> list[Crumb]:
    """The parts of an organisation's page that this person may see."""
    return [Crumb(label, address(name, organisation.pk)) for label, name, right in TABS if actor.may(right)]


def steps(actor: Actor, *more: Crumb) -> Sequence[Crumb]:
    """The way to a page: the list, for who has one."""
    first = (Crumb(_("Organisations"), "organisations:list"),) if actor.reaches_all(SEE) else ()
    return (*first, *more)


class OfOrganisation(Page):
    """A page about an organisation whose id stands in the address, or whose record does."""

    right: ClassVar[Right] = SEE
    kwargs: dict[str, Any]

    @property
    def actor(self) -> Actor:
        """Who is at work."""
        return actor_of(self.request)

    @cached_property
    def organisation(self) -> Organisation:
        """Of whom the page is."""
        return visible(self.request, Organisation, self.right, self.kwargs["pk"])

    def may(self, right: Right) -> bool:
        """Whether this person may do it for this organisation."""
        return self.actor.reaches(right, self.organisation.pk)

    def button(self, label: Text, name: str, right: Right, icon: str = "plus", **more: Any) -> Action:
        """A button for who may."""
        allowed = self.may(right)
        return Action(label, address(name, self.organisation.pk), icon, shown=lambda _request: allowed, **more)


class Tab(OfOrganisation, DetailPage):
    """One part of an organisation's page."""

    template_name = "organisations/tab.html"

    @property
    def title(self) -> Text:
        """The organisation's name."""
        return self.organisation.name

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return steps(self.actor)

    def badges(self) -> Sequence[Badge]:
        """Whether it operates the installation, and whether it is still there."""
        ended, found = self.organisation.ended_on, []
        if self.organisation.is_operator:
            found.append(Badge(_("Operator"), Tone.INFO))
        if ended and ended <= timezone.localdate():
            found.append(Badge(_("Ended"), Tone.NEUTRAL))
        elif ended:
            found.append(Badge(_("Ends"), Tone.WARNING))
        return found

    def cards(self) -> Sequence[Card]:
        """What stands in words."""
        return ()

    def sections(self) -> Sequence[Section]:
        """What stands in tables."""
        return ()

    def notices(self) -> Sequence[Text]:
        """What the reader should put right."""
        return ()

    def context(self) -> dict[str, Any]:
        """All of it."""
        return {
            "organisation": self.organisation,
            "tabs": tabs(self.actor, self.organisation),
            "cards": self.cards(),
            "sections": [replace(each, actions=shown(each.actions, self.request)) for each in self.sections()],
            "notices": self.notices(),
        }


class Listed(OfOrganisation, ListPage):
    """One part of an organisation's page that is a list with search and download."""

    template_name = "organisations/listed.html"

    @property
    def title(self) -> Text:
        """The organisation's name."""
        return self.organisation.name

    def crumbs(self) -> Sequence[Crumb]:
        """The list of organisations."""
        return steps(self.actor)

    def context(self) -> dict[str, Any]:
        """With the tabs above it."""
        more = {"tabs": tabs(self.actor, self.organisation), "organisation": self.organisation}
        return super().context() | more


class Filing(OfOrganisation, FormPage):
    """A form whose service may find that it cannot be so, too."""

    right: ClassVar[Right] = CHANGE
    tab: ClassVar[str] = "party"

    @property
    def success_url(self) -> str:
        """Back to the tab."""
        return address(self.tab, self.organisation.pk)

    def crumbs(self) -> Sequence[Crumb]:
        """The organisation, at the tab."""
        return steps(self.actor, Crumb(self.organisation.name, self.success_url))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As a form does; what the service's own check finds stands beside the fields."""
        try:
            return super().post(request, *args, **kwargs)
        except ValidationError as error:
            form = self.form()
            form.full_clean()
            for name, errors in error.update_error_dict({}).items():
                form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)
            return self.show(422, form=form, cancel=self.cancel())


class OfRecord(Filing):
    """A form about one record of an organisation.

    Attributes:
        model: of the record.
        related: what is read along.
    """

    model: ClassVar[type[Owned]]
    related: ClassVar[tuple[str, ...]] = ()

    @cached_property
    def record(self) -> Any:
        """The record in the address."""
        return visible(self.request, self.model, self.right, self.kwargs["pk"], "organisation", *self.related)

    @cached_property
    def organisation(self) -> Organisation:
        """Whose it is."""
        found: Organisation = self.record.organisation
        return found

    @property
    def subtitle(self) -> Text:
        """Which record it is."""
        return str(self.record)


class Changing(OfRecord):
    """A form with the record's values; `change` is the service."""

    change: ClassVar[Callable[..., object]]
    named: ClassVar[str]
    message: ClassVar[Text] = _("The change was saved.")

    def form_options(self) -> dict[str, Any]:
        """The record itself."""
        return {"instance": self.record}

    def save(self, form: Any) -> object:
        """Call the service."""
        return type(self).change(self.actor, **{self.named: self.record}, data=form.cleaned_data)


class Ending(OfRecord):
    """Asks for the last day of a record; `end` is the service."""

    form_class = LastDay
    submit: ClassVar[Text] = _("End")
    title: ClassVar[Text] = _("End")
    dangerous: ClassVar[bool] = True
    end: ClassVar[Callable[..., object]]
    named: ClassVar[str]

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"last_day": timezone.localdate()}

    def save(self, form: Any) -> object:
        """Call the service."""
        return type(self).end(self.actor, **{self.named: self.record}, last_day=form.cleaned_data["last_day"])


class Considered(Filing):
    """A form that shows what follows from it before it is done; nothing is saved until it is sent a second time.

    Attributes:
        confirm: the words on the second button.
        loses: whether something is lost by it, which the second button shows.
    """

    confirm: ClassVar[Text] = _("Confirm")
    loses: ClassVar[bool] = False

    def consequences(self, form: Any) -> Sequence[Text]:
        """What happens then, one sentence each; may refuse."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The first time: show it. The second time: do it."""
        form = self.form()
        if "confirmed" in request.POST or not form.is_valid():
            return super().post(request, *args, **kwargs)
        try:
            sentences = self.consequences(form)
        except Refused as refusal:
            form.refuse(refusal)
            return self.show(422, form=form, cancel=self.cancel())
        self.template_name = "organisations/considered.html"
        return self.show(form=form, cancel=self.cancel(), consequences=sentences, confirm=self.confirm)
