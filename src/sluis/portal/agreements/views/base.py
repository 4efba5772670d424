"""What pages about an agreement have in common."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Side
from sluis.agreement.standing import Standing, State
from sluis.portal.access.actor import Actor
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.rights import Right
from sluis.portal.agreements.happening import now
from sluis.portal.agreements.models import Agreement, Version
from sluis.portal.agreements.rights import SEE
from sluis.portal.agreements.sides import side_of
from sluis.portal.agreements.wording import STATES, TONES
from sluis.portal.ui.actions import Action, Badge, Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import Page


class OfAgreement(Page):
    """A page about the agreement in the address."""

    right: ClassVar[Right] = SEE
    kwargs: dict[str, Any]

    @property
    def actor(self) -> Actor:
        """Who is at work."""
        return actor_of(self.request)

    @property
    def side(self) -> Side:
        """For which party."""
        return side_of(self.actor)

    @cached_property
    def agreement(self) -> Agreement:
        """Of which the page is."""
        return visible(self.request, Agreement, self.right, self.kwargs["pk"], "organisation", "main", "current")

    @cached_property
    def standing(self) -> Standing:
        """Where it stands now."""
        return now(self.agreement, self.actor.at)

    def may(self, right: Right) -> bool:
        """Whether this person may do it with this agreement."""
        return self.actor.reaches(right, self.agreement.organisation_id)

    def button(self, label: Text, name: str, right: Right, icon: str, pk: Any = None, **more: Any) -> Action:
        """A button for who may."""
        allowed = self.may(right)
        to = reverse(f"agreements:{name}", args=[pk or self.agreement.pk])
        return Action(label, to, icon, shown=lambda _request: allowed, **more)

    @property
    def address(self) -> str:
        """Of the agreement's page."""
        return reverse("agreements:agreement", args=[self.agreement.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the agreement when this is another page about it."""
        return (Crumb(_("Agreements"), "agreements:list"), Crumb(self.agreement.number, self.address))

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        state = self.standing.state
        return (Badge(STATES[state], TONES[state]),)

    @property
    def is_over(self) -> bool:
        """Whether nothing follows any more."""
        return self.standing.state in (State.CLOSED, State.SUPERSEDED, State.WITHDRAWN)


class OfVersion(OfAgreement):
    """A page about the version in the address."""

    @cached_property
    def version(self) -> Version:
        """Of which the page is."""
        return visible(
            self.request, Version, self.right, self.kwargs["pk"], "agreement__organisation", "agreement__main",
            "agreement__current",
        )  # fmt: skip

    @cached_property
    def agreement(self) -> Agreement:
        """Whose version it is."""
        found: Agreement = self.version.agreement
        return found

    @property
    def version_address(self) -> str:
        """Of the version's page."""
        return reverse("agreements:version", args=[self.version.pk])
