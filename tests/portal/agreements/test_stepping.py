"""Steps in an agreement's life: who may take them, what follows, and what is shown before."""

from dataclasses import replace
from datetime import timedelta

import casting
import contracting
import pytest
from organising import refuses

from sluis.agreement import steps
from sluis.agreement.contract import Side
from sluis.agreement.effects import Fee
from sluis.agreement.grounds import GroundKind
from sluis.agreement.processings import Verb
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.deadlines import Term, day_of
from sluis.portal.agreements import stepping, timing
from sluis.portal.agreements.models import Agreement, Happening
from sluis.portal.agreements.wording import Happened
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access, contracts
from sluis.refusals.catalogue import agreeing as codes

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def people() -> contracting.Parties:
    return contracting.parties()


def later(**more: int) -> object:
    return casting.now() + timedelta(**more)


def clock(agreement: Agreement, **more: int) -> Agreement:
    """What the timetable makes of it after some time."""
    timing.move(casting.tester(casting.now() + timedelta(**more)))
    return contracting.fresh(agreement)


def test_a_suspension_stops_processing_until_it_is_lifted(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Suspend(Side.CONTROLLER), reason="Onderzoek")
    suspended = contracting.fresh(agreement)
    assert suspended.state == "suspended"
    assert suspended.effects(casting.now()).verbs == frozenset()
    with refuses(contracts.STEP_NOT_POSSIBLE):
        stepping.take(people.actor("director"), agreement=agreement, step=steps.Resume(Side.PROCESSOR))
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Resume(Side.CONTROLLER))
    assert Verb.PSEUDONYMISE in contracting.fresh(agreement).effects(casting.now()).verbs


def test_nobody_steps_in_the_name_of_the_other_party(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    with refuses(codes.OTHER_SIDE):
        stepping.take(people.actor("board"), agreement=agreement, step=steps.Suspend(Side.PROCESSOR))
    with refuses(codes.OTHER_SIDE):
        stepping.take(people.actor("board"), agreement=agreement, step=steps.DeclareUnreliable())
    with refuses(codes.OTHER_SIDE):
        stepping.take(people.actor("director"), agreement=agreement, step=steps.Suspend(Side.CONTROLLER))


@pytest.mark.covers("I-08", "I-10")
def test_the_processor_does_not_warrant_for_the_controller(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people, regime=OUTCOMES)
    assert agreement.effects(casting.now()).verbs == frozenset()
    for who in ("director", "clerk"):
        with refuses(access.NOT_ALLOWED):
            stepping.take(people.actor(who), agreement=agreement, step=steps.Warrant())
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Warrant())
    assert Verb.COLLECT not in agreement.contract.verbs
    assert contracting.fresh(agreement).effects(casting.now()).verbs == agreement.contract.verbs


