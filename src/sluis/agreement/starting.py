"""Regimes to begin with, after the three kinds of agreement from which Sluis grew; every field can be changed."""

from sluis.agreement.grounds import By, Ground, GroundKind
from sluis.agreement.regime import (
    Audit,
    AuditCost,
    AuditRegime,
    Billing,
    Breach,
    BreachContacts,
    Change,
    ChangeRule,
    ClockStart,
    Costs,
    Default,
    Duration,
    Instructions,
    Law,
    Liability,
    Penalty,
    Place,
    Regime,
    Reporter,
    Reports,
    RequestMode,
    Requests,
    Retention,
    ReturnCost,
    SubprocessorRegime,
    Subprocessors,
    TermType,
    Warranty,
)
from sluis.deadlines import Term

_EEA_IN_FACT = ("DE", "NL")

EXCHANGE = Regime(
    place=Place(_EEA_IN_FACT),
    breach=Breach(clock_start=ClockStart.AWARE, includes_suspected=False),
    audit=Audit(
        AuditRegime.AFTER_BREACH,
        written_notice=True,
        certificates_first=False,
        grounds=False,
        independent=True,
        cost=AuditCost.UNSAID,
    ),
    costs=Costs(Billing.YEAR, provider_free=False, return_cost=ReturnCost.REASONABLE),
    default=Default(
        grounds=(
            Ground(GroundKind.DISSOLVED),
            Ground(GroundKind.CEASED),
            Ground(GroundKind.NOT_REPAIRED, after_default=True),
            Ground(GroundKind.BANKRUPT),
            Ground(GroundKind.PAYMENTS_SUSPENSION_REQUESTED),
        ),
    ),
    duration=Duration(TermType.FOLLOWS_MAIN),
)
"""Deliveries to a quality registry: three months' notice of subprocessors with a right to object, audits after a breach."""

OUTCOMES = Regime(
    instructions=Instructions(only_contact=True),
    breach=Breach(
        clock_start=ClockStart.FIRST_DISCOVERY, includes_suspected=True, contacts=BreachContacts.PRIMARY_AND_DEPUTY
    ),
    subprocessors=Subprocessors(
        SubprocessorRegime.INFORM,
        notice=None,
        objection=None,
        termination_notice=None,
        fee_stops=False,
        conditions=True,
    ),
    requests=Requests(RequestMode.ASSIST, forward=None),
    audit=Audit(),
    reports=Reports(yearly=True, supply=Term.read("3 months"), min_cell_count=10),
    warranty=Warranty(consent=True),
    costs=Costs(Billing.NONE, provider_free=True, return_cost=ReturnCost.UNSAID),
    liability=Liability(cap_per_event=100_000_000, penalty=Penalty.EQUALS_FINE, indemnity=True),
    default=Default(
        grounds=tuple(
            Ground(kind, By.CONTROLLER, other_than_controller=kind is GroundKind.ATTACHMENT, after_default=late)
            for kind, late in (
                (GroundKind.PAYMENTS_SUSPENSION_REQUESTED, False),
                (GroundKind.BANKRUPTCY_REQUESTED, False),
                (GroundKind.BANKRUPT, False),
                (GroundKind.DISSOLVED, False),
                (GroundKind.CEASED, False),
                (GroundKind.CHANGE_OF_CONTROL, False),
                (GroundKind.ATTACHMENT, False),
                (GroundKind.NOT_REPAIRED, True),
            )
        ),
        at_once=True,
        registered_letter=True,
        bankruptcy_warning=True,
    ),
    change=Change(ChangeRule.BOTH_APPROVE, initials=True),
    duration=Duration(TermType.WHILE_PROCESSING),
)
"""Outcomes of youth care: the Netherlands only, a warranty of consent, audits at any time after certificates."""

OFFICE = Regime(
    retention=Retention(),
    breach=Breach(notice=None, authority_reporter=Reporter.PROCESSOR_PREPARES, contacts=BreachContacts.NONE),
    subprocessors=Subprocessors(
        SubprocessorRegime.NONE, notice=None, objection=None, termination_notice=None, fee_stops=False, copies=False
    ),
    requests=Requests(RequestMode.HANDLE, forward=None),
    audit=Audit(AuditRegime.ANY_TIME, certificates_first=False, grounds=False, cost=AuditCost.CONTROLLER),
    reports=Reports(yearly=True, supply=Term.read("3 months"), emergency_disclosure=True),
    costs=Costs(Billing.MONTH, export_gate=True, return_cost=ReturnCost.INCLUDED, product="Brons", segment=""),
    liability=Liability(cap_is_year_fee=True, excludes_indirect=True),
    default=Default(
        cure=Term.read("14 days"),
        grounds=(
            Ground(GroundKind.DISSOLVED),
            Ground(GroundKind.PAYMENTS_SUSPENDED, months=6),
            Ground(GroundKind.BANKRUPT),
            Ground(GroundKind.UNWILLING),
            Ground(GroundKind.NOT_REPAIRED, after_default=True),
        ),
        registered_letter=True,
        reliability=False,
    ),
    change=Change(ChangeRule.NOTICE_AND_CONSULTATION, notice=Term.read("3 months")),
    duration=Duration(
        TermType.FIXED_RENEWING, first=Term.read("1 year"), renewal=Term.read("1 year"), notice=Term.read("3 months")
    ),
    law=Law(forum="’s-Hertogenbosch", general_terms_excluded=True),
)
"""A subscription to the privacy office: a year, renewed in silence, and an export that can wait for what is owed."""
