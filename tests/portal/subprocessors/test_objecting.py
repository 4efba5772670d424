"""An objection, what the processor did, and what follows for the agreement when it is not resolved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import casting
import contracting
import pytest
from organising import events

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.effects import Fee
from sluis.agreement.grounds import GroundKind
from sluis.agreement.standing import State as Stands
from sluis.agreement.starting import OUTCOMES
from sluis.deadlines import Term, months_after
from sluis.portal.access.roles import Role
from sluis.portal.agreements import stepping
from sluis.portal.agreements.models import Agreement
from sluis.portal.notifications.models import Message
from sluis.portal.subprocessors import announcing, foreseeing, objecting, starting, telling, timing
from sluis.portal.subprocessors.models import Subeffort, Subnotice, Subobjection, Subprocessor
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access, contracts
from sluis.refusals.catalogue import subprocessing as codes
from subprocessors import subcontracted
from subprocessors.subcontracted import refused

pytestmark = pytest.mark.usefixtures("sqlite")
State = Subnotice.State


class Case:
    """An agreement with a fee, and somebody who was announced under it."""

    def __init__(self, **more: Any) -> None:
        self.agreement = contracting.agree(**{"regime": subcontracted.BILLED} | more)
        self.people = contracting.parties(self.agreement.organisation)
        self.one = subcontracted.announced(self.people)

    @property
    def notice(self) -> Subnotice:
        """As it is now."""
        return subcontracted.notice(self.one, self.agreement)

    @property
    def now(self) -> Agreement:
        """The agreement, as it is now."""
        return contracting.fresh(self.agreement)

    def objects(self) -> None:
        """The controller objects."""
        objecting.file_objection(self.people.actor("keeper"), notice=self.notice, text="Niet in dit rekencentrum")

    def end(self, days: int = 1) -> datetime:
        """That many days after the last one on which it can object."""
        until = self.notice.objection_until
        assert until is not None
        return datetime(until.year, until.month, until.day, 12, tzinfo=UTC) + timedelta(days=days)


@pytest.mark.covers("Z-77")
def test_an_objection_is_kept_and_the_processor_must_do_something() -> None:
    case = Case()
    case.objects()
    assert case.notice.state == State.OBJECTED
    assert Subobjection.everything.get().text == "Niet in dit rekencentrum"
    answer = Task.everything.get(kind=telling.ANSWER)
    assert answer.organisation == case.people.operator and answer.due_at is not None
    assert not Task.everything.filter(kind=telling.OBJECT, state=Task.State.OPEN).exists()
    assert Message.everything.filter(template="subprocessors/objected", organisation=case.people.operator).exists()
    told = events("subobjection.made")
    assert len(told) == 1 and "rekencentrum" not in str(told[0].value())
    objecting.record_effort(case.people.actor("clerk"), notice=case.notice, text="Andere sleutels aangeboden")
    effort = Subeffort.everything.get()
    assert (effort.organisation, effort.text) == (case.people.home, "Andere sleutels aangeboden")
    assert Message.everything.filter(template="subprocessors/effort", organisation=case.people.home).exists()
    objecting.resolve(case.people.actor("keeper"), notice=case.notice)
    assert case.notice.state == State.RESOLVED and case.now.standing.objection_until is None
    assert not Task.everything.filter(kind=telling.ANSWER, state=Task.State.OPEN).exists()


@pytest.mark.covers("Z-77")
def test_an_adapted_service_avoids_it() -> None:
    case = Case()
    case.objects()
    objecting.leave_unresolved(case.people.actor("keeper"), notice=case.notice)
    assert case.now.standing.objection_until == case.notice.objection_until
    objecting.avoid(case.people.actor("clerk"), notice=case.notice, adapted="Alleen in Nederland")
    assert (case.notice.state, case.notice.adapted) == (State.AVOIDED, "Alleen in Nederland")
    assert case.now.standing.objection_until is None
    with refused(codes.AVOIDED):
        starting.start(casting.tester(case.end()), notice=case.notice)


@pytest.mark.covers("Z-78", "Z-76")
def test_an_objection_that_is_not_resolved_stops_the_fee_and_gives_six_months_from_its_period() -> None:
    case = Case()
    case.objects()
    board, until = case.people.actor("board"), case.notice.objection_until
    assert until is not None
    suspend = steps.Suspend(by=Side.CONTROLLER, ground=GroundKind.OBJECTION)
    with refused(contracts.GROUND_NOT_AGREED):
        stepping.take(board, agreement=case.now, step=suspend)
    foreseen = foreseeing.leaving(case.now, until, casting.now())
    assert foreseen is not None and foreseen.fee_stops and foreseen.ends_on == months_after(until, 6)
    assert timing.lapse(casting.tester(case.end(0))) == 0
    assert timing.lapse(casting.tester(case.end(1))) == 1
    assert case.notice.state == State.UNRESOLVED
    assert case.now.standing.objection_until == until
    at = case.end(2)
    later = replace(board, at=at)
    assert case.now.effects(at).fee is Fee.DUE
    stepping.take(later, agreement=case.now, step=suspend)
    assert case.now.state == Stands.SUSPENDED.value
    assert case.now.effects(at).fee is Fee.STOPPED
    stepping.take(later, agreement=case.now, step=steps.GiveNotice(by=Side.CONTROLLER, ground=GroundKind.OBJECTION))
    assert case.now.ends_on == months_after(until, 6)
    assert case.now.effects(at).fee is Fee.STOPPED


@pytest.mark.covers("Z-78")
def test_either_side_can_say_so_before_the_period_ends_but_the_notice_counts_from_its_end() -> None:
    case = Case()
    case.objects()
    objecting.leave_unresolved(case.people.actor("clerk"), notice=case.notice)
    assert case.now.standing.objection_until == case.notice.objection_until
    step = steps.GiveNotice(by=Side.CONTROLLER, ground=GroundKind.OBJECTION)
    stepping.take(case.people.actor("board"), agreement=case.now, step=step)
    until = case.notice.objection_until
    assert until is not None and case.now.ends_on == months_after(until, 6)


@pytest.mark.covers("Z-78")
def test_terms_of_leaving_are_those_of_the_agreement() -> None:
    regime = replace(
        subcontracted.BILLED,
        subprocessors=replace(
            subcontracted.BILLED.subprocessors, termination_notice=Term.read("2 months"), fee_stops=False
        ),
    )
    case = Case(regime=regime)
    until = case.notice.objection_until
    assert until is not None
    foreseen = foreseeing.leaving(case.agreement, until, casting.now())
    assert foreseen is not None and not foreseen.fee_stops and foreseen.ends_on == months_after(until, 2)
    none = replace(regime, subprocessors=replace(regime.subprocessors, termination_notice=None))
    other = Case(regime=none)
    foreseen = foreseeing.leaving(other.agreement, until, casting.now())
    assert foreseen is not None and foreseen.ends_on is None


@pytest.mark.covers("Z-76")
def test_while_an_objection_stands_it_does_not_start() -> None:
    case = Case()
    case.objects()
    clerk = case.people.actor("clerk")
    with refused(codes.OBJECTION_OPEN):
        starting.start(replace(clerk, at=case.end(5)), notice=case.notice)
    timing.lapse(casting.tester(case.end(5)))
    with refused(codes.OBJECTION_OPEN):
        starting.start(replace(clerk, at=case.end(5)), notice=case.notice)
    objecting.resolve(replace(case.people.actor("board"), at=case.end(6)), notice=case.notice)
    assert starting.start(replace(clerk, at=case.end(6)), notice=case.notice).started_on is not None


def test_without_an_objection_the_period_passes_and_it_can_start() -> None:
    case = Case()
    clerk = case.people.actor("clerk")
    with refused(codes.TOO_EARLY):
        starting.start(clerk, notice=case.notice)
    with refused(codes.TOO_EARLY):
        starting.start(replace(clerk, at=case.end(0)), notice=case.notice)
    assert timing.lapse(casting.tester(case.end())) == 1
    assert case.notice.state == State.LAPSED
    with refused(codes.PERIOD_PASSED):
        objecting.file_objection(
            replace(case.people.actor("keeper"), at=case.end()), notice=case.notice, text="Te laat"
        )
    starting.start(replace(clerk, at=case.end()), notice=case.notice)
    assert subcontracted.fresh(case.one).state == Subprocessor.State.ACTIVE
    assert events("subnotice.started")


def test_late_also_when_the_clock_did_not_come_by() -> None:
    case = Case()
    with refused(codes.PERIOD_PASSED):
        objecting.file_objection(
            replace(case.people.actor("keeper"), at=case.end()), notice=case.notice, text="Te laat"
        )


def test_no_objection_does_not_shorten_the_notice_and_can_be_thought_over() -> None:
    case = Case()
    objecting.accept(case.people.actor("keeper"), notice=case.notice)
    assert case.notice.state == State.ACCEPTED
    with refused(codes.TOO_EARLY):
        starting.start(casting.tester(case.end(-1)), notice=case.notice)
    case.objects()
    assert case.notice.state == State.OBJECTED
    with refused(codes.WRONG_STATE):
        case.objects()


@pytest.mark.covers("Z-78")
def test_of_two_objections_each_stands_for_itself() -> None:
    case = Case()
    other = subcontracted.announced(case.people, casting.now() + timedelta(days=10))
    second = subcontracted.notice(other, case.agreement)
    case.objects()
    keeper, clerk = case.people.actor("keeper"), case.people.actor("clerk")
    objecting.file_objection(keeper, notice=second, text="Ook niet")
    first_until, second_until = case.notice.objection_until, second.objection_until
    assert first_until is not None and second_until is not None and first_until < second_until
    objecting.leave_unresolved(clerk, notice=second)
    assert case.now.standing.objection_until == second_until
    objecting.leave_unresolved(clerk, notice=case.notice)
    assert case.now.standing.objection_until == first_until
    objecting.resolve(keeper, notice=case.notice)
    assert case.now.standing.objection_until == second_until
    announcing.withdraw(clerk, subprocessor=other)
    assert case.now.standing.objection_until is None


@pytest.mark.covers("I-50", "A7")
def test_who_is_only_told_has_no_right_to_object_and_nothing_waits() -> None:
    case = Case(regime=OUTCOMES)
    keeper = case.people.actor("keeper")
    for act in (
        lambda: objecting.file_objection(keeper, notice=case.notice, text="Nee"),
        lambda: objecting.accept(keeper, notice=case.notice),
    ):
        with refused(codes.NO_OBJECTION_AGREED):
            act()
    assert not Task.everything.filter(kind=telling.OBJECT).exists()
    abroad = starting.obstacles(case.notice, starting.Records.of([case.notice], casting.now()))
    assert [each.code for each in abroad] == [codes.PLACE_NOT_AGREED]  # Frankfurt, and only the Netherlands was agreed
    near = subcontracted.announced(case.people, country="NL", city="Utrecht")
    assert starting.start(case.people.actor("clerk"), notice=subcontracted.notice(near, case.agreement)).started_on


@pytest.mark.parametrize("role", list(Role))
def test_only_who_decides_for_the_controller_objects(role: Role) -> None:
    case = Case()
    who = casting.actor(casting.person(case.people.home, role))
    theirs = casting.actor(casting.person(case.people.operator, role))
    elsewhere = casting.actor(casting.person(casting.organisation(), Role.BOARD))
    with refused(access.NOT_ALLOWED):
        objecting.file_objection(theirs, notice=case.notice, text="Nee")
    with refused(access.NOT_YOURS):
        objecting.file_objection(elsewhere, notice=case.notice, text="Nee")
    if role in (Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO):
        objecting.file_objection(who, notice=case.notice, text="Nee")
        assert case.notice.state == State.OBJECTED
    else:
        with refused(access.NOT_ALLOWED):
            objecting.file_objection(who, notice=case.notice, text="Nee")


def test_the_processor_does_not_say_that_an_objection_is_resolved() -> None:
    case = Case()
    case.objects()
    with refused(access.NOT_ALLOWED):
        objecting.resolve(case.people.actor("clerk"), notice=case.notice)
    with refused(access.NOT_ALLOWED):
        objecting.avoid(case.people.actor("keeper"), notice=case.notice, adapted="Zelf bedacht")
