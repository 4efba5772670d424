"""Validation reports on their way: from the recipient to the gate, and from there to the source; sealed all along."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sluis.courier.following import deliveries, find
from sluis.courier.gate import Gate
from sluis.refusals import Refused
from sluis.refusals.catalogue import courier as codes
from sluis.refusals.catalogue import deliveries as delivery_codes


@dataclass(frozen=True, slots=True)
class Held:
    """A report that the gate holds for the source.

    Attributes:
        number: of the delivery that it is about.
        sent_at: when the recipient sent it.
    """

    id: str
    number: str
    sent_at: str
    content: bytes


def send_report(gate: Gate, delivery: str, sealed: bytes) -> str:
    """Send a sealed report about a delivery; the very same one again is the one that is there. Its id at the gate.

    Raises:
        Refused: UNKNOWN_DELIVERY, REPORT_TOO_LARGE, what else the gate refuses; GATE_AWAY.
    """
    found = find(gate, delivery)
    if found is None:
        raise Refused(delivery_codes.UNKNOWN_DELIVERY)
    headers = {"Content-Type": "application/octet-stream"}
    return str(gate.request("PUT", f"/deliveries/{found['id']}/remarks", headers, sealed).json()["id"])


def held_reports(gate: Gate, number: str = "") -> Iterator[Held]:
    """The reports that the gate holds for this source, those on the newest delivery first.

    Args:
        number: of the delivery that they are about; all unless given.
    Raises:
        Refused: what the gate refuses; GATE_AWAY; ARRIVED_DAMAGED.
    """
    for one in deliveries(gate):
        if number not in ("", one["number"]):
            continue
        for report in one["remarks"]:
            content = gate.request("GET", f"/deliveries/{one['id']}/remarks/{report['id']}").data
            if sha256(content).hexdigest() != report["sha256"]:
                raise Refused(codes.ARRIVED_DAMAGED, number=one["number"])
            yield Held(report["id"], one["number"], report["sent_at"], content)
