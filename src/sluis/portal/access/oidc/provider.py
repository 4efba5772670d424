"""The provider as the sign-in machinery asks for it: state and PKCE are its own; here a nonce is added, and the ID token
is verified with the provider's keys even though it came over TLS.

Source: OpenID Connect Core 1.0, sections 3.1.2.1, 3.1.3.7 and 5.3.2.
"""

import secrets
from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

NONCES = "sluis.oidc.nonces"
"""In the session: the nonces of sign-ins that were begun, the newest last."""
MOST = 5
ALGORITHMS = frozenset(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"))
"""Signatures with a private key only; never one that whoever knows the public key could make."""


class Adapter(OpenIDConnectOAuth2Adapter):
    """What comes back from the provider."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Whom the provider says it is, from a verified token that answers our own question."""
        try:
            person = self._told(request, app, token.token, kwargs["response"]["id_token"])
            return self.get_provider().sociallogin_from_response(request, {"userinfo": person})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise OAuth2Error("not what a provider answers") from error

    def _told(self, request: HttpRequest, app: Any, access_token: str, id_token: str) -> dict[str, Any]:
        said = self._decode_id_token(app, id_token)
        _require_asked(request, said)
        if "userinfo_endpoint" not in self.openid_config:
            return said
        person: dict[str, Any] = self._fetch_user_info(access_token)
        if person["sub"] != said["sub"]:
            raise OAuth2Error("userinfo is about somebody else")
        return person

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        issuer = self.openid_config["issuer"]
        if issuer.rstrip("/") != app.settings["server_url"].rstrip("/"):
            raise OAuth2Error("another issuer")
        _require_signature(id_token)
        said: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=issuer,
            audience=app.client_id,
            lookup_kid=_key,
        )
        if said.get("azp", app.client_id) != app.client_id or not said.get("sub") or "exp" not in said:
            raise OAuth2Error("an id_token for somebody else")
        return said


def _key(published: dict[str, Any], name: str) -> Any:
    """The provider's key; its kind says which signature is meant when `alg` does not."""
    import jwt

    found = [one for one in published["keys"] if one.get("kid") == name and one.get("use", "sig") == "sig"]
    return jwt.PyJWK(found[0]).key if found else None


def _require_signature(id_token: str) -> None:
    import jwt

    try:
        algorithm = jwt.get_unverified_header(id_token).get("alg")
    except jwt.PyJWTError as error:
        raise OAuth2Error("no id_token") from error
    if algorithm not in ALGORITHMS:
        raise OAuth2Error("another signature")


def _require_asked(request: HttpRequest, said: dict[str, Any]) -> None:
    """Refuse a token that was made for another question, or twice for the same."""
    asked = list(request.session.get(NONCES, ()))
    answered = str(said.get("nonce") or "")
    if answered not in asked:
        raise OAuth2Error("another nonce")
    asked.remove(answered)
    request.session[NONCES] = asked


class Provider(OpenIDConnectProvider):
    """A provider of the settings."""

    oauth2_adapter_class = Adapter

    def get_auth_params_from_request(self, request: HttpRequest, action: Any) -> dict[str, Any]:  # noqa: ARG002
        """Never what an address asks for."""
        return dict(self.get_auth_params())

    def extract_extra_data(self, data: Any) -> dict[str, Any]:  # noqa: ARG002 - as the machinery calls it
        """Nothing of what the provider told is kept but its number for the person."""
        return {}

    def redirect(
        self,
        request: HttpRequest,
        process: Any,  # noqa: ARG002 - always to sign in
        next_url: Any = None,
        data: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Ask, with a nonce; always to sign in, whatever an address asks for."""
        nonce = secrets.token_urlsafe(32)
        request.session[NONCES] = [*request.session.get(NONCES, ())[-MOST + 1 :], nonce]
        parameters = (kwargs.pop("auth_params", None) or self.get_auth_params()) | {"nonce": nonce}
        return super().redirect(request, AuthProcess.LOGIN, next_url, data, auth_params=parameters, **kwargs)


provider_classes = [Provider]
