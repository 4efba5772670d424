"""What other pages show of this app."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.pages import actor_of
from sluis.portal.leaving import rights


def of_holdings(request: HttpRequest, subject: Any) -> SafeString | None:
    """On the page of what is held for an organisation: take it along, or have it destroyed."""
    actor = actor_of(request)
    facts = {
        "organisation": subject,
        "may_take": actor.reaches(rights.TAKE, subject.pk),
        "may_request": actor.reaches(rights.REQUEST, subject.pk),
    }
    if not actor.reaches(rights.SEE, subject.pk):
        return None
    return render_to_string("leaving/_panel.html", facts, request)
