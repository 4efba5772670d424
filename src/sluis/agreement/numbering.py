"""Which clauses an agreement has, and where each of them stands."""

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contract
from sluis.agreement.regime import Penalty, Reporter, SubprocessorRegime


def applying(contract: Contract) -> tuple[Clause, ...]:
    """The clauses that an agreement has; one that says nothing is left out."""
    regime = contract.regime
    optional = {
        Clause.RECIPIENTS: bool(contract.flows),
        Clause.SUBPROCESSORS: regime.subprocessors.regime is not SubprocessorRegime.NONE
        or bool(contract.subprocessors),
        Clause.BREACH: regime.breach.notice is not None
        or regime.breach.authority_reporter is Reporter.PROCESSOR_PREPARES,
        Clause.REPORTS: regime.reports.yearly or regime.reports.supply is not None,
        Clause.WARRANTY: regime.warranty.consent,
        Clause.LIABILITY: any(
            (
                regime.liability.cap_per_event is not None,
                regime.liability.cap_is_year_fee,
                regime.liability.penalty is not Penalty.NONE,
                regime.liability.indemnity,
                regime.liability.excludes_indirect,
            )
        ),
        Clause.TRANSFER: regime.transfer.takeover_notice or regime.transfer.assignment_needs_consent,
    }
    return tuple(clause for clause in Clause if optional.get(clause, True))


def article(contract: Contract, clause: Clause) -> str:
    """Where a clause stands: `art. 6`, or what was recorded about a document in other words; empty when nowhere."""
    for reference in contract.references:
        if reference.clause is clause:
            return reference.text
    clauses = applying(contract)
    return f"art. {clauses.index(clause) + 1}" if clause in clauses and not contract.model else ""
