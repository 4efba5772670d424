"""On what a processing can rest at a moment; without one of these, it may not be (Z-07)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from sluis.agreement.processings import Verb
from sluis.agreement.standing import State as Standing
from sluis.deadlines import day_of
from sluis.portal.agreements.happening import now
from sluis.portal.agreements.models import Agreement
from sluis.portal.instructions.models import Compelled, Instruction, Kind


class GroundKind(StrEnum):
    """Where a ground stands."""

    ROW = "row"
    INSTRUCTION = "instruction"
    COMPELLED = "compelled"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground.

    Attributes:
        kind: a row of annex 1, an instruction, or a legal duty.
        reference: the activity of the row, or the number of the record.
        pk: of the record; none for a row.
    """

    kind: GroundKind
    reference: str
    pk: UUID | None = None


def grounds_for(agreement: Agreement, verb: Verb, at: datetime) -> tuple[Ground, ...]:
    """All grounds on which something may be done with personal data at a moment; none means that it may not.

    Rows and instructions count while the agreement is in force; a legal duty as long as it lasts.
    """
    found: list[Ground] = []
    if now(agreement, at).state is Standing.IN_FORCE:
        if verb in agreement.effects(at).verbs:
            found += [Ground(GroundKind.ROW, row.activity) for row in agreement.contract.rows(verb)]
        found += [Ground(GroundKind.INSTRUCTION, one.number, one.pk) for one in instructions(agreement, verb, at)]
    return (*found, *(Ground(GroundKind.COMPELLED, one.number, one.pk) for one in _compelled(agreement, verb, at)))


def instructions(agreement: Agreement, verb: Verb, at: datetime) -> list[Instruction]:
    """Those that allow something at a moment: accepted, or confirmed by the controller, and not over."""
    counting = Instruction.everything.filter(
        Q(ended_at=None) | Q(ended_at__gt=at), agreement=agreement, kind=Kind.PROCESSING, effective_at__lte=at
    )
    today = day_of(at)
    return [one for one in counting.order_by("given_at", "pk") if verb.value in one.verbs and one.covers(today)]


def _compelled(agreement: Agreement, verb: Verb, at: datetime) -> list[Compelled]:
    under_way = Compelled.everything.filter(
        Q(ended_at=None) | Q(ended_at__gt=at), agreement=agreement, started_at__lte=at
    )
    return [one for one in under_way.order_by("recorded_at", "pk") if verb.value in one.verbs]
