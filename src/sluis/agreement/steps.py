"""The steps in the life of an agreement, each a frozen value."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sluis.agreement.contract import Side
from sluis.agreement.grounds import GroundKind
from sluis.agreement.standing import RUNNING, State
from sluis.deadlines import Term


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done with an agreement; possible only in some states."""

    possible: ClassVar[frozenset[State]] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer(Step):
    """Put it before the other party; from here on not a letter changes."""

    possible = frozenset((State.DRAFT,))


@dataclass(frozen=True, slots=True)
class Withdraw(Step):
    """Take a draft or an offer back, or decline it."""

    by: Side = Side.PROCESSOR
    possible = frozenset((State.DRAFT, State.OFFERED))


@dataclass(frozen=True, slots=True)
class Sign(Step):
    """One party signs; with the second it is concluded."""

    by: Side = Side.CONTROLLER
    possible = frozenset((State.OFFERED,))


@dataclass(frozen=True, slots=True)
class Suspend(Step):
    """Stop processing for a time; by agreement when no ground is named."""

    by: Side = Side.CONTROLLER
    ground: GroundKind | None = None
    months: int = 0
    possible = frozenset((State.IN_FORCE,))


@dataclass(frozen=True, slots=True)
class Resume(Step):
    """Lift a suspension; whoever suspended does."""

    by: Side = Side.CONTROLLER
    possible = frozenset((State.SUSPENDED,))


@dataclass(frozen=True, slots=True)
class SendDefault(Step):
    """Give the other party a last term to repair a failure; another term than agreed must be reasonable.

    Attributes:
        term: longer than agreed; a shorter one counts as the agreed one.
        at_once: where that was agreed, no term is needed: it was fatal, performance is impossible, or a statement shows that it will fail.
    """

    by: Side = Side.CONTROLLER
    ref: str = ""
    term: Term | None = None
    at_once: bool = False
    possible = RUNNING


@dataclass(frozen=True, slots=True)
class Repair(Step):
    """The sender of a notice of default accepts the repair; nobody else can."""

    by: Side = Side.CONTROLLER
    ref: str = ""
    possible = RUNNING


@dataclass(frozen=True, slots=True)
class GiveNotice(Step):
    """End it with the agreed notice.

    Attributes:
        ground: an unresolved objection to a subprocessor has a notice of its own, which counts from the last day of the
            objection period.
    """

    by: Side = Side.CONTROLLER
    ground: GroundKind | None = None
    possible = RUNNING


@dataclass(frozen=True, slots=True)
class EndNow(Step):
    """Break it off at once on one of its grounds."""

    by: Side = Side.CONTROLLER
    ground: GroundKind = GroundKind.DISSOLVED
    months: int = 0
    possible = RUNNING


@dataclass(frozen=True, slots=True)
class EndWithMain(Step):
    """The service agreement ended, on the same ground and day."""

    ground: GroundKind | None = None
    on: date | None = None
    possible = RUNNING | {State.SIGNED}


@dataclass(frozen=True, slots=True)
class StopSupply(Step):
    """The controller has nothing more processed, which ends an agreement that runs while data are processed.

    Another agreement that both parties want to end is amended: its last day is signed by both.
    """

    by: Side = Side.CONTROLLER
    on: date | None = None
    possible = RUNNING


@dataclass(frozen=True, slots=True)
class DeclareUnreliable(Step):
    """The processor states that it can no longer meet the requirements of reliability."""

    possible = RUNNING


@dataclass(frozen=True, slots=True)
class AnnounceTakeover(Step):
    """The processor tells of an intended takeover, or that it is off."""

    intended: bool = True
    possible = RUNNING


@dataclass(frozen=True, slots=True)
class Object(Step):
    """An objection to a subprocessor stands, or does not any more.

    Attributes:
        until: last day of the objection period; none when the objection was resolved.
    """

    until: date | None = None
    possible = RUNNING


@dataclass(frozen=True, slots=True)
class Warrant(Step):
    """The controller warrants that people consented, or takes that back."""

    given: bool = True
    possible = RUNNING | {State.SIGNED}


@dataclass(frozen=True, slots=True)
class Count(Step):
    """What is still held of the controller was counted."""

    held: int = 0
    backups_until: date | None = None
    possible = frozenset((State.ENDED,))


@dataclass(frozen=True, slots=True)
class Close(Step):
    """Nothing is left: the end of all duties that live as long as data do."""

    possible = frozenset((State.ENDED,))


@dataclass(frozen=True, slots=True)
class Supersede(Step):
    """A later version or agreement takes its place."""

    possible = RUNNING | {State.SIGNED}


STEPS: tuple[type[Step], ...] = (
    Offer, Withdraw, Sign, Suspend, Resume, SendDefault, Repair, GiveNotice, EndNow, EndWithMain, StopSupply,
    DeclareUnreliable, AnnounceTakeover, Object, Warrant, Count, Close, Supersede,
)  # fmt: skip
"""All of them."""
