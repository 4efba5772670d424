"""Whether the clock goes as time goes. By a clock that jumped nothing is removed for an hour: somebody can set it right."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

APART = timedelta(minutes=10)
"""So far wall and elapsed time may come apart between two rounds."""
PAUSE = timedelta(hours=1)


def since_boot() -> float:
    """Seconds that passed, sleep of the machine included, whatever its clock was set to."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Steadiness:
    """Looks at the clock each round.

    Args:
        elapsed: seconds that really passed.
    """

    def __init__(self, elapsed: Callable[[], float] = since_boot) -> None:
        self._elapsed = elapsed
        self._before: tuple[datetime, float] | None = None
        self._waits_until = 0.0

    def holds(self, at: datetime) -> bool:
        """Whether the clock has gone on steadily for the last hour, as far as this process saw it.

        Args:
            at: what the clock says now.
        """
        passed = self._elapsed()
        if self._before is not None:
            apart = (at - self._before[0]) - timedelta(seconds=passed - self._before[1])
            if abs(apart) > APART:
                self._waits_until = passed + PAUSE.total_seconds()
        self._before = at, passed
        return passed >= self._waits_until
