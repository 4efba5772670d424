"""Invented instructions for tests, given and assessed as people do."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import casting
import contracting

from sluis.agreement.regime import Instructions, Regime
from sluis.agreement.starting import EXCHANGE
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement
from sluis.portal.instructions import giving
from sluis.portal.instructions.models import Instruction
from sluis.portal.tasks.models import Task

SAID: dict[str, Any] = {"kind": "processing", "text": "Verstrek de uitkomsten aan de onderzoeker.", "verbs": ["report"]}


@dataclass(frozen=True)
class Sides:
    """An agreement, and who instructs and is instructed under it.

    Attributes:
        keeper: the controller's contract manager.
        clerk: the operator's.
    """

    agreement: Agreement
    keeper: Person
    clerk: Person

    def theirs(self, at: datetime | None = None) -> Actor:
        """The controller's contract manager at work."""
        return casting.actor(self.keeper, at)

    def ours(self, at: datetime | None = None) -> Actor:
        """The operator's at work."""
        return casting.actor(self.clerk, at)


def sides(rule: Instructions | None = None, regime: Regime = EXCHANGE) -> Sides:
    """An agreement in force, with people."""
    people = contracting.parties()
    agreed = replace(regime, instructions=rule) if rule else regime
    clerk = casting.person(people.operator, Role.CONTRACT_MANAGER, Role.DPO)
    return Sides(contracting.agree(people=people, regime=agreed), people.keeper, clerk)


def given(both: Sides, at: datetime | None = None, **more: Any) -> Instruction:
    """An instruction that waits for its assessment."""
    return giving.give(both.theirs(at), agreement=both.agreement, data=SAID | {"react_on": date(2099, 1, 5)} | more)


def fresh(instruction: Instruction) -> Instruction:
    """As it is now."""
    found: Instruction = Instruction.everything.get(pk=instruction.pk)
    return found


def due(task: Task) -> date:
    """The last day of a task."""
    assert task.due_at is not None
    return day_of(task.due_at)
