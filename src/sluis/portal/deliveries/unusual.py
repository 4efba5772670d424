"""What is unusual about a delivery, against those before it under the same agreement; names and numbers, for the desk."""

from sluis.portal.deliveries.models import Delivery, State

TIMES = 3
"""So many times more or fewer rows than usual."""
WENT_WELL = (State.AVAILABLE, State.DOWNLOADED, State.OPENED, State.REMOVED, State.EXPIRED)


def unusual(delivery: Delivery) -> list[str]:
    """Words for what is unusual, from a fixed list."""
    last = before(delivery)
    found = []
    if last is None:
        found.append("first")
    else:
        if delivery.rows > TIMES * max(last.rows, 1):
            found.append("many-rows")
        if delivery.rows * TIMES < last.rows and delivery.mode == last.mode:
            found.append("few-rows")
        if delivery.specification_sha256 != last.specification_sha256:
            found.append("other-specification")
        if delivery.source_key != last.source_key:
            found.append("other-key")
    if not _follows(delivery):
        found.append("gap")
    if delivery.mode == "withdraw":
        found.append("withdraws")
    return found


def before(delivery: Delivery) -> Delivery | None:
    """The last one of the same kind that went well."""
    earlier = Delivery.everything.filter(route=delivery.route_id, test=delivery.test, state__in=WENT_WELL)
    found: Delivery | None = earlier.exclude(pk=delivery.pk).order_by("-checked_at").first()
    return found


def _follows(delivery: Delivery) -> bool:
    """Whether its predecessor was offered here; deliveries that were refused count, as the source numbered them."""
    if not delivery.predecessor:
        return delivery.sequence == 1
    earlier = Delivery.everything.filter(route=delivery.route_id, test=delivery.test)
    return bool(earlier.filter(delivery=delivery.predecessor).exists())
