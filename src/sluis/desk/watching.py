"""What the gate of the TTP tells of this source: asked in the background, so that no page waits for a network."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sluis.courier.gate import Gate
from sluis.courier.policies import renew
from sluis.home.home import Home
from sluis.refusals import Refused

FRESH_SECONDS = 10.0
WAIT_SECONDS = 2.5


@dataclass(frozen=True, slots=True)
class Told:
    """What the gate told at some moment.

    Attributes:
        organisation: for which this program works there.
        agreements: by their id.
        deliveries: the newest first.
        refusal: why nothing newer is known.
    """

    organisation: str = ""
    agreements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    deliveries: Sequence[Mapping[str, Any]] = ()
    refusal: Refused | None = None
    known: bool = False

    def delivery(self, identifier: str) -> Mapping[str, Any] | None:
        """The delivery with this id at the gate."""
        return next((one for one in self.deliveries if one["id"] == identifier), None)

    def opens_real(self, agreement: str) -> bool:
        """Whether real deliveries under an agreement are taken."""
        return bool(self.agreements.get(agreement, {}).get("production"))


class Watch:
    """Keeps what the gate told, and asks again when that is older than some seconds.

    Args:
        home: read anew each time, since the gate may be connected meanwhile.
    """

    def __init__(self, home: Callable[[], Home]) -> None:
        self._home = home
        self._told, self._at = Told(), -FRESH_SECONDS
        self._asking: threading.Thread | None = None
        self._lock = threading.Lock()

    def look(self, wait: float = WAIT_SECONDS) -> Told:
        """The latest; waits a moment for an answer when what is known is old."""
        with self._lock:
            if time.monotonic() - self._at > FRESH_SECONDS and self._asking is None:
                self._asking = threading.Thread(target=self._ask, daemon=True)
                self._asking.start()
            asking = self._asking
        if asking is not None:
            asking.join(wait)
        return self._told

    @property
    def is_asking(self) -> bool:
        """Whether an answer is still to come."""
        return self._asking is not None

    def forget(self) -> None:
        """What is known is old from now on."""
        self._at = -FRESH_SECONDS

    def _ask(self) -> None:
        before = self._told
        try:
            self._told = ask(self._home())
        except Refused as refused:
            self._told = Told(before.organisation, before.agreements, before.deliveries, refused, before.known)
        finally:
            with self._lock:
                self._at, self._asking = time.monotonic(), None


def ask(home: Home) -> Told:
    """Ask all of it, and take the policies that are offered.

    Raises:
        Refused: NOT_CONNECTED, GATE_AWAY, or what the gate refuses.
    """
    with Gate(home) as gate:
        organisation = gate.enter()
        renew(home, gate)
        agreements = {str(one["agreement"]): one for one in gate.get("/agreements")}
        return Told(organisation, agreements, tuple(gate.get("/deliveries")), known=True)
