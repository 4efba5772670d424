"""The lists around agreements, with tabs from one to the other, and forms that are not about one organisation."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.pages import actor_of
from sluis.portal.access.rights import ANYBODY, Right
from sluis.portal.agreements.rights import SEE
from sluis.portal.organisations.views import base
from sluis.portal.ui.actions import Action, Crumb
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text

LISTS: tuple[tuple[Text, str, Right], ...] = (
    (_("Processing agreements"), "list", SEE),
    (_("Service agreements"), "mains", SEE),
    (_("Announcements"), "announcements", SEE),
    (_("Quality registries"), "registries", SEE),
    (_("Delivery terms"), "terms", ANYBODY),
)


def tabs(actor: Actor) -> list[Crumb]:
    """The lists that this person may see."""
    return [Crumb(label, reverse(f"agreements:{name}")) for label, name, right in LISTS if actor.may(right)]


def button(label: Text, to: str, right: Right, request: HttpRequest, icon: str = "plus", **more: Any) -> Action:
    """A button for who has a right."""
    allowed = actor_of(request).may(right)
    return Action(label, to, icon, shown=lambda _request: allowed, **more)


class Around(ListPage):
    """A list with the tabs above it."""

    right: ClassVar[Right] = SEE
    template_name = "agreements/listed.html"

    @property
    def actor(self) -> Actor:
        """Who is at work."""
        return actor_of(self.request)

    def context(self) -> dict[str, Any]:
        """With the tabs."""
        return super().context() | {"tabs": tabs(self.actor)}


class Filing(base.Filing):
    """A form whose service may find that it cannot be so, too; one goes back to a list or a page.

    Attributes:
        listed: label and name of the list above it.
    """

    listed: ClassVar[tuple[Text, str]]

    @property
    def success_url(self) -> str:
        """Back to the list."""
        return reverse(f"agreements:{self.listed[1]}")

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (Crumb(self.listed[0], f"agreements:{self.listed[1]}"),)


class Considered(Filing, base.Considered):
    """A form that shows what follows before it is done."""
