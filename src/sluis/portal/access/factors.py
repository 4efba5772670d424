"""Second factors, where the sign-in machinery leaves room: a code of the authenticator app is worth one sign-in only.

The machinery remembers a used code for one period of 30 seconds, but takes codes of the period before and after as well;
within those a code that was seen by somebody else would work again. Here it is remembered as long as it could count.
"""

import hashlib
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.conf import settings
from django.core.cache import cache


class Factors(DefaultMFAAdapter):
    """What authenticators are bound to."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey is bound to: the name under which the portal is reached."""
        return {"id": settings.INSTALLATION.hosts[0], "name": "Sluis"}


def spend(person: Any, code: str) -> bool:
    """Use a code of the authenticator app; whether it was not used before while it counts."""
    digits = "".join(filter(str.isalnum, code))
    name = hashlib.sha256(f"{person.pk}:{digits}".encode()).hexdigest()
    counts = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(f"sluis.factors.spent:{name}", "y", timeout=counts))


class _Once:
    """A code counts once."""

    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        """The code, when it is right and was not used before."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.user, code):
            self._emit_authentication_failed(self.authenticator)  # type: ignore[attr-defined]
            raise Factors().validation_error("incorrect_code")
        return code


class Authenticate(_Once, AuthenticateForm):
    """The second step of signing in."""


class Reauthenticate(_Once, ReauthenticateForm):
    """Showing once more that it is you."""


class Activate(ActivateTOTPForm):
    """Setting up the authenticator app; its first code cannot be used to sign in."""

    def clean_code(self) -> str:
        """The code, when it is right."""
        code: str = super().clean_code()
        if not spend(self.user, code):
            raise Factors().validation_error("incorrect_code")
        return code
