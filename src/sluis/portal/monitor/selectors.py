"""What others ask: which outages are on, or were announced."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from sluis.portal.monitor.models import Outage

AHEAD = timedelta(days=7)
"""A planned outage is shown from a week before; it was mailed when it was announced."""


def outages(at: datetime) -> QuerySet[Outage]:
    """Those that are on or come within a week, by when they begin."""
    ends = Q(ends_at=None) | Q(ends_at__gt=at)
    found: QuerySet[Outage] = Outage.everything.filter(ends, over_at=None, starts_at__lte=at + AHEAD)
    return found.order_by("starts_at", "pk")


def current_notices(at: datetime) -> list[dict[str, Any]]:
    """For programs, as the gate tells them: nothing but what everybody may know."""
    return [
        {
            "planned": one.planned,
            "on": one.is_on(at),
            "starts_at": _stamp(one.starts_at),
            "ends_at": _stamp(one.ends_at) if one.ends_at else None,
            "text": {"nl": one.text_nl, "en": one.text_en},
        }
        for one in outages(at)
    ]


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
