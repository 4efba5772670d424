"""What the clock does is done for each agreement apart: one that cannot go on must not keep the others waiting."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from sluis.portal.access.tenancy import OwnedBase
from sluis.refusals import Refused

log = logging.getLogger("sluis.portal")
Record = TypeVar("Record", bound=OwnedBase)


def apart(records: Iterable[Record], do: Callable[[Record], int]) -> int:
    """Do something for each, in a change of its own; the sum of what came of it. What is refused is logged, and tried
    again when the clock comes by the next time."""
    done = 0
    for each in records:
        try:
            done += do(each)
        except Refused as refused:
            log.error("agreement.stuck", extra={"code": refused.code.number, "record": each.subject})
    return done
