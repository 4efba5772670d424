"""What other pages show of this app."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.pages import actor_of
from sluis.portal.audits import rights
from sluis.portal.audits.models import Audit, Inforequest
from sluis.portal.audits.tables import INFO, TONES
from sluis.portal.ui.actions import Badge, Tone

_LATEST = 3


def of_agreement(request: HttpRequest, subject: Any) -> SafeString | None:
    """On the page of an agreement, for those who may see audits."""
    actor = actor_of(request)
    if not actor.reaches(rights.SEE, subject.organisation_id):
        return None
    audits = Audit.objects.visible_to(actor, rights.SEE).filter(agreement=subject)[:_LATEST]
    asked = Inforequest.objects.visible_to(actor, rights.SEE).filter(agreement=subject)[:_LATEST]
    facts = {
        "agreement": subject,
        "audits": [(one, Badge(one.get_state_display(), TONES.get(one.state, Tone.NEUTRAL))) for one in audits],
        "asked": [(one, Badge(one.get_stage_display(), INFO.get(one.stage, Tone.NEUTRAL))) for one in asked],
        "may_ask": actor.reaches(rights.ASK, subject.organisation_id),
    }
    return render_to_string("audits/_panel.html", facts, request)