def test_consequences_are_shown_before_and_nothing_changes(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    events = Entry.objects.count()
    seen = stepping.foresee(agreement, steps.Suspend(Side.CONTROLLER), casting.now())
    changed = {each.effect for each in seen.differences if each.changes}
    assert "verbs" in changed
    assert "breach_notice" not in changed
    assert contracting.fresh(agreement).state == "in_force"
    assert Entry.objects.count() == events


def test_what_was_foreseen_is_what_happens(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    at = casting.now()
    seen = stepping.foresee(agreement, steps.Suspend(Side.CONTROLLER), at)
    stepping.take(people.actor("board", at), agreement=agreement, step=steps.Suspend(Side.CONTROLLER))
    assert contracting.fresh(agreement).standing == seen.after


@pytest.mark.covers("Z-13", "I-12")
def test_a_notice_of_default_runs_out_after_its_days(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    ending = steps.EndNow(Side.CONTROLLER, GroundKind.NOT_REPAIRED)
    with refuses(contracts.DEFAULT_NOT_PASSED):
        stepping.take(people.actor("board"), agreement=agreement, step=ending)
    ref = stepping.next_reference(agreement)
    made = stepping.take(people.actor("board"), agreement=agreement, step=steps.SendDefault(Side.CONTROLLER, ref))
    assert made.until == Term.read("30 days").after(made.at)
    task = Task.everything.get(kind="agreement-repair", state=Task.State.OPEN)
    assert (task.organisation, task.due_at) == (people.operator, made.until)
    with refuses(contracts.DEFAULT_NOT_PASSED):
        stepping.take(people.actor("board"), agreement=agreement, step=ending)
    clock(agreement, days=32)
    clock(agreement, days=32)
    lapsed = Happening.everything.filter(agreement=agreement, kind=Happened.LAPSED.value)
    assert lapsed.count() == 1
    assert timing.in_default(contracting.fresh(agreement), casting.now() + timedelta(days=32)) == {Side.PROCESSOR}
    late = casting.now() + timedelta(days=32)
    stepping.take(people.actor("board", late), agreement=agreement, step=ending)
    ended = contracting.fresh(agreement)
    assert (ended.state, ended.standing.ground) == ("ended", GroundKind.NOT_REPAIRED)


@pytest.mark.covers("Z-13")
def test_an_accepted_repair_takes_the_ground_away(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    ref = stepping.next_reference(agreement)
    stepping.take(people.actor("board"), agreement=agreement, step=steps.SendDefault(Side.CONTROLLER, ref))
    for side in Side:  # who failed does not judge its own repair
        with refuses(contracts.STEP_NOT_POSSIBLE if side is Side.PROCESSOR else codes.OTHER_SIDE):
            stepping.take(people.actor("director"), agreement=agreement, step=steps.Repair(side, ref))
    stepping.take(people.actor("board"), agreement=agreement, step=steps.Repair(Side.CONTROLLER, ref))
    clock(agreement, days=40)
    assert not Happening.everything.filter(agreement=agreement, kind=Happened.LAPSED.value).exists()
    late = casting.now() + timedelta(days=40)
    with refuses(contracts.DEFAULT_NOT_PASSED):
        step = steps.EndNow(Side.CONTROLLER, GroundKind.NOT_REPAIRED)
        stepping.take(people.actor("board", late), agreement=agreement, step=step)


@pytest.mark.covers("Z-14", "I-15")
def test_the_controller_can_leave_when_the_processor_says_it_is_not_reliable(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    step = steps.EndNow(Side.CONTROLLER, GroundKind.UNRELIABLE)
    with refuses(contracts.GROUND_NOT_AGREED):
        stepping.take(people.actor("board"), agreement=agreement, step=step)
    stepping.take(
        people.actor("director"), agreement=agreement, step=steps.DeclareUnreliable(), reason="Certificaat kwijt"
    )
    stepping.take(people.actor("board"), agreement=agreement, step=step)
    assert contracting.fresh(agreement).state == "ended"


@pytest.mark.covers("I-13", "P-07")
def test_the_agreement_can_ask_for_a_registered_letter(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people, regime=OUTCOMES)
    step = steps.EndNow(Side.CONTROLLER, GroundKind.CHANGE_OF_CONTROL)
    with refuses(codes.LETTER_MISSING):
        stepping.take(people.actor("board"), agreement=agreement, step=step)
    made = stepping.take(people.actor("board"), agreement=agreement, step=step, letter="3SPROEF0001")
    assert made.registered_letter == "3SPROEF0001"


@pytest.mark.covers("P-07")
def test_a_suspension_of_payments_counts_after_more_than_six_months(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people, regime=OFFICE)
    with refuses(contracts.GROUND_TOO_SHORT):
        step = steps.EndNow(Side.CONTROLLER, GroundKind.PAYMENTS_SUSPENDED, months=5)
        stepping.take(people.actor("board"), agreement=agreement, step=step, letter="3SPROEF0002")


@pytest.mark.covers("I-13")
def test_grounds_of_one_agreement_are_not_those_of_another(people: contracting.Parties) -> None:
    exchange = contracting.agree(people=people)
    with refuses(contracts.GROUND_NOT_AGREED):
        step = steps.EndNow(Side.CONTROLLER, GroundKind.CHANGE_OF_CONTROL)
        stepping.take(people.actor("board"), agreement=exchange, step=step)


@pytest.mark.covers("P-05", "P-06")
def test_notice_of_a_contract_that_renews_itself(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people, regime=OFFICE)
    stepping.take(people.actor("board"), agreement=agreement, step=steps.GiveNotice(Side.CONTROLLER))
    ends = contracting.fresh(agreement).ends_on
    first = agreement.standing.starts_on
    assert ends is not None
    assert first is not None
    assert (ends + timedelta(days=1)).month == first.month
    assert (ends + timedelta(days=1)).day == first.day
    assert (ends - day_of(casting.now())).days > 80


def test_the_step_tells_both_sides_and_leaves_one_event_without_words(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    before = Message.everything.count()
    stepping.take(
        people.actor("board"), agreement=agreement, step=steps.Suspend(Side.CONTROLLER), reason="Vanwege Jan de Geheime"
    )
    told = Message.everything.order_by("-queued_at")[: Message.everything.count() - before]
    assert {one.person_id for one in told} == {people.board.pk, people.keeper.pk, people.director.pk, people.clerk.pk}
    lines = [bytes(entry.line).decode() for entry in Entry.objects.order_by("pk")]
    assert sum('"agreement.suspended"' in line for line in lines) == 1
    assert not any("Geheime" in line for line in lines)


def test_a_fee_stops_with_the_end(people: contracting.Parties) -> None:
    paid = replace(EXCHANGE, costs=replace(EXCHANGE.costs, fee_per_year=100_000))
    agreement = contracting.agree(people=people, regime=paid)
    assert agreement.effects(casting.now()).fee is Fee.DUE
    stepping.take(people.actor("board"), agreement=agreement, step=steps.EndNow(Side.CONTROLLER, GroundKind.DISSOLVED))
    assert contracting.fresh(agreement).effects(casting.now()).fee is Fee.STOPPED


@pytest.mark.covers("Z-17")
def test_after_the_end_duties_go_on_and_closing_needs_nothing_left(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    stepping.take(people.actor("board"), agreement=agreement, step=steps.EndNow(Side.CONTROLLER, GroundKind.DISSOLVED))
    ended = contracting.fresh(agreement)
    held = ended.effects(casting.now())
    assert held.secrecy
    assert held.returning
    assert held.breach_notice == Term.read("24 hours")
    with refuses(contracts.DATA_LEFT):  # people and tasks of the controller are still here
        stepping.take(people.actor("director"), agreement=ended, step=steps.Close())


def test_a_step_from_another_tenant_is_refused(people: contracting.Parties) -> None:
    agreement = contracting.agree(people=people)
    stranger = contracting.parties()
    with refuses(access.NOT_YOURS):
        stepping.take(stranger.actor("board"), agreement=agreement, step=steps.Suspend(Side.CONTROLLER))


def test_a_day_after_the_term_it_has_ended(people: contracting.Parties) -> None:
    today = day_of(casting.now())
    service = contracting.main(people.home, ends_on=today + timedelta(days=10))
    agreement = contracting.agree(people=people, service=service)
    assert clock(agreement, days=10).state == "in_force"
    ended = clock(agreement, days=11, hours=1)
    assert (ended.state, ended.ends_on) == ("ended", today + timedelta(days=10))
    assert ended.effects(casting.now() + timedelta(days=12)).verbs == frozenset()
