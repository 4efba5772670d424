"""The monitor: how things stand, again every few seconds."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.actor import Actor
from sluis.portal.access.pages import actor_of
from sluis.portal.monitor.models import Observation
from sluis.portal.monitor.rights import WATCH
from sluis.portal.monitor.rows import Part, Row
from sluis.portal.monitor.standing import SHOWN, Standing
from sluis.portal.monitor.views.base import OfMonitor, place
from sluis.portal.ui.actions import Action, Weight
from sluis.portal.ui.pages import DetailPage

EVERY = timedelta(seconds=5)


class Board(OfMonitor, DetailPage):
    """The page around it."""

    template_name = "monitor/board.html"
    title = _("Monitor")
    subtitle = _("Deliveries as they come and go; each line leads to its page.")

    def actions(self) -> list[Action]:
        """The other pages."""
        quiet = Weight.SECONDARY
        return [
            Action(_("Follow-ups"), "monitor:follow-ups", "list-check", weight=quiet),
            Action(_("Outage notices"), "monitor:outages", "speakerphone", weight=quiet),
            Action(_("Handovers"), "monitor:handovers", "switch-horizontal", weight=quiet),
        ]

    def context(self) -> dict[str, Any]:
        """As it stands now; the script asks for it again."""
        part = part_of(self.request)
        return {
            "board": drawn(self.request, part),
            "live": f"{reverse('monitor:live')}?part={part.value}",
            "seconds": int(EVERY.total_seconds()),
            "at": clock(self.actor),
        }


class Live(View):
    """Only what changes; 304 when nothing did."""

    right = WATCH

    def get(self, request: HttpRequest) -> HttpResponse:
        """The lines, with the moment in a header, so that it makes no difference to what was read before."""
        body = drawn(request, part_of(request))
        headers = {
            "ETag": f'"{sha256(body.encode()).hexdigest()[:32]}"',
            "Cache-Control": "private, no-cache",
            "Sluis-At": clock(actor_of(request)),
        }
        if headers["ETag"] in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers=headers)
        return HttpResponse(body, headers=headers)


def part_of(request: HttpRequest) -> Part:
    """Which part is asked for; another word means the first."""
    asked = request.GET.get("part", "")
    return Part(asked) if asked in set(Part) else Part.RUNNING


def clock(actor: Actor) -> str:
    """The time of day in the Netherlands, to the second."""
    return timezone.localtime(actor.at).strftime("%H:%M:%S")


def drawn(request: HttpRequest, part: Part) -> str:
    """The cards and the lines of a part."""
    actor = actor_of(request)
    standing = Standing(actor)
    rows = standing.rows(part)
    notes = remarks_about(actor, rows)
    groups: dict[str, list[tuple[Row, str, int]]] = {}
    for row in rows:
        line = (row, place(actor, row.kind, row.pk), notes.get(row.pk, 0))
        groups.setdefault(str(row.group or row.state), []).append(line)
    shown = {
        "cards": [(one, standing.count(one), one is part) for one in Part],
        "part": part,
        "groups": list(groups.items()),
        "more": max(0, standing.count(part) - SHOWN),
    }
    return render_to_string("monitor/_board.html", shown, request)


def remarks_about(actor: Actor, rows: list[Row]) -> dict[str, int]:
    """How many remarks there are about each; one query."""
    ids = [row.pk for row in rows if row.kind in ("delivery", "attempt")]
    seen = Observation.objects.visible_to(actor, WATCH).filter(Q(delivery__in=ids) | Q(attempt__in=ids)).order_by()
    counted = seen.values_list("delivery", "attempt").annotate(number=Count("pk"))
    return {str(delivery or attempt): number for delivery, attempt, number in counted}
