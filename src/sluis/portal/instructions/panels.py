"""What other pages show of this app."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.pages import actor_of
from sluis.portal.instructions import rights
from sluis.portal.instructions.models import COUNTING, Compelled, Instruction, State
from sluis.portal.instructions.tables import STAGE_TONES, TONES
from sluis.portal.ui.actions import Badge, Tone

_LATEST = 4
_OPEN = [State.GIVEN, State.HELD, *COUNTING]


def of_agreement(request: HttpRequest, subject: Any) -> SafeString | None:
    """On the page of an agreement: what was instructed, and what the law compels."""
    actor = actor_of(request)
    if not actor.may(rights.SEE):
        return None
    given = Instruction.objects.visible_to(actor, rights.SEE).filter(agreement=subject)
    compelled = Compelled.objects.visible_to(actor, rights.SEE).filter(agreement=subject)
    facts = {
        "agreement": subject,
        "instructions": [(one, _state(one)) for one in given.filter(state__in=_OPEN)[:_LATEST]],
        "closed": given.exclude(state__in=_OPEN).count(),
        "compelled": [(one, _stage(one)) for one in compelled[:_LATEST]],
        "may_give": subject.runs and actor.reaches(rights.GIVE, subject.organisation_id),
        "may_compel": actor.may(rights.COMPEL),
    }
    return render_to_string("instructions/_panel.html", facts, request)


def _state(one: Instruction) -> Badge:
    return Badge(one.get_state_display(), TONES.get(one.state, Tone.NEUTRAL))


def _stage(one: Compelled) -> Badge:
    return Badge(one.get_stage_display(), STAGE_TONES.get(one.stage, Tone.NEUTRAL))
