"""Pages about oneself: why access is closed, one's own account, and what each role may do."""

from collections.abc import Sequence
from copy import copy
from typing import Any, ClassVar

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sluis.portal.access import account, matrix, secrecy, standing
from sluis.portal.access.forms import OwnData, Signing
from sluis.portal.access.middleware import RETURN
from sluis.portal.access.pages import actor_of
from sluis.portal.access.rights import SIGNED_IN, WORKING
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.pages import DetailPage, FormPage
from sluis.refusals.catalogue import access as codes


def language() -> str:
    """The language of this page."""
    return (get_language() or "nl")[:2]


class Closed(FormPage):
    """Why somebody who is signed in can do nothing, and the way to put it right: the statement to read and sign."""

    right = SIGNED_IN
    template_name = "access/closed.html"
    form_class = Signing
    submit = _("Sign")
    message = _("You have signed the confidentiality statement.")

    @property
    def title(self) -> Any:
        """What it is about."""
        signs = actor_of(self.request).closed is codes.STATEMENT_MISSING
        return _("Confidentiality statement") if signs else _("Your access is closed")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or go where somebody wants to be whose access is open."""
        actor = actor_of(request)
        if actor.closed is None:
            return self.onward()
        if actor.closed is codes.SECOND_FACTOR_MISSING:
            return HttpResponseRedirect(reverse("mfa_index"))
        if actor.closed is codes.STATEMENT_MISSING and not account.recently_shown(request):
            return self.ask_again()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign."""
        if not account.recently_shown(request):
            return self.ask_again()
        return super().post(request, *args, **kwargs)

    def save(self, form: Any) -> object | None:
        """Sign what was shown."""
        secrecy.sign(actor_of(self.request), version=form.cleaned_data["version"], language=language())
        return None

    def done(self, saved: object | None) -> HttpResponse:  # noqa: ARG002 - as the page calls it
        """Go on."""
        return self.onward()

    def onward(self) -> HttpResponse:
        """To the page for which somebody came, or the first page."""
        return HttpResponseRedirect(self.request.session.pop(RETURN, "/"))

    def ask_again(self) -> HttpResponse:
        """A signature is given by whoever has just shown to be that person."""
        way = urlencode({"next": reverse("access:closed")})
        if account.can_show_again(self.request):
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{way}")
        logout(self.request)  # whoever comes by single sign-on only, comes again by it
        return HttpResponseRedirect(f"{reverse('account_login')}?{way}")

    def context(self) -> dict[str, Any]:
        """The text to sign."""
        actor = actor_of(self.request)
        return {
            "ended": actor.closed is codes.HAS_LEFT,
            "paragraphs": secrecy.text(language()),
            "version": secrecy.VERSION,
            "person": actor.person,
        }


class Account(DetailPage):
    """One's own account."""

    right = SIGNED_IN
    title = _("My account")
    template_name = "access/account.html"

    def badges(self) -> Sequence[Badge]:
        """Whether access is open."""
        closed = actor_of(self.request).closed
        return [Badge(_("Access closed"), Tone.DANGER) if closed else Badge(_("Access open"), Tone.GOOD)]

    def actions(self) -> Sequence[Action]:
        """What one can change."""
        return [Action(_("Change my data"), "access:account-change", icon="pencil", weight=Weight.SECONDARY)]

    def context(self) -> dict[str, Any]:
        """What is known about the person."""
        return standing.of(actor_of(self.request))


class ChangeAccount(FormPage):
    """Change one's own data."""

    right = SIGNED_IN
    title = _("Change my data")
    form_class = OwnData
    message = _("Your data were changed.")
    success_url = "access:account"

    def crumbs(self) -> Sequence[Crumb]:
        """Below the account."""
        return [Crumb(_("My account"), "access:account")]

    def form_options(self) -> dict[str, Any]:
        """Of a copy of the person, so that the page's head keeps the name that is stored."""
        person = actor_of(self.request).person
        return {"instance": copy(person)}

    def save(self, form: Any) -> object | None:
        """Change them."""
        return account.change_own(actor_of(self.request), **form.cleaned_data)


class Roles(DetailPage):
    """What each role may do, so that whoever gives one knows what it gives (P-97, Z-98)."""

    right = WORKING
    title = _("Roles and rights")
    subtitle: ClassVar[Any] = _("What people with a role may do, and the rules for passwords and access.")
    template_name = "access/roles.html"

    def context(self) -> dict[str, Any]:
        """Role × right for this organisation."""
        actor = actor_of(self.request)
        operator = bool(actor.organisation and actor.organisation.is_operator)
        return {
            "roles": matrix.roles(operator=operator),
            "areas": matrix.areas(operator=operator),
            "operator": operator,
        }
