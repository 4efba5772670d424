"""What parties can agree on, each matter in its own group of fields; no agreement is a case in the code.

A term that is none was not agreed on. Amounts are in cents. Where the founding agreements differ, the field is named in
the comment by its number in the list of ambiguities (A1 to A39).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from sluis.agreement.grounds import Ground
from sluis.deadlines import Term, Unit


class TermType(StrEnum):
    """How long an agreement runs (A30)."""

    FOLLOWS_MAIN = "follows_main"
    WHILE_PROCESSING = "while_processing"
    FIXED_RENEWING = "fixed_renewing"


class ClockStart(StrEnum):
    """From when the time for telling of a breach runs (A2)."""

    AWARE = "aware"
    FIRST_DISCOVERY = "first_discovery"


class Reporter(StrEnum):
    """Who reports a breach to the supervisory authority (A3)."""

    CONTROLLER = "controller"
    PROCESSOR_PREPARES = "processor_prepares"


class BreachContacts(StrEnum):
    """Who must be known on both sides (annexes 3 and 5 of the founding agreements)."""

    FUNCTIONS = "functions"
    PRIMARY_AND_DEPUTY = "primary_and_deputy"
    NONE = "none"


class SubprocessorRegime(StrEnum):
    """How new subprocessors come in (A7)."""

    OBJECTION = "objection"
    INFORM = "inform"
    NONE = "none"


class RequestMode(StrEnum):
    """What the processor does with a data subject's request (A24)."""

    FORWARD = "forward"
    ASSIST = "assist"
    HANDLE = "handle"


class AuditRegime(StrEnum):
    """When the controller may have compliance audited (A22)."""

    AFTER_BREACH = "after_breach"
    ANY_TIME = "any_time"


class AuditCost(StrEnum):
    """Who pays for an audit (A23)."""

    UNSAID = "unsaid"
    CONTROLLER = "controller"
    PROCESSOR_WHEN_FAILING = "processor_when_failing"


class ReturnCost(StrEnum):
    """What returning or destroying costs (A23)."""

    UNSAID = "unsaid"
    INCLUDED = "included"
    REASONABLE = "reasonable"


class Penalty(StrEnum):
    """The contractual penalty for a late notice of a breach."""

    NONE = "none"
    EQUALS_FINE = "equals_fine"


class Billing(StrEnum):
    """How often a fee is due (A20); none when nothing is."""

    NONE = "none"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class ChangeRule(StrEnum):
    """How an agreement changes (A36)."""

    BOTH_APPROVE = "both_approve"
    NOTICE_AND_CONSULTATION = "notice_and_consultation"


class PseudonymType(StrEnum):
    """Whether a domain's pseudonyms can be reversed (A35)."""

    IRREVERSIBLE = "irreversible"
    REVERSIBLE = "reversible"


def _term(count: int, unit: Unit) -> Term | None:
    return Term(count, unit)


@dataclass(frozen=True, slots=True)
class Place:
    """Where: countries for the whole agreement; a row of annex 1 may be narrower, never wider (A1)."""

    countries: tuple[str, ...] = ("NL",)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long files stay, and records (A4, A5, A6)."""

    days_after_download: int = 10
    max_undownloaded_days: int = 30
    backup_days: int = 30
    support_data: Term | None = field(default_factory=lambda: _term(10, Unit.OFFICE_DAYS))


@dataclass(frozen=True, slots=True)
class Instructions:
    """Whose word counts, and what happens with an instruction that seems unlawful."""

    only_contact: bool = False
    hold_unlawful: bool = True
    controller_decides: bool = True


@dataclass(frozen=True, slots=True)
class Breach:
    """The clocks of a breach (A2, A3)."""

    notice: Term | None = field(default_factory=lambda: _term(24, Unit.HOURS))
    clock_start: ClockStart = ClockStart.FIRST_DISCOVERY
    includes_suspected: bool = True
    authority_notice: Term | None = field(default_factory=lambda: _term(72, Unit.HOURS))
    authority_reporter: Reporter = Reporter.CONTROLLER
    contacts: BreachContacts = BreachContacts.FUNCTIONS


@dataclass(frozen=True, slots=True)
class Subprocessors:
    """How others come in to help (A7)."""

    regime: SubprocessorRegime = SubprocessorRegime.OBJECTION
    notice: Term | None = field(default_factory=lambda: _term(3, Unit.MONTHS))
    objection: Term | None = None  # as long as the notice
    termination_notice: Term | None = field(default_factory=lambda: _term(6, Unit.MONTHS))
    fee_stops: bool = True
    conditions: bool = False
    copies: bool = True

    @property
    def objection_period(self) -> Term | None:
        """How long objections can be made."""
        return self.objection or self.notice


@dataclass(frozen=True, slots=True)
class Requests:
    """Data subjects' requests (A24)."""

    mode: RequestMode = RequestMode.FORWARD
    forward: Term | None = field(default_factory=lambda: _term(24, Unit.HOURS))
    statutory: Term | None = field(default_factory=lambda: _term(1, Unit.MONTHS))


