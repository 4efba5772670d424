"""How deliveries go on at the TTP, as its gate tells the party; and taking one back."""

from typing import Any

from sluis.courier.gate import Gate
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes

NOT_TAKEN = ("refused", "withdrawn")
"""States in which the TTP does nothing with a delivery any more."""
ARRIVING = ("offered", "authenticated")
"""States in which not all of it is there."""


def deliveries(gate: Gate) -> list[dict[str, Any]]:
    """The newest deliveries of this party.

    Raises:
        Refused: what the gate refuses; GATE_AWAY.
    """
    return list(gate.get("/deliveries"))


def find(gate: Gate, delivery: str) -> dict[str, Any] | None:
    """The delivery with this id in its manifest; none when the gate does not know it.

    Raises:
        Refused: what the gate refuses; GATE_AWAY.
    """
    for one in gate.get(f"/deliveries?delivery={delivery}"):
        if one["delivery"] == delivery:
            return dict(one)
    return None


def numbered(gate: Gate, number: str) -> dict[str, Any]:
    """The delivery with this number, as it is read over the telephone.

    Raises:
        Refused: UNKNOWN_DELIVERY; what the gate refuses; GATE_AWAY.
    """
    for one in deliveries(gate):
        if same_number(one["number"], number):
            return one
    raise Refused(codes.UNKNOWN_DELIVERY)


def same_number(number: str, given: str) -> bool:
    """Whether somebody means this number, with or without its dashes, in capitals or not."""
    return number.replace("-", "") == given.upper().replace("-", "").replace(" ", "")


def withdraw(gate: Gate, identifier: str) -> None:
    """Take a delivery back, as long as it was not relayed.

    Raises:
        Refused: NOT_IN_THIS_STATE; what the gate refuses; GATE_AWAY.
    """
    gate.request("DELETE", f"/deliveries/{identifier}")
