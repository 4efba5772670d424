"""What is unusual, in words: about a delivery against those before it, and about how much a source delivers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sluis.portal.deliveries.models import Delivery, State
from sluis.portal.monitor.rows import Row
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.navigation import Text

WORDS: dict[str, Text] = {
    "first": _("the first one under this agreement"),
    "many-rows": _("many more rows than the one before"),
    "few-rows": _("far fewer rows than the one before"),
    "other-specification": _("another data specification than the one before"),
    "other-key": _("signed with another key than the one before"),
    "gap": _("the one before it never came"),
    "withdraws": _("withdraws what was delivered before"),
}
DAY, USUAL_DAYS = timedelta(days=1), 28
MOST = 500
TIMES, AT_LEAST = 3, 5
"""From so many deliveries in a day, and so many times the usual number, it is unusual."""


def words(flags: Iterable[str]) -> str:
    """Flags as people read them."""
    return "; ".join(str(WORDS.get(flag, flag)) for flag in flags)


def unusual_rows(deliveries: QuerySet[Delivery], since: datetime) -> Iterable[Row]:
    """Deliveries of the last days of which something is unusual; those that wait for somebody first."""
    found = deliveries.filter(offered_at__gt=since).exclude(unusual=[])
    rows = list(found.order_by("-offered_at", "pk")[:MOST])
    for one in sorted(rows, key=lambda one: one.state != State.CHECKED):
        waits = one.state == State.CHECKED
        yield Row(
            f"unusual-{one.pk}", "delivery", str(one.pk), one.number, f"{one.organisation} → {one.recipient}",
            one.get_state_display(), Tone.WARNING if waits else Tone.NEUTRAL, one.offered_at, why=words(one.unusual),
            group=_("Waits for somebody") if waits else _("Decided"), test=one.test, waits=waits,
        )  # fmt: skip


def volumes(deliveries: QuerySet[Delivery], at: datetime) -> Iterable[Row]:
    """Sources that delivered many times their usual number in a day; one query."""
    within = Q(offered_at__gt=at - DAY)
    begin = at - DAY * (USUAL_DAYS + 1)
    counted: QuerySet[Any] = deliveries.filter(offered_at__gt=begin, offered_at__lte=at).order_by()
    rows = counted.values("organisation", "organisation__name").annotate(
        now=Count("pk", filter=within), before=Count("pk", filter=~within)
    )
    for row in sorted(rows.filter(now__gte=AT_LEAST), key=lambda row: -row["now"]):
        usual = row["before"] / USUAL_DAYS
        if row["now"] > TIMES * max(usual, 1):
            said = _("%(now)d deliveries in a day; usually %(usual)s") % {"now": row["now"], "usual": f"{usual:.1f}"}
            pk = str(row["organisation"])
            yield Row(f"volume-{pk}", "volume", pk, row["organisation__name"], row["organisation__name"],
                      _("Unusual volume"), Tone.WARNING, at.replace(hour=0, minute=0, second=0, microsecond=0),
                      why=said, group=_("Volume"))  # fmt: skip
