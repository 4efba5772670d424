"""Both parties set day and auditor; findings are assessed by both, carried out by a day, verified; then it is closed."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import auditing
import casting
import contracting
import pytest
from hypothesis import given
from hypothesis import strategies as st
from organising import refuses

from sluis.agreement.contract import Side
from sluis.agreement.regime import Audit as Rule
from sluis.agreement.regime import AuditCost
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.portal.access.roles import Role
from sluis.portal.audits import calendar, costing, finding, planning
from sluis.portal.audits.models import Audit, Finding, State
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import audits as codes

Stage = Finding.Stage


def open_tasks(kind: str) -> list[Task]:
    """Of a kind."""
    return list(Task.everything.filter(kind=kind, state=Task.State.OPEN).select_related("organisation"))


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-88")
def test_one_party_proposes_and_the_other_confirms() -> None:
    both = auditing.sides()
    on, audit = auditing.ahead(5), auditing.admissible(both)
    with refuses(codes.AUDIT_MOVED):
        planning.agree(both.ours(), audit=audit, held_on=on, auditor="Bureau")
    with refuses(codes.NOT_INDEPENDENT):
        planning.propose(both.theirs(), audit=audit, held_on=on, auditor="Bureau", independent=False)
    with refuses(codes.AUDIT_DAY):
        planning.propose(both.theirs(), audit=audit, held_on=auditing.ahead(-1), auditor="Bureau", independent=True)
    proposed = planning.propose(both.theirs(), audit=audit, held_on=on, auditor="Bureau", independent=True)
    assert proposed.state == State.ADMISSIBLE
    assert [task.organisation.is_operator for task in open_tasks("audit-plan")] == [True]
    with refuses(codes.OTHER_PARTY_CONFIRMS):
        planning.agree(both.theirs(), audit=audit, held_on=on, auditor="Bureau")
    with refuses(codes.PLAN_CHANGED):
        planning.agree(both.ours(), audit=audit, held_on=auditing.ahead(6), auditor="Bureau")
    with refuses(codes.AUDIT_MOVED):
        planning.carried_out(both.theirs(), audit=audit, summary="x")
    planned = planning.agree(both.ours(), audit=audit, held_on=on, auditor="Bureau")
    assert planned.state == State.PLANNED and open_tasks("audit-plan") == []


@pytest.mark.usefixtures("sqlite")
def test_another_proposal_undoes_the_plan() -> None:
    both = auditing.sides()
    audit = auditing.planned(both)
    again = planning.propose(both.ours(), audit=audit, held_on=auditing.ahead(9), auditor="Ander", independent=True)
    assert (again.state, again.controller_agreed_at) == (State.ADMISSIBLE, None)


@pytest.mark.usefixtures("sqlite")
def test_an_auditor_need_not_be_independent_where_that_was_not_agreed() -> None:
    both = auditing.sides(regime=OFFICE)
    audit = auditing.admissible(both)
    on = auditing.ahead(1)
    assert planning.propose(both.theirs(), audit=audit, held_on=on, auditor="Wij", independent=False).held_on == on


@pytest.mark.usefixtures("sqlite")
def test_it_is_not_carried_out_before_its_day_nor_by_the_audited() -> None:
    both = auditing.sides()
    on, audit = auditing.ahead(2), auditing.admissible(both)
    planning.propose(both.theirs(), audit=audit, held_on=on, auditor="Bureau", independent=True)
    planning.agree(both.ours(), audit=audit, held_on=on, auditor="Bureau")
    with refuses(codes.AUDIT_DAY):
        planning.carried_out(both.theirs(), audit=audit, summary="x")
    later = casting.now() + timedelta(days=2)
    with refuses(codes.NOT_YOUR_SIDE):
        planning.carried_out(both.ours(later), audit=audit, summary="x")
    assert planning.carried_out(both.theirs(later), audit=audit, summary="x").state == State.CARRIED_OUT


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("I-60")
def test_a_finding_is_assessed_jointly_carried_out_in_its_term_and_verified() -> None:
    both = auditing.sides()
    audit = auditing.carried_out(both)
    made = auditing.found(both, audit, due_on=auditing.ahead(10))
    assert len(open_tasks("finding-assess")) == 2
    with refuses(codes.FINDING_MOVED):
        finding.carry_out(both.ours(), finding=made, outcome="x")
    assert finding.assess(both.theirs(), finding=made, agrees=True).stage == Stage.OPEN
    with refuses(codes.DISPUTE_SILENT):
        finding.assess(both.ours(), finding=made, agrees=False)
    assert finding.assess(both.ours(), finding=made, agrees=False, why="Staat er wel").stage == Stage.DISPUTED
    assert open_tasks("finding-carry-out") == []
    assert finding.assess(both.ours(), finding=made, agrees=True).stage == Stage.AGREED
    (task,) = open_tasks("finding-carry-out")
    assert task.organisation.is_operator and auditing.due(task) == auditing.ahead(10)
    finding.set_term(both.theirs(), finding=made, due_on=auditing.ahead(20))
    (task,) = open_tasks("finding-carry-out")
    assert auditing.due(task) == auditing.ahead(20)
    with refuses(codes.NOT_YOUR_SIDE):
        finding.set_term(both.ours(), finding=made, due_on=auditing.ahead(90))
    with refuses(codes.NOT_YOUR_SIDE):
        finding.carry_out(both.theirs(), finding=made, outcome="x")
    with refuses(codes.FINDINGS_OPEN):
        planning.close(both.theirs(), audit=audit)
    finding.carry_out(both.ours(), finding=made, outcome="Aangevuld")
    with refuses(codes.NOT_YOUR_SIDE):
        finding.verify(both.ours(), finding=made, enough=True)
    assert finding.verify(both.theirs(), finding=made, enough=False).stage == Stage.AGREED
    finding.carry_out(both.ours(), finding=made, outcome="Nu helemaal")
    assert finding.verify(both.theirs(), finding=made, enough=True).stage == Stage.CLOSED
    assert planning.close(both.theirs(), audit=audit).state == State.CLOSED
    assert not Task.everything.filter(kind__startswith="finding", state=Task.State.OPEN).exists()


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("I-60")
def test_one_or_both_parties_carry_a_finding_out() -> None:
    both = auditing.sides()
    audit = auditing.carried_out(both)
    for bearer, sides in (("controller", 1), ("processor", 1), ("both", 2)):
        made = auditing.found(both, audit, carried_by=bearer)
        for actor in (both.theirs(), both.ours()):
            finding.assess(actor, finding=made, agrees=True)
        assert Task.everything.filter(kind="finding-carry-out", about=made.subject).count() == sides


@pytest.mark.usefixtures("sqlite")
def test_what_both_dispute_is_rejected_and_needs_nothing_more() -> None:
    both = auditing.sides()
    audit = auditing.carried_out(both)
    made = auditing.found(both, audit)
    for actor in (both.theirs(), both.ours()):
        finding.assess(actor, finding=made, agrees=False, why="Onjuist")
    assert Finding.everything.get(pk=made.pk).stage == Stage.REJECTED
    assert planning.close(both.theirs(), audit=audit).state == State.CLOSED


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("I-61", "A23")
@pytest.mark.parametrize(
    ("rule", "fails", "bears"),
    [
        (AuditCost.UNSAID, True, None),
        (AuditCost.CONTROLLER, True, (150, 0)),
        (AuditCost.PROCESSOR_WHEN_FAILING, False, (100, 50)),
        (AuditCost.PROCESSOR_WHEN_FAILING, True, (0, 150)),
    ],
)
def test_costs_follow_from_the_agreement_and_the_findings(
    rule: AuditCost, fails: bool, bears: tuple[int, int] | None
) -> None:
    both = auditing.sides(regime=replace(EXCHANGE, audit=replace(EXCHANGE.audit, cost=rule)))
    audit = auditing.carried_out(both)
    costing.record_cost(both.theirs(), audit=audit, amount=Decimal(100))
    kept = costing.record_cost(both.ours(), audit=audit, amount=Decimal(50))
    made = auditing.found(both, audit, fails=fails)
    found = costing.allocation(kept, [made])
    assert found is not None
    expected = None if bears is None else {Side.CONTROLLER: Decimal(bears[0]), Side.PROCESSOR: Decimal(bears[1])}
    assert (found.bears, found.failing) == (expected, fails)
    assert found.provisional is (fails and rule is AuditCost.PROCESSOR_WHEN_FAILING)


@given(
    rule=st.sampled_from(AuditCost), made=st.tuples(*[st.decimals(0, 10_000, places=2)] * 2),
    points=st.lists(st.tuples(st.booleans(), st.sampled_from(Stage)), max_size=4),
)  # fmt: skip
def test_nothing_of_the_costs_is_lost_or_made(
    rule: AuditCost, made: tuple[Decimal, Decimal], points: list[tuple[bool, Stage]]
) -> None:
    costs = dict(zip(Side, made, strict=True))
    found = costing.allocate(rule, costs, [Finding(fails=fails, stage=stage) for fails, stage in points])
    assert found.failing is any(fails and stage != Stage.REJECTED for fails, stage in points)
    assert (found.bears is None) is (rule is AuditCost.UNSAID)
    assert found.bears is None or sum(found.bears.values()) == sum(made)


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-87")
def test_own_audits_come_back_by_their_rhythm_and_give_a_task_in_time() -> None:
    auditor = casting.person(contracting.operator(), Role.AUDITOR)
    on = auditing.ahead(40)
    said = {
        "kind": "internal", "scope": "ISMS", "standards": "NEN 7510:2024", "auditor": "Intern", "held_on": on,
        "every": "1 year",
    }  # fmt: skip
    audit = calendar.plan(casting.actor(auditor), data=said)
    assert calendar.follow(casting.tester()) == 0
    soon = casting.tester(casting.now() + timedelta(days=15))
    assert calendar.follow(soon) == 1 and calendar.follow(soon) == 0
    (task,) = open_tasks("audit-own")
    assert task.role == Role.AUDITOR.value and auditing.due(task) == on
    day = casting.actor(auditor, casting.now() + timedelta(days=40))
    planning.carried_out(day, audit=audit, summary="Op orde")
    made = finding.record(day, audit=audit, data={"text": "Klein", "due_on": auditing.ahead(99)})
    assert finding.assess(casting.tester(), finding=made, agrees=True).stage == Stage.AGREED
    finding.carry_out(casting.tester(), finding=made, outcome="Gedaan")
    finding.verify(day, finding=made, enough=True)
    planning.close(day, audit=audit)
    after = Audit.everything.get(state=State.PLANNED)
    assert after.held_on is not None and after.held_on.year == on.year + 1 and after.scope == "ISMS"
    assert open_tasks("audit-own") == []


def test_the_rule_of_a_regime_is_data() -> None:
    """No party is a case in the code: every combination is one that can be agreed."""
    assert OUTCOMES.audit == Rule() and EXCHANGE.audit != Rule()
