"""How the sign-in machinery fits: nobody signs up, everybody is invited; single sign-on finds an invited person."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sluis.portal.access.models import Person
from sluis.portal.access.recognising import day_of


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Persons come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are none."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Names on authenticators."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey is bound to: the name under which the portal is reached."""
        return {"id": settings.INSTALLATION.hosts[0], "name": "Sluis"}


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A person of the provider's organisation, found by a verified e-mail address; nobody new."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect an invited person at the first sign-in; refuse anybody else."""
        if sociallogin.is_existing and self._belongs(sociallogin, sociallogin.user):
            return
        person = self._invited(sociallogin)
        if person is None or sociallogin.is_existing:
            messages.error(request, _("There is no account for you here. Ask an administrator for an invitation."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)

    def _invited(self, sociallogin: Any) -> Person | None:
        verified = [each.email.lower() for each in sociallogin.email_addresses if each.verified]
        found = Person.everything.select_related("organisation").filter(email__in=verified, is_active=True).first()
        return found if found and self._belongs(sociallogin, found) else None

    def _belongs(self, sociallogin: Any, person: Person) -> bool:
        """A provider speaks for one organisation only."""
        providers = dict(settings.INSTALLATION.single_sign_on)
        provider = providers.get(sociallogin.account.provider) or providers.get(
            getattr(sociallogin.provider, "sub_id", "") if hasattr(sociallogin, "provider") else ""
        )
        left = person.left_on and person.left_on <= day_of(timezone.now())
        return bool(provider) and not left and str(person.organisation_id) == provider["organisation"]  # type: ignore[index]
