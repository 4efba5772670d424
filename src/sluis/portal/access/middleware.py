"""Every request has an actor; every page names a right, and one that names none is refused."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from sluis.portal.access.actor import Actor
from sluis.portal.access.recognising import recognise
from sluis.portal.access.rights import ANYBODY, SIGNED_IN, Right
from sluis.portal.ui.refusing import refused
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as codes

Answer = Callable[[HttpRequest], HttpResponse]

MANDATE = "mandate"
"""In the session: the mandate under which somebody works."""

OPEN = ("allauth.", "django.views.i18n", "sluis.portal.ui.assets")
"""Modules whose pages look after themselves: signing in, one's own factors, choosing a language, static files."""


# fmt: off
OFFERED = frozenset((
    "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
    "account_set_password", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_index", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn", "socialaccount_login_cancelled",
    "socialaccount_login_error", "usersessions_list",
))
# fmt: on
"""What is offered of the sign-in machinery: nobody signs up, adds addresses or connects accounts of others."""

RETURN = "sluis.access.return"
"""In the session: the page for which somebody came whose access was closed."""


class LanguageMiddleware:
    """Dutch, unless somebody chose English: in this browser, or for their account."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language."""
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        own = getattr(getattr(request, "user", None), "language", "")
        language = next((one for one in (chosen, own) if one in known), settings.LANGUAGE_CODE)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self._answer(request)
            response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Who is at work, and whether this page is theirs."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the request its actor."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse a page that is not this actor's; pages without a right are nobody's."""
        right = right_of(view)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if right is ANYBODY:
            _require_offered(request, view)
            return _recorded(request, view, args, kwargs) if _changes_credentials(request, view) else None
        if right is None:
            raise RuntimeError(f"the page {view.__module__} names no right")
        if actor.person is None:
            return _sign_in(request)
        if right is not SIGNED_IN and actor.closed is not None:
            return _opened(request, actor)
        try:
            actor.require(right)
        except Refused as refusal:  # Django shows what views raise, not what middleware does
            return refused(request, refusal)
        return None


def right_of(view: Any) -> Right | None:
    """The right that a page names."""
    page = getattr(view, "view_class", view)
    named = getattr(page, "right", None)
    if isinstance(named, Right):
        return named
    return ANYBODY if str(page.__module__).startswith(OPEN) else None


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    chosen = request.session.get(MANDATE) if not isinstance(user, AnonymousUser) else None
    person = None if isinstance(user, AnonymousUser) else user
    return recognise(person, timezone.now(), mandate=UUID(chosen) if chosen else None)


CREDENTIALS = ("allauth.mfa.", "allauth.usersessions.")
"""Modules of the sign-in machinery whose pages change what somebody signs in with."""


def _changes_credentials(request: HttpRequest, view: Any) -> bool:
    page = getattr(view, "view_class", view)
    return request.method == "POST" and (
        str(page.__module__).startswith(CREDENTIALS) or "Password" in getattr(page, "__name__", "")
    )


def _recorded(request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse:
    """The page of the sign-in machinery, in one transaction with the events that its signals leave."""
    with transaction.atomic():
        response: HttpResponse = view(request, *args, **kwargs)
    return response


def _sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page in place of what was asked for, with status 403; afterwards one gets there."""
    from allauth.account.views import login

    if request.method != "GET":
        return refused(request, Refused(codes.NOT_SIGNED_IN))
    asked = QueryDict(mutable=True)
    asked["next"] = request.get_full_path()
    request.GET = asked  # type: ignore[assignment]  # as Django itself does in its tests
    response: HttpResponse = login(request)
    if response.status_code == 200:
        response.status_code = 403
    return response


def _require_offered(request: HttpRequest, view: Any) -> None:
    """Pages of the machinery that are not offered are not there."""
    page, match = getattr(view, "view_class", view), request.resolver_match
    if str(page.__module__).startswith("allauth.") and (match is None or match.url_name not in OFFERED):
        raise Http404


def _opened(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where somebody goes whose access is closed, to put it right; afterwards one can go on."""
    if request.method == "GET":
        request.session[RETURN] = request.get_full_path()
    if actor.closed is codes.SECOND_FACTOR_MISSING:
        return redirect("mfa_index")
    return redirect("access:closed")
