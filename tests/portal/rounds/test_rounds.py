"""What people and the clock do with rounds, and what deliveries make of them."""

from datetime import date, timedelta

import calendaring
import casting
import pytest
from calendaring import moment
from organising import events, refuses

from sluis.portal.access.changing import keeping
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement
from sluis.portal.rounds import answering, deciding, extending, scheduling
from sluis.portal.rounds.counting import refuse_late
from sluis.portal.rounds.days import Days
from sluis.portal.rounds.models import Extension, Round, Schedule, State
from sluis.portal.rounds.selectors import expected, next_of, round_for
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import rounds as codes

pytestmark = pytest.mark.usefixtures("database")


def test_a_calendar_has_the_rounds_of_the_coming_year() -> None:
    there = calendaring.place()
    made = calendaring.scheduled(there)
    assert [(one.name, one.state) for one in made.rounds.order_by("starts_on")] == [
        (name, "planned") for name in ("2099-Q1", "2099-Q2", "2099-Q3", "2099-Q4", "2100-Q1")
    ]
    first = made.rounds.get(name="2099-Q1")
    assert (first.opens_on, first.test_until) == (date(2099, 4, 1), date(2099, 4, 7))
    assert (first.provisional_until, first.final_until) == (date(2099, 4, 14), date(2099, 4, 30))
    assert (made.organisation, made.recipient) == (there.source, there.registry)
    assert events("schedule.made")[-1].counts == {"done": 5}


def test_the_round_that_is_awaited_first_is_said_to_programs() -> None:
    there = calendaring.place()
    made = calendaring.scheduled(there)
    first = made.rounds.get(name="2099-Q1")
    assert next_of(there.flow.exchange) == first and next_of("andere-stroom") is None
    with keeping(casting.tester()) as change:
        made.rounds.filter(pk=first.pk).update(state=State.DELIVERED)
        change.record("test.made")
    following = next_of(there.flow.exchange)
    assert following is not None and following.name == "2099-Q2"


def test_the_clock_makes_the_next_ones_and_each_once() -> None:
    made = calendaring.scheduled(calendaring.place())
    for _twice in range(2):
        scheduling.look_ahead(casting.tester(moment(7, 2)))
    assert made.rounds.count() == 7  # those that begin on 1 April and 1 July 2100 as well
    scheduling.look_ahead(casting.tester(moment(3, 1)))
    assert made.rounds.count() == 7


def test_after_the_last_day_of_the_agreement_nothing_is_expected() -> None:
    there = calendaring.place()
    made = calendaring.scheduled(there)
    with keeping(casting.tester()) as change:
        Agreement.everything.filter(pk=there.agreement.pk).update(ends_on=date(2099, 6, 30))
        change.record("test.made")
    assert [scheduling.look_ahead(casting.tester(moment(1, 6))) for _twice in range(2)] == [3, 0]
    assert list(made.rounds.order_by("starts_on").values_list("name", flat=True)) == ["2099-Q1", "2099-Q2"]


def test_a_calendar_begins_with_what_can_still_be_delivered() -> None:
    there = calendaring.place()
    made = calendaring.scheduled(there, starts_on=date(2098, 1, 1))
    assert made.rounds.order_by("starts_on")[0].name == "2098-Q4"


def test_a_recipient_copies_its_calendar_to_all_its_sources() -> None:
    there = calendaring.place()
    name = there.agreement.contract.flows[0].recipient
    others = [calendaring.flow_to(name) for _each in range(2)]
    foreign = calendaring.place()
    made = calendaring.scheduled(there)
    assert scheduling.copy(there.actor("planner", moment(1, 5)), schedule=made) == 2
    assert {one.organisation for one in Schedule.everything.filter(recipient=there.registry)} == {
        there.source, *(flow.organisation for flow in others),
    }  # fmt: skip
    assert not Schedule.everything.filter(flow=foreign.flow).exists()
    assert Round.everything.filter(recipient=there.registry).count() == 15
    assert scheduling.copy(there.actor("planner", moment(1, 5)), schedule=made) == 0


