"""What other pages show of the calendar."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.actor import Actor
from sluis.portal.access.pages import actor_of
from sluis.portal.access.recognising import day_of
from sluis.portal.rounds.completeness import Tally, tallies
from sluis.portal.rounds.life import badge_of, tone_of
from sluis.portal.rounds.models import WAITING, Round, State
from sluis.portal.rounds.rights import PLAN, SEE

_NEXT, _MOST = 4, 6


def of_agreement(request: HttpRequest, subject: Any) -> SafeString | None:
    """Beside an agreement: the next days of its flows, and for the operator how many sources have delivered."""
    actor = actor_of(request)
    if not actor.may(SEE):
        return None
    today = day_of(actor.at)
    seen = Round.objects.visible_to(actor, SEE).filter(schedule__flow__agreement=subject)
    coming = seen.filter(state__in=(*WAITING, State.PLANNED)).select_related("schedule__flow")
    rounds = list(coming.order_by("final_until", "pk")[:_NEXT])
    far = _how_far(actor, rounds) if actor.is_operator else {}
    rows = [
        (
            one,
            badge_of(one),
            tone_of(one.final_until, today, settled=not one.waits),
            far.get((one.recipient_id, one.name)),
        )
        for one in rounds
    ]
    return render_to_string("rounds/_panel.html", {"rows": rows, "agreement": subject}, request)


def of_home(request: HttpRequest, _subject: Any) -> SafeString | None:
    """On the first page of a recipient: how complete the rounds are that are open."""
    actor = actor_of(request)
    if actor.organisation is None or actor.is_operator or not actor.may(PLAN):
        return None
    found = tallies(actor, actor.organisation.pk)[-_MOST:]
    return render_to_string("rounds/_home.html", {"tallies": found}, request) if found else None


def _how_far(actor: Actor, rounds: list[Round]) -> dict[tuple[Any, str], Tally]:
    names: dict[Any, set[str]] = {}
    for one in rounds:
        names.setdefault(one.recipient_id, set()).add(one.name)
    return {
        (recipient, tally.name): tally
        for recipient, these in names.items()
        for tally in tallies(actor, recipient, these)
    }