@dataclass(frozen=True, slots=True)
class Audit:
    """Audits by the controller, with what must come first (A22, A23)."""

    regime: AuditRegime = AuditRegime.ANY_TIME
    written_notice: bool = True
    certificates_first: bool = True
    grounds: bool = True
    independent: bool = False
    cost: AuditCost = AuditCost.PROCESSOR_WHEN_FAILING


@dataclass(frozen=True, slots=True)
class Reports:
    """What is reported, and how often (A13, A25, A27)."""

    yearly: bool = True
    supply: Term | None = None
    min_cell_count: int = 5
    min_subscribers: int = 5
    emergency_disclosure: bool = False  # A37


@dataclass(frozen=True, slots=True)
class Warranty:
    """What the controller warrants and deliveries wait for."""

    consent: bool = False


@dataclass(frozen=True, slots=True)
class Costs:
    """What is paid (A20, A21, A23, A31, A32, A33)."""

    billing: Billing = Billing.YEAR
    fee_per_year: int = 0
    provider_free: bool = False
    return_cost: ReturnCost = ReturnCost.REASONABLE
    export_gate: bool = False  # A26
    product: str = ""
    segment: str = ""
    tariff: str = ""
    max_processing_files: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """Service windows and how time is measured (A15, A16, A17, A18)."""

    office_day_hours: int = 8
    weekend_overrides_week: bool = True
    holiday_surcharge: bool = False
    measured_per: Term | None = field(default_factory=lambda: _term(1, Unit.YEARS))


@dataclass(frozen=True, slots=True)
class Liability:
    """For how much."""

    cap_per_event: int | None = None
    cap_is_year_fee: bool = False
    penalty: Penalty = Penalty.NONE
    indemnity: bool = False
    excludes_indirect: bool = False


@dataclass(frozen=True, slots=True)
class Default:
    """When a party fails, and on what grounds the agreement can be broken off (A39)."""

    cure: Term | None = field(default_factory=lambda: _term(30, Unit.DAYS))
    at_once: bool = False
    grounds: tuple[Ground, ...] = ()
    registered_letter: bool = False
    bankruptcy_warning: bool = False
    reliability: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """How what was agreed changes (A19, A36)."""

    rule: ChangeRule = ChangeRule.BOTH_APPROVE
    notice: Term | None = None
    initials: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """Another owner or another party."""

    takeover_notice: bool = True
    assignment_needs_consent: bool = True


@dataclass(frozen=True, slots=True)
class Duration:
    """From when until when (A30, A19)."""

    type: TermType = TermType.FOLLOWS_MAIN
    first: Term | None = None
    renewal: Term | None = None
    notice: Term | None = None


@dataclass(frozen=True, slots=True)
class End:
    """What happens at the end (A5, A26)."""

    choice: bool = True
    term: Term | None = field(default_factory=lambda: _term(30, Unit.DAYS))
    proof: bool = True


@dataclass(frozen=True, slots=True)
class Law:
    """Which law and which court; no court may be named."""

    governing: str = "NL"
    forum: str = ""
    general_terms_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Regime:
    """All of it."""

    place: Place = Place()
    retention: Retention = field(default_factory=Retention)
    instructions: Instructions = Instructions()
    breach: Breach = field(default_factory=Breach)
    subprocessors: Subprocessors = field(default_factory=Subprocessors)
    requests: Requests = field(default_factory=Requests)
    audit: Audit = Audit()
    reports: Reports = Reports()
    warranty: Warranty = Warranty()
    costs: Costs = Costs()
    service: Service = field(default_factory=Service)
    liability: Liability = Liability()
    default: Default = field(default_factory=Default)
    change: Change = Change()
    transfer: Transfer = Transfer()
    duration: Duration = Duration()
    end: End = field(default_factory=End)
    law: Law = Law()
