"""Invented audits for tests, asked and planned as people do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import casting
import contracting

from sluis.agreement.regime import Regime
from sluis.agreement.starting import EXCHANGE
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement
from sluis.portal.audits import asking, finding, planning
from sluis.portal.audits.models import Audit, Finding
from sluis.portal.tasks.models import Task

LATE = date(2099, 1, 5)
SAID: dict[str, Any] = {
    "scope": "Toegang tot de Sleutels van de Proef", "notice": "Wij komen controleren of de Proef klopt",
    "breach_reference": "Inbreuk van de Proef", "breach_on": date(2026, 1, 6), "doubt": "doubt",
    "grounds": "Twijfel over de Logboeken van de Proef",
}  # fmt: skip
STEPS: dict[str, Any] = SAID | {"opinion": "De Certificaten van de Proef zeggen hierover niets"}


@dataclass(frozen=True)
class Sides:
    """An agreement, and who audits and is audited under it.

    Attributes:
        auditor: of the controller.
        officer: the operator's security officer.
    """

    agreement: Agreement
    auditor: Person
    officer: Person

    def theirs(self, at: datetime | None = None) -> Actor:
        """The controller's auditor at work."""
        return casting.actor(self.auditor, at)

    def ours(self, at: datetime | None = None) -> Actor:
        """The operator's security officer at work."""
        return casting.actor(self.officer, at)


def sides(home: Organisation | None = None, regime: Regime = EXCHANGE) -> Sides:
    """An agreement in force, with people."""
    agreement = contracting.agree(home, regime=regime)
    return Sides(
        agreement, casting.person(agreement.organisation, Role.AUDITOR),
        casting.person(contracting.operator(), Role.SECURITY_OFFICER),
    )  # fmt: skip


def asked(both: Sides) -> Audit:
    """With what can be said at once."""
    return asking.ask(both.theirs(), agreement=both.agreement, data=SAID)


def admissible(both: Sides) -> Audit:
    """With all steps taken."""
    audit = asked(both)
    return asking.complete(both.theirs(), audit=audit, data=STEPS) if audit.state == "requested" else audit


def planned(both: Sides, at: datetime | None = None) -> Audit:
    """For the day of a moment, which both confirmed."""
    on = day_of(at or casting.now())
    audit = planning.propose(
        both.theirs(at), audit=admissible(both), held_on=on, auditor="Keurbureau Proefdorp", independent=True
    )
    return planning.agree(both.ours(at), audit=audit, held_on=on, auditor="Keurbureau Proefdorp")


def carried_out(both: Sides) -> Audit:
    """It took place."""
    return planning.carried_out(both.theirs(), audit=planned(both), summary="De Proef is bekeken")


def found(both: Sides, audit: Audit, **more: Any) -> Finding:
    """A finding of it."""
    said: dict[str, Any] = {"text": "Het Logboek van de Proef mist regels", "due_on": LATE, "fails": True}
    return finding.record(both.theirs(), audit=audit, data=said | more)


def ahead(days: int) -> date:
    """A day to come."""
    return day_of(casting.now()) + timedelta(days=days)


def due(task: Task) -> date:
    """The last day of a task."""
    assert task.due_at is not None
    return day_of(task.due_at)
