"""What other pages show: outages at the top of each, and remarks of the staff beside a delivery."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sluis.portal.access.pages import actor_of
from sluis.portal.monitor import selectors
from sluis.portal.monitor.models import Observation
from sluis.portal.monitor.rights import NOTE, WATCH
from sluis.portal.monitor.views.base import named


def outages(request: HttpRequest, _subject: object) -> SafeString | None:
    """For everybody who is signed in; one query."""
    actor = actor_of(request)
    if actor.person is None:
        return None
    language = get_language() or "nl"
    shown = [(one, one.text(language), one.is_on(actor.at)) for one in selectors.outages(actor.at)]
    return render_to_string("monitor/_outages.html", {"shown": shown}, request) if shown else None


def of_delivery(request: HttpRequest, subject: Any) -> SafeString | None:
    """Remarks of the staff and what follows from them, for the staff."""
    actor = actor_of(request)
    if not actor.may(WATCH):
        return None
    found = Observation.objects.visible_to(actor, WATCH).filter(delivery=subject).select_related("person")
    return render_to_string("monitor/_remarks.html", remarks(request, list(found)) | {"delivery": subject}, request)


def remarks(request: HttpRequest, found: list[Observation]) -> dict[str, Any]:
    """What a list of remarks needs."""
    return {
        "found": found,
        "names": named(found, "made_by", "closed_by"),
        "at": actor_of(request).at,
        "may_note": actor_of(request).may(NOTE),
    }
