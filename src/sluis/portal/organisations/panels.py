"""At the top of every page: for whom one works, and a banner while that is another organisation."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.actor import Actor
from sluis.portal.organisations.selectors import mandates_to_work_under


def top(request: HttpRequest, _subject: object) -> SafeString | None:
    """The way to choose, for who can choose."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.person is None or not (actor.mandate or mandates_to_work_under(actor)):
        return None
    return render_to_string("organisations/_top.html", {"organisation": actor.organisation}, request)


def banner(request: HttpRequest, _subject: object) -> SafeString | None:
    """Whose name one works in, and the way back."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.mandate is None:
        return None
    return render_to_string("organisations/_banner.html", {"mandate": actor.mandate, "actor": actor}, request)
