"""How the sign-in machinery fits: nobody signs up, everybody is invited; single sign-on finds an invited person."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sluis.portal.access.models import Person
from sluis.portal.access.reporting import sign_on_refused

_SITE = SimpleNamespace(name="Sluis", domain=settings.INSTALLATION.address)
"""How messages of the sign-in machinery name the portal."""


class Adapter(DefaultAccountAdapter):
    """Persons come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are none."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """After the commit, since nothing slow belongs within a change; whether it leaves, the page does not tell."""
        known = {"request": self.request, "email": email, "current_site": _SITE}
        message = self.render_mail(template_prefix, email, known | context)
        transaction.on_commit(message.send, robust=True)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the portal's own address; the machinery would take host and port from the request."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.INSTALLATION.address + path.replace("UID-KEY", quote(key))


class SingleSignOn(DefaultSocialAccountAdapter):
    """A person of the provider's organisation, found by a verified e-mail address; nobody new."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect an invited person at the first sign-in; refuse anybody else, in the same words."""
        if sociallogin.is_existing and _speaks_for(sociallogin, sociallogin.user):
            return
        person = None if sociallogin.is_existing else _invited(sociallogin)
        if person is None:
            sign_on_refused()
            messages.error(request, _("There is no account for you here. Ask an administrator for an invitation."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)


def _invited(sociallogin: Any) -> Person | None:
    """The person with an address that the provider has verified; a provider that says "false" in words has not."""
    verified = [each.email.lower() for each in sociallogin.email_addresses if each.verified is True]
    found: Person | None = Person.everything.select_related("organisation").filter(email__in=verified).first()
    return found if found and found.is_active and _speaks_for(sociallogin, found) else None


def _speaks_for(sociallogin: Any, person: Person) -> bool:
    """A provider speaks for the people of one organisation only."""
    provider = dict(settings.INSTALLATION.single_sign_on).get(sociallogin.account.provider)
    return provider is not None and provider["organisation"] == str(person.organisation_id)