def test_a_changed_calendar_moves_what_is_planned_and_leaves_what_is_open() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    actor = there.actor("planner", moment(4, 2))
    scheduling.replan(actor, schedule=found.schedule, data={"final_after": "60 days", "provisional_after": ""})
    assert calendaring.fresh(found).final_until == date(2099, 4, 30)
    second = found.schedule.rounds.get(name="2099-Q2")
    assert (second.final_until, second.provisional_until) == (date(2099, 8, 31), None)
    scheduling.replan(actor, schedule=found.schedule, data={"rhythm": "yearly"})
    assert set(found.schedule.rounds.values_list("name", flat=True)) == {"2099-Q1", "2099", "2100"}


def test_a_stopped_calendar_keeps_what_is_open() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    actor = there.actor("planner", moment(4, 2))
    scheduling.stop(actor, schedule=found.schedule)
    assert list(found.schedule.rounds.all()) == [found]
    assert scheduling.look_ahead(casting.tester(moment(12, 1))) == 0
    with refuses(codes.ROUND_MOVED):
        scheduling.stop(actor, schedule=found.schedule)
    assert calendaring.scheduled(there).pk != found.schedule_id  # a new one can be made


def test_days_by_hand() -> None:
    there = calendaring.place()
    made = calendaring.scheduled(there, rhythm="by-hand", final_after="")
    assert made.rounds.count() == 0
    day = date(2099, 2, 1)
    days = Days(day, day, day, day + timedelta(days=9))
    actor = there.actor("planner", moment(1, 5))
    found = scheduling.add(actor, schedule=made, days=days, name="Proefronde 1")
    assert (found.name, found.final_until, found.state) == ("Proefronde 1", date(2099, 2, 10), "planned")
    with refuses(codes.PLANNED_ALREADY):
        scheduling.add(actor, schedule=made, days=days, name="proefronde-1")
    with refuses(codes.DAY_NOT_LATER):
        scheduling.add(there.actor("planner", moment(2, 11)), schedule=made, days=days, name="Proefronde 2")


def test_what_cannot_be_a_calendar_is_refused() -> None:
    there = calendaring.place()
    for wrong in (
        {"starts_on": date(2099, 1, 2)}, {"test_after": "31 days"}, {"provisional_after": "30 days"},
        {"final_after": ""}, {"rhythm": "once"}, {"ends_on": date(2098, 1, 1)},
    ):  # fmt: skip
        with refuses(codes.DAYS_CROSSED):
            calendaring.scheduled(there, **wrong)
    calendaring.scheduled(there)
    with refuses(codes.PLANNED_ALREADY):
        calendaring.scheduled(there)


def test_only_the_recipient_and_the_operator_for_it_plan() -> None:
    there, other = calendaring.place(), calendaring.place()
    for who in (other.planner, casting.person(there.source, Role.ADMINISTRATOR)):
        with refuses(codes.NOT_RECIPIENT):
            scheduling.plan(casting.actor(who), flow=there.flow, data=calendaring.DATA)
    for who in (there.desk, there.deliverer):
        with refuses(access.NOT_ALLOWED):
            scheduling.plan(casting.actor(who), flow=there.flow, data=calendaring.DATA)
    made = scheduling.plan(there.actor("clerk"), flow=there.flow, data=calendaring.DATA)
    assert made.recipient == there.registry


def test_where_the_recipient_is_not_certain_nobody_plans() -> None:
    import organising

    there = calendaring.place()
    name = there.agreement.contract.flows[0].recipient
    organising.certificate(casting.organisation(), role="recipient", party_id=name)
    with refuses(codes.NOT_RECIPIENT):
        calendaring.scheduled(there)


def test_a_round_opens_once_with_a_task_and_a_message() -> None:
    there = calendaring.place()
    calendaring.scheduled(there)
    assert calendaring.follow(moment(3, 31)) == 0
    assert [calendaring.follow(moment(4, 1)) for _twice in range(2)][1] == 0
    (task,) = calendaring.tasks("round-deliver")
    assert (task.organisation, task.role, task.facts) == (there.source, "deliverer", {"round": "2099-Q1"})
    assert calendaring.mails("opened") == 1 and len(events("round.opened")) == 1


