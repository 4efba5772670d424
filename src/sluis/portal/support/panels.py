"""What the page of a delivery shows of this app."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.pages import actor_of
from sluis.portal.support import rights
from sluis.portal.support.models import HelpRequest
from sluis.portal.support.tables import badge_of

_LATEST = 4


def of_delivery(request: HttpRequest, subject: Any) -> SafeString | None:
    """The requests about a delivery, and the way to ask for help; for its source and the service desk."""
    actor = actor_of(request)
    if not actor.reaches(rights.SEE, subject.organisation_id):
        return None
    found = HelpRequest.objects.visible_to(actor, rights.SEE).filter(delivery=subject).order_by("-asked_at", "pk")
    rows = [(one, badge_of(one)) for one in found[:_LATEST]]
    doubtful = bool(subject.refused_at or subject.withdrawn_at or subject.unusual or subject.code)
    may_ask = actor.reaches(rights.ASK, subject.organisation_id)
    if not rows and not (may_ask and doubtful):
        return None
    facts = {"delivery": subject, "rows": rows, "may_ask": may_ask}
    return render_to_string("support/_panel.html", facts, request)
