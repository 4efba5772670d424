"""Pages about invitations."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.roles import Role
from sluis.portal.people import inviting, selectors, tables
from sluis.portal.people.forms import Inviting
from sluis.portal.people.models import Invitation
from sluis.portal.people.rights import INVITE
from sluis.portal.people.tables import invitation_state, role_names
from sluis.portal.people.views import PEOPLE
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage

INVITATIONS = Crumb(_("Invitations"), "people:invitations")


class Invitations(ListPage):
    """Who was invited."""

    right = INVITE
    title = _("Invitations")
    table_class = tables.Invitations
    search_fields = ("name", "email")
    empty = _("Nobody was invited yet. Invite somebody with the button above.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the people."""
        return [PEOPLE]

    def actions(self) -> list[Action]:
        """Invite."""
        own = actor_of(self.request).organisation
        return [Action(_("Invite somebody"), reverse("people:invite", args=[own.pk]), "user-plus")] if own else []

    def rows(self) -> QuerySet[Any]:
        """Those that the actor may deal with."""
        return selectors.invitations(actor_of(self.request))


class Invite(FormPage):
    """Invite somebody to an organisation."""

    right = INVITE
    title = _("Invite somebody")
    form_class = Inviting
    submit = _("Send the invitation")
    message = _("The invitation is on its way.")
    success_url = "people:invitations"
    template_name = "people/roles_form.html"

    @cached_property
    def organisation(self) -> Organisation:
        """To which."""
        return visible(self.request, Organisation, INVITE, self.kwargs["pk"])

    @property
    def subtitle(self) -> Any:
        """To which."""
        return self.organisation.name

    def crumbs(self) -> Sequence[Crumb]:
        """Below the invitations."""
        return [PEOPLE, INVITATIONS]

    def form_options(self) -> dict[str, Any]:
        """The roles of that kind of organisation."""
        return {"organisation": self.organisation}

    def save(self, form: Any) -> object | None:
        """Invite."""
        data = form.cleaned_data | {"roles": [Role(one) for one in form.cleaned_data["roles"]]}
        return inviting.invite(actor_of(self.request), organisation=self.organisation, **data)


class OfInvitation:
    """A page about one invitation."""

    right = INVITE
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def invitation(self) -> Invitation:
        """Which."""
        return visible(self.request, Invitation, INVITE, self.kwargs["pk"], "organisation")

    @property
    def success_url(self) -> str:
        """Back to it."""
        return reverse("people:invitation", args=[self.invitation.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the invitations."""
        return [PEOPLE, INVITATIONS]

    @property
    def subtitle(self) -> Any:
        """To which organisation."""
        return self.invitation.organisation.name


class InvitationPage(OfInvitation, DetailPage):
    """One invitation."""

    template_name = "people/invitation.html"

    @property
    def title(self) -> Any:
        """Who."""
        return self.invitation.name

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        return [invitation_state(self.invitation, actor_of(self.request).at)]

    def actions(self) -> Sequence[Action]:
        """While it waits."""
        if not self.invitation.is_open:
            return []
        pk = self.invitation.pk
        return [
            Action(_("Send again"), reverse("people:send-again", args=[pk]), "mail-forward", weight=Weight.SECONDARY),
            Action(_("Withdraw"), reverse("people:withdraw-invitation", args=[pk]), "trash", weight=Weight.DANGER),
        ]

    def context(self) -> dict[str, Any]:
        """What it holds."""
        found = self.invitation
        return {
            "invitation": found,
            "roles": role_names(found.roles),
            "by": selectors.names_of({found.invited_by}).get(found.invited_by, ""),
        }


class SendAgain(OfInvitation, ConfirmPage):
    """Send another link."""

    title = _("Send again")
    submit = _("Send again")
    message = _("The invitation is on its way.")
    dangerous = False

    def consequences(self) -> Sequence[Any]:
        """What happens then."""
        return [_("A new link goes to the same address, for seven days. The earlier link no longer works.")]

    def do(self, reason: str) -> object | None:  # noqa: ARG002 - none is asked
        """Send it."""
        return inviting.send_again(actor_of(self.request), invitation=self.invitation)


class WithdrawInvitation(OfInvitation, ConfirmPage):
    """Withdraw it."""

    title = _("Withdraw the invitation")
    submit = _("Withdraw the invitation")
    message = _("The invitation was withdrawn.")

    def consequences(self) -> Sequence[Any]:
        """What happens then."""
        return [_("The link that was sent no longer works.")]

    def do(self, reason: str) -> object | None:  # noqa: ARG002 - none is asked
        """Withdraw it."""
        return inviting.withdraw(actor_of(self.request), invitation=self.invitation)
