"""What this app shows on pages of others."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.pages import actor_of
from sluis.portal.access.recognising import day_of
from sluis.portal.subprocessors.drawing import span_of
from sluis.portal.subprocessors.models import Subannex, Subnotice
from sluis.portal.subprocessors.rights import OBJECT, SEE
from sluis.portal.subprocessors.wording import NOTICES, STATES

_MANY = 8


def of_agreement(request: HttpRequest, subject: Any) -> SafeString | None:
    """On the page of an agreement: who works under it, and who was announced."""
    actor = actor_of(request)
    if not actor.may(SEE):
        return None
    found = Subnotice.objects.visible_to(actor, SEE).filter(Subnotice.living(), agreement=subject)
    notices = list(found.select_related("subprocessor").order_by("told_at", "pk")[: _MANY + 1])
    facts = {
        "rows": [_row(one, day_of(actor.at), actor.may(OBJECT)) for one in notices[:_MANY]],
        "more": len(notices) > _MANY,
        "annex": Subannex.objects.visible_to(actor, SEE).filter(agreement=subject).order_by("-number").first(),
    }
    return render_to_string("subprocessors/_agreement.html", facts, request)


def of_clause(request: HttpRequest, subject: Any) -> SafeString | None:
    """Beside the clause about subprocessors: what was announced, and until when objections can be made."""
    actor = actor_of(request)
    if not actor.may(SEE):
        return None
    seen = Subnotice.objects.visible_to(actor, SEE).filter(agreement=subject, state=Subnotice.State.OPEN)
    days = sorted(day for day in seen.values_list("objection_until", flat=True) if day)
    return render_to_string("subprocessors/_clause.html", {"number": len(days), "until": days[:1]}, request)


def of_home(request: HttpRequest, _subject: object) -> SafeString | None:
    """For a controller: what was announced and waits for an answer."""
    actor = actor_of(request)
    if not actor.may(OBJECT):
        return None
    found = Subnotice.objects.visible_to(actor, OBJECT).filter(
        state=Subnotice.State.OPEN, objection_until__gte=day_of(actor.at)
    )
    notices = list(found.select_related("subprocessor", "agreement").order_by("objection_until", "pk")[:_MANY])
    if not notices:
        return None
    rows = [_row(one, day_of(actor.at), True) for one in notices]
    return render_to_string("subprocessors/_home.html", {"rows": rows}, request)


def _row(notice: Subnotice, today: Any, may_object: bool) -> dict[str, Any]:
    works = notice.started_on is not None
    label, tone = STATES["active"] if works else NOTICES[notice.state]
    return {
        "notice": notice,
        "label": label,
        "tone": tone,
        "span": span_of(notice, today),
        "objects": may_object and notice.takes_objection(today),
    }
