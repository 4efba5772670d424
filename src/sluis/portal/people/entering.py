"""From a link to a person who is signed in.

The token leaves the address at once: its digest goes into the session, and the page that follows has an address without it.
So it does not reach a log, a history, or a page that is linked to; and the page can have a form (a page with the policy
`no-referrer` sends the origin `null`, and its forms are refused as forged).
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from sluis.portal.access.models import Person


def remember(request: HttpRequest, name: str, digest: str) -> None:
    """Keep which link somebody opened."""
    request.session[f"sluis.people.{name}"] = digest


def remembered(request: HttpRequest, name: str) -> str:
    """The link that somebody opened in this browser."""
    return str(request.session.get(f"sluis.people.{name}", ""))


def secret(response: HttpResponse) -> HttpResponse:
    """The answer to an address with a token: kept nowhere, told to nobody."""
    add_never_cache_headers(response)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def enter(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign in who just chose a password; that counts as having shown who it is."""
    request.session.flush()
    record_authentication(request, person, method="password", email=person.email, reauthenticated=True)
    response: HttpResponse = perform_login(request, Login(user=person, email=person.email, redirect_url="/"))
    return response
