"""On which side of an agreement somebody stands."""

from sluis.agreement.contract import Side
from sluis.portal.access.actor import Actor


def side_of(actor: Actor) -> Side:
    """The operator is the processor; everybody else is the controller of their own agreements."""
    return Side.PROCESSOR if actor.is_operator or actor.program else Side.CONTROLLER
