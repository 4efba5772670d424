"""What access shows on pages of `ui` and of the sign-in machinery."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.middleware import RETURN
from sluis.portal.access.pages import actor_of
from sluis.refusals.catalogue import access as codes


def of_signing_in(request: HttpRequest, _subject: object) -> SafeString | None:
    """Above the pages of one's own factors: why one is here, and the way on once all is there."""
    actor = actor_of(request)
    if actor.person is None:
        return None
    missing = actor.closed is codes.SECOND_FACTOR_MISSING
    if not missing and RETURN not in request.session:
        return None
    return render_to_string("access/_signing_in.html", {"missing": missing, "way": request.session.get(RETURN, "/")})


def of_account(request: HttpRequest, _subject: object) -> SafeString | None:
    """The way to one's own account, in the menu at the top."""
    return render_to_string("access/_account.html") if actor_of(request).person else None
