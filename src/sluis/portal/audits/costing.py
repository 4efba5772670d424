"""Who bears which costs of an audit; it follows from the agreement and from what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sluis.agreement.contract import Side
from sluis.agreement.regime import AuditCost
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.agreements.sides import side_of
from sluis.portal.audits.keeping import one
from sluis.portal.audits.models import Audit, Finding, Kind, State
from sluis.portal.audits.rights import AGREE

_OPEN = (Finding.Stage.OPEN, Finding.Stage.DISPUTED)


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who bears the costs.

    Attributes:
        rule: what was agreed.
        failing: the audit shows that something is not complied with.
        provisional: a finding that decides this was not assessed jointly yet.
        bears: what each party pays in the end; none when nothing was agreed.
    """

    rule: AuditCost
    failing: bool
    provisional: bool
    bears: dict[Side, Decimal] | None


def allocate(rule: AuditCost, made: dict[Side, Decimal], findings: Iterable[Finding]) -> Allocation:
    """Divide the costs that each party made.

    Args:
        rule: of the agreement: silent, the controller, or each its own but the processor when it fails on any point.
        made: costs, by who made them.
        findings: of the audit; one that both reject does not count.
    """
    points = [one for one in findings if one.fails and one.stage != Finding.Stage.REJECTED]
    failing, total = bool(points), sum(made.values(), Decimal(0))
    provisional = rule is AuditCost.PROCESSOR_WHEN_FAILING and any(one.stage in _OPEN for one in points)
    match rule:
        case AuditCost.UNSAID:
            bears = None
        case AuditCost.CONTROLLER:
            bears = {Side.CONTROLLER: total, Side.PROCESSOR: Decimal(0)}
        case AuditCost.PROCESSOR_WHEN_FAILING:
            bears = {Side.CONTROLLER: Decimal(0), Side.PROCESSOR: total} if failing else dict(made)
    return Allocation(rule, failing, provisional, bears)


def allocation(audit: Audit, findings: Iterable[Finding]) -> Allocation | None:
    """Of an audit by the controller; of others nothing was agreed."""
    if audit.kind != Kind.CONTROLLER or audit.agreement is None:
        return None
    made = {
        Side.CONTROLLER: audit.cost_controller or Decimal(0),
        Side.PROCESSOR: audit.cost_processor or Decimal(0),
    }
    return allocate(audit.agreement.contract.regime.audit.cost, made, findings)


def record_cost(actor: Actor, *, audit: Audit, amount: Decimal) -> Audit:
    """A party records the costs that it made.

    Raises:
        Refused: AUDIT_MOVED.
        ValidationError: the amount cannot be so.
    """
    with changing(actor, AGREE, on=audit) as change:
        found = one(audit, State.PLANNED, State.CARRIED_OUT, State.FINDINGS)
        name = "cost_controller" if side_of(actor) is Side.CONTROLLER else "cost_processor"
        setattr(found, name, amount)
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("audit.cost", found)
    return found
