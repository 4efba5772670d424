"""Grounds on which an agreement can be suspended or ended at once; each with its exact condition, as data."""

from dataclasses import dataclass
from enum import StrEnum


class GroundKind(StrEnum):
    """What happened."""

    DISSOLVED = "dissolved"
    CEASED = "ceased"
    BANKRUPT = "bankrupt"
    BANKRUPTCY_REQUESTED = "bankruptcy_requested"
    PAYMENTS_SUSPENDED = "payments_suspended"
    PAYMENTS_SUSPENSION_REQUESTED = "payments_suspension_requested"
    CHANGE_OF_CONTROL = "change_of_control"
    ATTACHMENT = "attachment"
    NOT_REPAIRED = "not_repaired"
    UNRELIABLE = "unreliable"
    UNWILLING = "unwilling"
    OBJECTION = "objection"
    TAKEOVER = "takeover"


class By(StrEnum):
    """Who may use a ground: whose counterparty it befell."""

    EITHER = "either"
    CONTROLLER = "controller"
    PROCESSOR = "processor"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground.

    Attributes:
        kind: what happened.
        by: who may use it.
        months: how long it must have lasted without a break; 0 for at once.
        other_than_controller: an attachment by the controller itself does not count.
        after_default: only when the term of a notice of default has passed.
    """

    kind: GroundKind
    by: By = By.EITHER
    months: int = 0
    other_than_controller: bool = False
    after_default: bool = False
