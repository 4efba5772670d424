"""What other pages show of deliveries."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sluis.portal.access.pages import actor_of
from sluis.portal.deliveries.models import Delivery, State
from sluis.portal.deliveries.rights import AUTHORISE, FETCH, SEE
from sluis.portal.deliveries.wording import state_badge
from sluis.portal.ui.actions import Badge

_LATEST = 5
_HEAVY = ("prepared", "report", "proof")


def of_agreement(request: HttpRequest, subject: Any) -> SafeString | None:
    """Beside an agreement: what was delivered last in its flows."""
    if not actor_of(request).may(SEE):
        return None
    under = _seen(request).filter(route__exchange__in=subject.flows.values("exchange"))
    return _panel(request, gettext("Deliveries"), under.order_by("-offered_at", "pk"))


def of_round(request: HttpRequest, subject: Any) -> SafeString | None:
    """On the page of a round: what was delivered for it."""
    if not actor_of(request).may(SEE):
        return None
    return _panel(request, gettext("Deliveries"), _seen(request).filter(round=subject).order_by("-offered_at", "pk"))


def of_home(request: HttpRequest, _subject: Any) -> SafeString | None:
    """On the first page: what waits for the desk, or for a recipient to fetch it."""
    actor = actor_of(request)
    if actor.is_operator and actor.may(AUTHORISE):
        waiting, title = _seen(request).filter(state=State.CHECKED), gettext("Waiting for authorisation")
    elif actor.may(FETCH):
        waiting = _seen(request).filter(state=State.AVAILABLE, recipient=actor.organisation)
        title = gettext("To fetch")
    else:
        return None
    return _panel(request, title, waiting.order_by("checked_at", "pk"), even_when_empty=False)


def with_badges(rows: Iterable[Delivery]) -> list[tuple[Delivery, Badge]]:
    """Each with its state."""
    return [(one, state_badge(one.state, one.get_state_display())) for one in rows]


def _seen(request: HttpRequest) -> Any:
    return Delivery.objects.visible_to(actor_of(request), SEE).defer(*_HEAVY)


def _panel(request: HttpRequest, title: str, rows: Any, *, even_when_empty: bool = True) -> SafeString | None:
    latest = with_badges(rows[:_LATEST])
    if not latest and not even_when_empty:
        return None
    return render_to_string("deliveries/_panel.html", {"title": title, "latest": latest}, request)
