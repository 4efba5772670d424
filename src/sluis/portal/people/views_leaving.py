"""Pages that end something of somebody: the account, the sessions, the second factor."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Grant
from sluis.portal.access.pages import actor_of
from sluis.portal.people import correcting, leaving, sessions
from sluis.portal.people.rights import CHANGE, SEE
from sluis.portal.people.tables import role_names
from sluis.portal.people.views import OfPerson
from sluis.portal.ui.pages import ConfirmPage


class Leave(OfPerson, ConfirmPage):
    """Somebody leaves."""

    right = CHANGE
    title = _("Leaves")
    submit = _("End the account")
    message = _("The account has ended.")
    asks_reason = True

    def consequences(self) -> Sequence[Any]:
        """What happens then."""
        roles = Grant.objects.visible_to(actor_of(self.request), SEE).filter(person=self.person, withdrawn_at=None)
        named = role_names([one.role for one in roles]) or _("none")
        return [
            _("All roles end at once: %(roles)s.") % {"roles": named},
            _("The person is signed out everywhere (%(count)d sessions) and cannot sign in again.")
            % {"count": sessions.number_of(self.person)},
            _(
                "Password, second factor and single sign-on are removed; invitations that the person made are withdrawn."
            ),
            _("The person's tasks go to the administrators."),
            _("Name and records stay in the register and in the evidence. This cannot be undone."),
        ]

    def do(self, reason: str) -> object | None:
        """End the account."""
        return leaving.leave(actor_of(self.request), person=self.person, reason=reason)


class EndSessions(OfPerson, ConfirmPage):
    """Sign somebody out everywhere."""

    right = CHANGE
    title = _("Sign out everywhere")
    submit = _("Sign out everywhere")
    message = _("The person was signed out everywhere.")

    def consequences(self) -> Sequence[Any]:
        """What happens then."""
        return [_("What the person is working on and has not saved is lost. Signing in again remains possible.")]

    def do(self, reason: str) -> object | None:  # noqa: ARG002 - none is asked
        """End them."""
        correcting.end_sessions(actor_of(self.request), person=self.person)
        return None


class ResetFactors(OfPerson, ConfirmPage):
    """Take away a lost second factor."""

    right = CHANGE
    title = _("Take away the second factor")
    submit = _("Take away")
    message = _("The second factor was taken away.")

    def consequences(self) -> Sequence[Any]:
        """What happens then."""
        return [
            _(
                "First make sure by another way, such as a call to a number that you know, that it is really this person who asks."
            ),
            _("Authenticator app, passkeys and recovery codes no longer work; the person is signed out everywhere."),
            _(
                "At the next sign-in with the password a new second factor is set up. The person gets a message about it."
            ),
        ]

    def do(self, reason: str) -> object | None:  # noqa: ARG002 - none is asked
        """Take it away."""
        correcting.reset_factors(actor_of(self.request), person=self.person)
        return None
