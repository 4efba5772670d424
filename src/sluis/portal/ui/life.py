"""The life line of a thing: what was done, what it waits for, what comes next and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sluis.portal.ui.navigation import Text


class State(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, when (a moment, or words such as "after download"), and a note below it."""

    label: Text
    state: State = State.NEXT
    when: datetime | date | Text | None = None
    note: Text = ""
    icon: str = ""

    @property
    def sign(self) -> str:
        """The icon in its circle."""
        signs = {State.DONE: "check", State.NOW: "hourglass", State.FAILED: "x", State.NEXT: ""}
        return self.icon or signs[self.state]


@dataclass(frozen=True, slots=True)
class Life:
    """All steps in order, and one sentence about what comes next."""

    steps: Sequence[Step]
    next: Text = ""
    late: bool = False