def test_a_provisional_delivery_then_a_final_one_then_the_signature() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    assert calendaring.deliver(found, moment(4, 5), test=True).state == State.OPEN
    assert calendaring.fresh(found).test_at == moment(4, 5)
    assert calendaring.deliver(found, moment(4, 14)).state == State.PROVISIONAL
    assert calendaring.tasks("round-deliver") != []
    found = calendaring.deliver(found, moment(4, 15), delivery="levering-laatste")
    assert (found.state, found.delivered_at) == (State.DELIVERED, moment(4, 15))
    assert calendaring.tasks("round-deliver") == [] and len(calendaring.tasks("round-sign-off")) == 1
    found = answering.sign_off(there.actor("signer", moment(4, 16)), round=found)
    assert (found.state, found.signed_off_at) == (State.SIGNED_OFF, moment(4, 16))
    assert calendaring.tasks("round-sign-off") == [] and calendaring.mails("signed-off") == 1
    assert events("round.signed-off")[-1].objects["delivery"] == "levering-laatste"


def test_a_delivery_counts_once() -> None:
    found = calendaring.opened(calendaring.place())
    for _twice in range(2):
        calendaring.deliver(found, moment(4, 20), delivery="levering-een")
    assert len(events("round.delivered")) == 1
    assert calendaring.deliver(found, moment(4, 21), mode="withdraw").delivery == "levering-een"


def test_nothing_to_deliver_by_a_person_or_by_the_manifest() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    made = answering.declare_nothing(there.actor("deliverer", moment(4, 3)), round=found, reason="Geen cliënten.")
    assert (made.state, made.nothing_why) == (State.NOTHING, "Geen cliënten.")
    assert calendaring.tasks("round-deliver") == [] and calendaring.mails("nothing") == 1
    other = calendaring.opened(calendaring.place())
    assert calendaring.deliver(other, moment(4, 3), mode="nothing").state == State.NOTHING
    with refuses(codes.ROUND_MOVED):
        answering.declare_nothing(there.actor("deliverer", moment(4, 4)), round=found, reason="Nogmaals.")


def test_reminders_of_each_day_that_was_not_met() -> None:
    found = calendaring.opened(calendaring.place())
    assert calendaring.mails("reminder") == 1  # of the test, a week before 7 April
    calendaring.follow(moment(4, 1))
    assert calendaring.mails("reminder") == 1
    calendaring.deliver(found, moment(4, 2), test=True)
    calendaring.follow(moment(4, 6))  # nobody is reminded of a test that was done
    assert calendaring.mails("reminder") == 1
    calendaring.follow(moment(4, 14))  # a week and a day before the provisional day at once
    assert calendaring.mails("reminder") == 2
    calendaring.follow(moment(4, 23))
    calendaring.follow(moment(4, 29))
    assert calendaring.mails("reminder") == 4


def test_late_is_told_to_all_three_once_and_more_time_ends_it() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    calendaring.follow(moment(4, 30))
    assert calendaring.fresh(found).state == State.OPEN
    for _twice in range(2):
        calendaring.follow(moment(5, 1))
    found = calendaring.fresh(found)
    assert found.state == State.LATE and calendaring.mails("late") == 3
    asked = extending.ask(
        there.actor("deliverer", moment(5, 1)), round=found, until=date(2099, 5, 20), reason="Storing"
    )
    (task,) = calendaring.tasks("round-extension")
    assert task.organisation == there.registry and calendaring.mails("extension-asked") == 1
    extending.grant(there.actor("planner", moment(5, 2)), extension=asked, until=date(2099, 5, 18))
    found = calendaring.fresh(found)
    assert (found.state, found.final_until, found.is_extended) == (State.OPEN, date(2099, 5, 18), True)
    assert calendaring.tasks("round-extension") == [] and calendaring.mails("extended") == 1
    assert calendaring.tasks("round-deliver")[0].due_at.date() == date(2099, 5, 18)  # type: ignore[union-attr]
    calendaring.follow(moment(5, 19))
    assert calendaring.mails("late") == 6


