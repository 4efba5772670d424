"""Where an agreement stands in its life, and the steps that can be taken.

draft → offered → signed → in force ⇄ suspended → ended, obligations continuing → closed
          ↓ withdrawn                       ↓ superseded, by a later version or agreement
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sluis.agreement.contract import Side
from sluis.agreement.grounds import GroundKind


class State(StrEnum):
    """Where it stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


OVER = frozenset((State.CLOSED, State.SUPERSEDED, State.WITHDRAWN))
"""Nothing follows after these."""

RUNNING = frozenset((State.IN_FORCE, State.SUSPENDED))
"""Both parties are bound, and it has not ended."""


@dataclass(frozen=True, slots=True)
class DefaultNotice:
    """A notice of default, with the term in which the failure must be repaired.

    Attributes:
        by: who sent it.
        ref: by which it is known.
        until: the last moment in which repair is in time; none when no term is needed and default is at once.
        repaired: that it was repaired in time.
    """

    by: Side
    ref: str
    sent_at: datetime
    until: datetime | None
    repaired: bool = False

    def passed(self, at: datetime) -> bool:
        """Whether the term is over without repair."""
        return not self.repaired and (self.until is None or at > self.until)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an agreement stands; everything that its life adds to what was agreed.

    Attributes:
        since: when it came to stand there.
        signed: who has signed.
        starts_on: first day; known when both have signed.
        ends_on: last day, when it is known.
        ground: why it is suspended, or why it ended.
        by: whose doing that is.
        end_ground: why it will end on `ends_on`, when that was a ground; it says nothing about a suspension until then.
        end_by: who gave notice.
        notices: of default.
        unreliable: the processor said that it can no longer meet the requirements of reliability.
        takeover: the processor told of an intended takeover.
        objection_until: last day of the objection period of an objection that was not resolved.
        warranty: the controller's warranty of consent is on record.
        held: records of the controller that are still held; none for not counted.
        backups_until: last day on which a backup may hold them.
    """

    state: State = State.DRAFT
    since: datetime | None = None
    signed: frozenset[Side] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    ground: GroundKind | None = None
    by: Side | None = None
    end_ground: GroundKind | None = None
    end_by: Side | None = None
    notices: tuple[DefaultNotice, ...] = ()
    unreliable: bool = False
    takeover: bool = False
    objection_until: date | None = None
    warranty: bool = False
    held: int | None = None
    backups_until: date | None = None

    def in_default(self, side: Side, at: datetime) -> bool:
        """Whether a notice to this side has run out."""
        return any(notice.by is side.other and notice.passed(at) for notice in self.notices)
