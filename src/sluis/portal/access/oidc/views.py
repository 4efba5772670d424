"""To the provider, and back."""

from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from sluis.portal.access.oidc.provider import Adapter
from sluis.portal.access.rights import ANYBODY


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider."""
    return _pass(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back."""
    return _pass(OAuth2CallbackView, request, provider_id)


def _pass(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = Adapter(request, provider_id)
    try:
        response: HttpResponse = view.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (RequestException, KeyError, TypeError, ValueError) as error:  # the provider is not there, or not itself
        response = render_authentication_error(request, adapter.get_provider(), exception=error)
    return response


login.right = callback.right = ANYBODY  # type: ignore[attr-defined]