def test_more_time_never_shortens_and_who_asks_does_not_decide() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    actor = there.actor("deliverer", moment(4, 2))
    with refuses(codes.DAY_NOT_LATER):
        extending.ask(actor, round=found, until=date(2099, 4, 30), reason="Te druk")
    asked = extending.ask(actor, round=found, until=date(2099, 5, 20), reason="Te druk")
    with refuses(codes.ROUND_MOVED):
        extending.ask(actor, round=found, until=date(2099, 5, 21), reason="Nog eens")
    planner, own = there.actor("planner", moment(4, 3)), casting.person(there.source, Role.ADMINISTRATOR)
    with refuses(codes.DAY_NOT_LATER):
        extending.grant(planner, extension=asked, until=date(2099, 4, 29))
    with refuses(access.NOT_YOURS):
        extending.grant(casting.actor(own), extension=asked, until=date(2099, 5, 20))
    refused = extending.refuse(planner, extension=asked, answer="Nee, de rapportage volgt.")
    assert refused.decision == Extension.Decision.REFUSED
    assert calendaring.fresh(found).final_until == date(2099, 4, 30) and calendaring.mails("extension-refused") == 1
    given = extending.extend(there.actor("clerk", moment(4, 4)), round=found, until=date(2099, 5, 6), reason="Storing")
    assert given.decision == Extension.Decision.GRANTED
    assert calendaring.fresh(found).final_until == date(2099, 5, 6)


def test_one_person_on_both_sides_does_not_decide_about_the_own_question() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    asked = extending.ask(
        there.actor("deliverer", moment(4, 2)), round=found, until=date(2099, 5, 20), reason="Te druk"
    )
    with keeping(casting.tester()) as change:
        Extension.everything.filter(pk=asked.pk).update(asked_by=f"person:{there.planner.pk}")
        change.record("test.made")
    with refuses(codes.OWN_REQUEST):
        extending.grant(there.actor("planner", moment(4, 3)), extension=asked, until=date(2099, 5, 20))


def test_a_second_delivery_is_asked_and_allowed() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    calendaring.deliver(found, moment(4, 20), delivery="levering-een")
    answering.sign_off(there.actor("signer", moment(4, 21)), round=found)
    asked = answering.ask_again(there.actor("deliverer", moment(5, 3)), round=found, reason="Twee locaties ontbreken.")
    assert asked.asked_again_why and len(calendaring.tasks("round-again")) == 1
    with refuses(codes.ROUND_MOVED):
        answering.ask_again(there.actor("deliverer", moment(5, 3)), round=found, reason="Nog eens.")
    with refuses(codes.DAY_NOT_LATER):
        deciding.reopen(there.actor("planner", moment(5, 4)), round=found, until=date(2099, 5, 3), reason="Akkoord")
    found = deciding.reopen(
        there.actor("planner", moment(5, 4)), round=found, until=date(2099, 5, 20), reason="Akkoord"
    )
    assert (found.state, found.signed_off_at, found.delivery) == (State.OPEN, None, "levering-een")
    assert calendaring.tasks("round-again") == [] and calendaring.mails("reopened") == 1
    found = calendaring.deliver(found, moment(5, 10), delivery="levering-twee")
    assert (found.state, found.delivery) == (State.DELIVERED, "levering-twee")


def test_a_second_delivery_is_declined() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    calendaring.deliver(found, moment(4, 20))
    with refuses(codes.ROUND_MOVED):
        deciding.decline(there.actor("planner", moment(5, 4)), round=found, reason="Niemand vroeg het.")
    answering.ask_again(there.actor("deliverer", moment(5, 3)), round=found, reason="Twee locaties ontbreken.")
    found = deciding.decline(there.actor("planner", moment(5, 4)), round=found, reason="Te laat.")
    assert (found.state, found.asked_again_at) == (State.DELIVERED, None)
    assert calendaring.tasks("round-again") == [] and calendaring.mails("declined") == 1


def test_what_is_closed_expects_nothing() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    extending.ask(there.actor("deliverer", moment(4, 2)), round=found, until=date(2099, 5, 20), reason="Te druk")
    found = deciding.close(there.actor("planner", moment(4, 3)), round=found, reason="De registratie stopt.")
    assert found.state == State.CLOSED
    assert calendaring.tasks("round-deliver") == [] and calendaring.tasks("round-extension") == []
    assert calendaring.follow(moment(6, 1)) == 0 and expected(date(2099, 6, 1)) == []
    with refuses(codes.ROUND_MOVED):
        deciding.close(there.actor("planner", moment(4, 3)), round=found, reason="Nog eens.")
    named = round_for(there.flow.exchange, period="2099-Q1", test=False, on=date(2099, 4, 5))
    assert named == found and round_for(there.flow.exchange, period="", test=False, on=date(2099, 4, 5)) is None
    with refuses(codes.ROUND_CLOSED):
        refuse_late(found, test=False, at=moment(4, 5))


