"""A step in a delivery's life: one state, one moment, one event."""

from collections.abc import Mapping
from uuid import UUID

from sluis.portal.access.changing import Change
from sluis.portal.deliveries.models import STEPS, Delivery, State
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import deliverynet as codes


def locked(pk: UUID, *states: State) -> Delivery:
    """A delivery as it is now, held until the commit.

    Raises:
        Refused: GONE_ALREADY; NOT_IN_THIS_STATE when it is in none of these states.
    """
    found: Delivery | None = Delivery.everything.select_for_update().filter(pk=pk).first()
    if found is None:
        raise Refused(access.GONE_ALREADY)
    if states and found.state not in states:
        raise Refused(codes.NOT_IN_THIS_STATE, number=found.number, state=found.state)
    return found


def take(
    change: Change,
    delivery: Delivery,
    state: State,
    *,
    objects: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
) -> None:
    """Write down that a step was made. A step that comes late, such as opening what was removed already, gets its
    moment and does not turn the state back."""
    setattr(delivery, f"{state.value}_at", change.actor.at)
    if state not in STEPS or delivery.state not in STEPS or STEPS.index(state) > STEPS.index(State(delivery.state)):
        delivery.state = state
    delivery.save()
    change.record(f"delivery.{state.value}", delivery, objects=about(delivery) | dict(objects or {}), counts=counts)


def about(delivery: Delivery) -> dict[str, str]:
    """What events name of a delivery besides its record."""
    return {"package": delivery.delivery, "agreement": delivery.route.exchange, "mode": delivery.mode} | (
        {"environment": "test"} if delivery.test else {}
    )
