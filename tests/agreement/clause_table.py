"""The table from clause to behaviour; `test_clauses.py` reads it.

A row names a clause and a field, gives the field some values, and says what follows from each. What the row looks at is
one short function of the agreement, so that the table can be read by whoever drew up the contract.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from agreement.contracts import AT, BOTH, FLOW, walk
from sluis.agreement import steps
from sluis.agreement.clauses import Clause
from sluis.agreement.completeness import gaps
from sluis.agreement.contract import Contract, Side
from sluis.agreement.effects import DutyKind, Effects, Fee, effects
from sluis.agreement.grounds import Ground, GroundKind
from sluis.agreement.numbering import applying
from sluis.agreement.policy import Policy, Question, policy_of, require
from sluis.agreement.processings import STANDARD, Verb
from sluis.agreement.regime import (
    Billing,
    BreachContacts,
    Penalty,
    RequestMode,
    SubprocessorRegime,
    TermType,
)
from sluis.agreement.standing import Standing
from sluis.deadlines import Term, day_of, end_of_day
from sluis.refusals import Refused

TODAY = day_of(AT)
Look = Callable[[Contract], Any]
CONTROLLER, PROCESSOR = Side.CONTROLLER, Side.PROCESSOR


@dataclass(frozen=True)
class Row:
    """One field.

    Attributes:
        clause: where it stands in the agreement.
        field: `group.field` of the regime, or a part of the contract.
        values: what follows from each value.
        look: at what.
        besides: other fields that must have a certain value for this one to matter.
    """

    clause: Clause
    field: str
    values: tuple[tuple[Any, Any], ...]
    look: Look
    besides: tuple[tuple[str, Any], ...] = ()


def term(text: str) -> Term:
    return Term.read(text)


def standing(*after_signing: steps.Step) -> Callable[[Contract], Standing]:
    return lambda agreed: walk(agreed, (*BOTH, *after_signing))


def held(agreed: Contract, *after_signing: steps.Step) -> Effects:
    return effects(agreed, walk(agreed, (*BOTH, *after_signing)), AT)


def effect(name: str, *after_signing: steps.Step) -> Look:
    return lambda agreed: getattr(held(agreed, *after_signing), name)


def policy(agreed: Contract) -> Policy:
    return policy_of(agreed, walk(agreed), FLOW.agreement, (), AT)


def allowed(*path: steps.Step) -> Look:
    """`yes`, or the number of the refusal of the last step."""

    def look(agreed: Contract) -> str:
        before = walk(agreed, (*BOTH, *path[:-1]))
        try:
            walk(agreed, path[-1:], standing=before)
        except Refused as refused:
            return refused.code.number
        return "yes"

    return look


def answer(question: Question, days: int = 0) -> Look:
    """`yes`, or the number and the clause of the refusal, of a program that asks some days later."""

    def look(agreed: Contract) -> str:
        try:
            require(policy(agreed), question, AT + timedelta(days=days))
        except Refused as refused:
            return refused.code.number
        return "yes"

    return look


def duty(kind: DutyKind, *path: steps.Step) -> Look:
    """By when a duty is due; `no` when it is none."""
    return lambda agreed: next((one.due_at for one in held(agreed, *path).duties if one.kind is kind), "no")


def has(clause: Clause) -> Look:
    return lambda agreed: clause in applying(agreed)


def lacks(part: str) -> Look:
    return lambda agreed: any(gap.part.startswith(part) for gap in gaps(agreed))


def last_day(*path: steps.Step) -> Look:
    return effect("ends_on", *path)


def cell(name: str) -> Look:
    return lambda agreed: getattr(policy(agreed).retention, name)


OBJECTED = steps.Object(date(2026, 2, 1))
PAID = (("costs.billing", Billing.YEAR), ("costs.fee_per_year", 900), ("costs.provider_free", False))
OBJECTION = (("subprocessors.regime", SubprocessorRegime.OBJECTION), ("subprocessors.notice", term("3 months")))
RENEWING = (
    ("duration.type", TermType.FIXED_RENEWING), ("duration.first", term("1 year")),
    ("duration.renewal", term("1 month")), ("duration.notice", term("3 months")), ("starts_on", date(2026, 3, 2)),
)  # fmt: skip
NO_LIABILITY = tuple(
    (f"liability.{name}", value)
    for name, value in (
        ("cap_per_event", None), ("cap_is_year_fee", False), ("penalty", Penalty.NONE), ("indemnity", False),
        ("excludes_indirect", False),
    )
)  # fmt: skip
ROW = STANDARD[0]
DELIVER = frozenset({Verb.PSEUDONYMISE, Verb.TRANSPORT})
ENDS_NOW = steps.EndNow(CONTROLLER, GroundKind.DISSOLVED)

TABLE = (
    # what, for whom, where
    Row(Clause.DATA, "processings",
        (((ROW,), DELIVER), (STANDARD[1:2], {Verb.ENCRYPT, Verb.DECRYPT})), effect("verbs"),
        (("warranty.consent", False),)),
    Row(Clause.DATA, "processings",
        (((ROW,), "yes"), (STANDARD[1:2], "2850")), answer(Question(Verb.TRANSPORT)),
        (("warranty.consent", False),)),
    Row(Clause.PURPOSE, "processings",
        (((ROW,), "yes"), ((replace(ROW, purposes=("research",)),), "2858")),
        answer(Question(Verb.TRANSPORT, purpose=ROW.purposes[0])), (("warranty.consent", False),)),
    Row(Clause.PLACE, "place.countries",
        ((("NL",), "2852"), (("DE", "NL"), "yes")), answer(Question(Verb.TRANSPORT, country="DE")),
        (("processings", (replace(ROW, countries=("DE", "NL")),)), ("warranty.consent", False))),
    Row(Clause.RECIPIENTS, "flows",
        (((FLOW,), ("recipient-1",)), ((replace(FLOW, transport=False),), ()), ((), ())),
        lambda agreed: policy(agreed).recipients),
    Row(Clause.RECIPIENTS, "flows",
        (((FLOW,), "yes"), ((replace(FLOW, recipient="another"),), "2851"),
         ((replace(FLOW, transport=False),), "2850"), ((), "2842")),
        answer(Question(Verb.TRANSPORT, recipient="recipient-1")), (("warranty.consent", False),)),
    Row(Clause.RECIPIENTS, "flows",
        (((FLOW,), True), ((), False)), effect("deliveries"), (("warranty.consent", False),)),
    Row(Clause.WARRANTY, "warranty.consent", ((False, "yes"), (True, "2855")), answer(Question(Verb.PSEUDONYMISE))),
    Row(Clause.WARRANTY, "warranty.consent", ((False, True), (True, True)), effect("deliveries", steps.Warrant())),
    # how long things stay
    Row(Clause.RETENTION, "retention.days_after_download", ((10, 10), (3, 3)), cell("days_after_download")),
    Row(Clause.RETENTION, "retention.max_undownloaded_days", ((30, 30), (5, 5)), cell("max_undownloaded_days")),
    Row(Clause.RETENTION, "retention.backup_days", ((30, 30), (7, 7)), cell("backup_days")),
    # when something goes wrong, and when people ask
    Row(Clause.BREACH, "breach.notice",
        ((term("24 hours"), term("24 hours")), (None, None)), effect("breach_notice")),
    Row(Clause.BREACH, "breach.contacts",
        ((BreachContacts.FUNCTIONS, True), (BreachContacts.NONE, False)), lacks("contacts"), (("contacts", ()),)),
    Row(Clause.REQUESTS, "requests.mode", tuple((mode, mode) for mode in RequestMode), effect("requests")),
    # subprocessors
    Row(Clause.SUBPROCESSORS, "subprocessors.regime",
        ((SubprocessorRegime.OBJECTION, "yes"), (SubprocessorRegime.INFORM, "2845"), (SubprocessorRegime.NONE, "2845")),
        allowed(OBJECTED), (("subprocessors.notice", term("3 months")),)),
    Row(Clause.SUBPROCESSORS, "subprocessors.notice",
        ((term("3 months"), term("3 months")), (term("1 month"), term("1 month"))),
        lambda agreed: agreed.regime.subprocessors.objection_period, (("subprocessors.objection", None),)),
    Row(Clause.SUBPROCESSORS, "subprocessors.notice",
        ((term("3 months"), False), (None, True)), lacks("subprocessors.notice"), OBJECTION[:1]),
    Row(Clause.SUBPROCESSORS, "subprocessors.objection",
        ((None, term("3 months")), (term("1 month"), term("1 month"))),
        lambda agreed: agreed.regime.subprocessors.objection_period, OBJECTION),
    Row(Clause.SUBPROCESSORS, "subprocessors.termination_notice",
        ((term("6 months"), date(2026, 8, 1)), (term("3 months"), date(2026, 5, 1)), (term("1 day"), TODAY)),
        last_day(OBJECTED, steps.GiveNotice(CONTROLLER, GroundKind.OBJECTION)), OBJECTION),
    Row(Clause.SUBPROCESSORS, "subprocessors.termination_notice",
        ((term("6 months"), "yes"), (None, "2845")),
        allowed(OBJECTED, steps.GiveNotice(CONTROLLER, GroundKind.OBJECTION)), OBJECTION),
    Row(Clause.SUBPROCESSORS, "subprocessors.fee_stops",
        ((True, Fee.STOPPED), (False, Fee.DUE)),
        effect("fee", OBJECTED, steps.Suspend(CONTROLLER, GroundKind.OBJECTION)), (*OBJECTION, *PAID)),
    # money
    Row(Clause.COSTS, "costs.billing",
        ((Billing.YEAR, Fee.DUE), (Billing.MONTH, Fee.DUE), (Billing.NONE, Fee.NONE)), effect("fee"), PAID[1:]),
    Row(Clause.COSTS, "costs.fee_per_year", ((900, Fee.DUE), (0, Fee.NONE)), effect("fee"), PAID),
    Row(Clause.COSTS, "costs.provider_free", ((False, Fee.DUE), (True, Fee.NONE)), effect("fee"), PAID),
    # failing
    Row(Clause.DEFAULT, "default.cure",
        ((term("30 days"), end_of_day(date(2026, 4, 1))), (term("14 days"), end_of_day(date(2026, 3, 16)))),
        duty(DutyKind.REPAIR, steps.SendDefault(CONTROLLER, "1"))),
    Row(Clause.DEFAULT, "default.at_once",
        ((True, "yes"), (False, "2845")), allowed(steps.SendDefault(CONTROLLER, "1", at_once=True))),
    Row(Clause.DEFAULT, "default.cure",
        ((term("30 days"), "yes"), (None, "2844")), allowed(steps.SendDefault(CONTROLLER, "1"))),
    Row(Clause.DEFAULT, "default.grounds",
        (((Ground(GroundKind.BANKRUPT),), "yes"), ((), "2845"),
         ((Ground(GroundKind.BANKRUPT, months=6),), "2857"), ((Ground(GroundKind.BANKRUPT, after_default=True),), "2846")),
        allowed(steps.EndNow(PROCESSOR, GroundKind.BANKRUPT))),
    Row(Clause.DEFAULT, "default.reliability",
        ((True, "yes"), (False, "2845")),
        allowed(steps.DeclareUnreliable(), steps.EndNow(CONTROLLER, GroundKind.UNRELIABLE))),
    Row(Clause.TRANSFER, "transfer.takeover_notice",
        ((True, "yes"), (False, "2845")),
        allowed(steps.AnnounceTakeover(), steps.EndNow(CONTROLLER, GroundKind.TAKEOVER))),
    # from when until when
    Row(Clause.TERM, "starts_on",
        ((None, "yes"), (date(2026, 3, 2), "yes"), (date(2026, 3, 3), "2843")),
        answer(Question(Verb.PSEUDONYMISE)), (("warranty.consent", False),)),
    Row(Clause.TERM, "ends_on",
        ((date(2026, 3, 4), "yes"), (date(2026, 3, 3), "2842")), answer(Question(Verb.PSEUDONYMISE), days=2),
        (("warranty.consent", False),)),
    Row(Clause.TERM, "duration.type",
        ((TermType.FOLLOWS_MAIN, date(2026, 12, 31)), (TermType.WHILE_PROCESSING, None),
         (TermType.FIXED_RENEWING, None)),
        last_day(), (*RENEWING[1:], ("service.ends_on", date(2026, 12, 31)))),
    Row(Clause.TERM, "duration.type",
        ((TermType.WHILE_PROCESSING, "yes"), (TermType.FOLLOWS_MAIN, "2847")),
        allowed(steps.StopSupply(CONTROLLER))),
    Row(Clause.TERM, "duration.first",
        ((term("1 year"), date(2027, 3, 1)), (term("6 months"), date(2026, 9, 1))), last_day(steps.GiveNotice()),
        RENEWING),
    Row(Clause.TERM, "duration.renewal",
        ((term("1 month"), date(2026, 7, 1)), (term("1 year"), date(2027, 4, 1))), last_day(steps.GiveNotice()),
        (*RENEWING, ("duration.first", term("1 month")))),
    Row(Clause.TERM, "duration.notice",
        ((term("3 months"), "yes"), (None, "2847")), allowed(steps.GiveNotice()),
        (("duration.type", TermType.WHILE_PROCESSING),)),
    # the end
    Row(Clause.END, "end.term",
        ((term("30 days"), end_of_day(date(2026, 4, 1))), (None, None)), duty(DutyKind.DESTROY, ENDS_NOW)),
    Row(Clause.END, "end.choice",
        ((True, end_of_day(date(2026, 4, 1))), (False, "no")), duty(DutyKind.CHOOSE_RETURN, ENDS_NOW),
        (("end.term", term("30 days")),)),
    # clauses that are there only when they say something
    Row(Clause.REPORTS, "reports.yearly",
        ((True, True), (False, False)), has(Clause.REPORTS), (("reports.supply", None),)),
    Row(Clause.REPORTS, "reports.supply",
        ((term("3 months"), True), (None, False)), has(Clause.REPORTS), (("reports.yearly", False),)),
    *(
        Row(Clause.LIABILITY, f"liability.{name}", ((said, True), (unsaid, False)), has(Clause.LIABILITY), NO_LIABILITY)
        for name, said, unsaid in (
            ("cap_per_event", 1, None), ("cap_is_year_fee", True, False), ("penalty", Penalty.EQUALS_FINE, Penalty.NONE),
            ("indemnity", True, False), ("excludes_indirect", True, False),
        )
    ),
    Row(Clause.TRANSFER, "transfer.assignment_needs_consent",
        ((True, True), (False, False)), has(Clause.TRANSFER), (("transfer.takeover_notice", False),)),
)  # fmt: skip