def test_the_round_for_a_delivery() -> None:
    there = calendaring.place()
    first = calendaring.opened(there)
    name = there.flow.exchange

    def found(on: date, period: str = "", *, test: bool = False) -> str:
        met = round_for(name, period=period, test=test, on=on)
        return met.name if met else ""

    assert found(date(2099, 3, 31)) == "" and found(date(2099, 4, 1)) == "2099-Q1"
    assert found(date(2099, 4, 10), "2099 q2") == "2099-Q2" and found(date(2099, 4, 10), "2098-Q4") == ""
    assert found(date(2099, 5, 20)) == "2099-Q1"  # late, and nothing else is open
    calendaring.follow(moment(7, 1))
    assert found(date(2099, 7, 2)) == "2099-Q2" and found(date(2099, 7, 2), "2099-Q1") == "2099-Q1"
    calendaring.deliver(first, moment(7, 2))
    second = Round.everything.get(schedule=first.schedule, name="2099-Q2")
    calendaring.deliver(second, moment(7, 20))
    assert found(date(2099, 7, 21)) == "2099-Q2"  # it can be replaced until its last day
    assert found(date(2099, 8, 20)) == ""
    assert round_for("andere-stroom", period="", test=False, on=date(2099, 7, 2)) is None


def test_late_deliveries_are_refused_where_the_calendar_says_so() -> None:
    there = calendaring.place()
    found = calendaring.opened(there, refuses_late=True)

    def welcome(at: int, month: int = 4, *, test: bool = False) -> bool:
        try:
            refuse_late(calendaring.fresh(found), test=test, at=moment(month, at))
        except Refused as refused:
            assert refused.code is codes.ROUND_CLOSED and refused.facts == {"name": "2099-Q1"}
            return False
        return True

    assert welcome(30) and not welcome(1, 5) and welcome(1, 5, test=True)
    extending.extend(there.actor("planner", moment(5, 1)), round=found, until=date(2099, 5, 5), reason="Storing")
    assert welcome(5, 5) and not welcome(6, 5)
    calendaring.deliver(found, moment(5, 2))
    assert welcome(3, 5)  # a better one may take its place in time
    answering.sign_off(there.actor("signer", moment(5, 3)), round=found)
    assert not welcome(3, 5)
    deciding.reopen(there.actor("planner", moment(5, 4)), round=found, until=date(2099, 5, 9), reason="Correctie")
    assert welcome(9, 5) and not welcome(10, 5)


def test_where_late_deliveries_are_welcome_a_second_one_needs_leave_all_the_same() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    refuse_late(found, test=False, at=moment(5, 20))
    found = calendaring.deliver(found, moment(5, 20))
    assert found.state == State.DELIVERED
    with pytest.raises(Refused):
        refuse_late(found, test=False, at=moment(5, 21))


def test_what_was_on_its_way_counts_when_the_round_was_closed_meanwhile() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    deciding.close(there.actor("planner", moment(4, 3)), round=found, reason="Klaar.")
    found = calendaring.deliver(found, moment(4, 3), delivery="levering-een")
    assert (found.state, found.delivery) == (State.CLOSED, "levering-een")


def test_a_delivery_that_is_refused_afterwards_counts_no_more() -> None:
    there = calendaring.place()
    found = calendaring.opened(there)
    calendaring.deliver(found, moment(4, 20), delivery="levering-een")
    assert calendaring.undo(found, "levering-ander", moment(4, 21)).state == State.DELIVERED
    found = calendaring.undo(found, "levering-een", moment(4, 21))
    assert (found.state, found.delivery, found.delivered_at) == (State.OPEN, "", None)
    assert len(calendaring.tasks("round-deliver")) == 1 and calendaring.tasks("round-sign-off") == []


def test_what_should_have_come_by_a_day() -> None:
    there, other = calendaring.place(), calendaring.place()
    first, second = calendaring.opened(there), calendaring.opened(other)
    calendaring.deliver(first, moment(4, 20))
    assert expected(date(2099, 4, 29)) == []
    assert {(one.pk, one.state) for one in expected(date(2099, 4, 30))} == {
        (first.pk, "delivered"), (second.pk, "open"),
    }  # fmt: skip
    assert [one.pk for one in expected(date(2099, 4, 30), there.registry)] == [first.pk]
    assert [one.pk for one in expected(date(2099, 4, 30), other.source)] == [second.pk]
