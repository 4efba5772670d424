"""What the operator announces: all are told at once, a change too late is marked, and objections come somewhere."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import casting
import pytest
from contracting import Parties, agree, fresh, parties
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from listing import shown
from organising import events, refuses

from sluis.agreement import steps
from sluis.agreement.grounds import GroundKind
from sluis.agreement.regime import Regime, Transfer
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.deadlines import Term, Unit
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.agreements import announcing, replying, stepping
from sluis.portal.agreements.models import Announcement, Happening, Reply
from sluis.portal.agreements.rights import ANNOUNCE, REPLY
from sluis.portal.agreements.wording import AnnouncementKind, ReplyKind
from sluis.portal.notifications.models import Envelope, Message
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access, contracts
from sluis.refusals.catalogue import agreeing as codes

KINDS = list(AnnouncementKind)


@pytest.fixture
def people(sqlite: str) -> Parties:
    """Both parties."""
    return parties()


def announce(people: Parties, kind: AnnouncementKind = AnnouncementKind.SERVICE, **more: Any) -> Announcement:
    """Something, by the operator's contract manager."""
    said: dict[str, Any] = {"title": "Nieuwe opslag", "text": "Wij gaan anders opslaan."} | more
    return announcing.announce(people.actor("clerk"), kind=kind, **said)


def object_(people: Parties, made: Announcement, text: str = "Wij vertrouwen de nieuwe eigenaar niet.") -> Reply:
    """The controller's objections."""
    return replying.reply(people.actor("keeper"), announcement=made, kind=ReplyKind.OBJECTION, text=text)


def later(months: int) -> date:
    """A day, that many months from now."""
    return Term(months, Unit.MONTHS).day_after(timezone.localdate())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_reaches_every_controller_with_a_message_and_a_task(people: Parties, kind: AnnouncementKind) -> None:
    agree(people=people)
    second = parties()
    agree(people=second)
    unbound = casting.organisation()
    casting.person(unbound, Role.CONTRACT_MANAGER)
    made = announce(people, kind, effective_on=later(6))
    told = Message.everything.filter(template=f"agreements/announced-{kind}")
    assert set(told.values_list("organisation", flat=True)) == {people.home.pk, second.home.pk}
    tasks = Task.everything.filter(kind="announcement", about=made.subject, state="open")
    assert set(tasks.values_list("organisation", flat=True)) == {people.home.pk, second.home.pk}
    assert [event.objects["announcement"] for event in events("announcement.made")] == [str(made.pk)]
    assert Announcement.everything.get(pk=made.pk).organisation == people.operator


@pytest.mark.covers("I-14")
def test_a_threat_of_bankruptcy_reaches_also_those_whose_data_are_still_held(people: Parties) -> None:
    agreement = agree(people=people, regime=OUTCOMES)
    stepping.take(people.actor("board"), agreement=agreement, step=steps.EndNow(ground=GroundKind.CEASED), letter="RR1")
    before = Message.everything.count()
    made = announce(people, AnnouncementKind.INSOLVENCY, title="Surseance aangevraagd")
    waiting = Envelope.objects.filter(message__template="agreements/announced-insolvency")
    assert {each.message.organisation_id for each in waiting} == {people.home.pk}
    assert Message.everything.count() > before, "in the outbox in the same transaction"
    assert all(each.next_try_at == made.announced_at for each in waiting), "not later"
    page = casting.browser(people.keeper).get(reverse("agreements:announcement", args=[made.pk]))
    assert "Zo haalt u uw gegevens terug" in page.content.decode()
    boss = casting.browser(people.board).get(reverse("agreements:announcement", args=[made.pk])).content.decode()
    assert reverse("leaving:take", args=[people.home.pk]) in boss


@pytest.mark.covers("P-08")
@pytest.mark.parametrize(("months", "consulted", "flaw"), [
    (3, True, ""), (3, False, "unconsulted"), (2, True, "late"), (2, False, "late,unconsulted"), (0, True, "late"),
])  # fmt: skip
def test_a_change_of_the_service_without_three_months_or_consultation_is_marked(
    people: Parties, months: int, consulted: bool, flaw: str
) -> None:
    agree(people=people, regime=OFFICE)
    made = announce(people, effective_on=later(months) if months else None, consulted=consulted)
    assert Announcement.everything.get(pk=made.pk).flaw == flaw
    body = casting.browser(people.keeper).get(reverse("agreements:announcement", args=[made.pk])).content.decode()
    assert ("korter voor de ingangsdatum" in body) is ("late" in flaw)
    assert ("zonder het overleg" in body) is ("unconsulted" in flaw)


@pytest.mark.covers("P-08")
def test_one_day_too_late_is_too_late_and_the_longest_notice_counts(people: Parties) -> None:
    agree(people=people, regime=OFFICE)
    kind, at = AnnouncementKind.SERVICE, casting.now()
    assert announcing.earliest(at) == later(3)
    assert announcing.flaw_of(kind, later(3), consulted=True, at=at) == ""
    assert announcing.flaw_of(kind, later(3) - timedelta(days=1), consulted=True, at=at) == "late"
    longer: Regime = replace(OFFICE, change=replace(OFFICE.change, notice=Term.read("5 months")))
    agree(people=people, regime=longer)
    assert announcing.earliest(at) == later(5)
    assert announcing.flaw_of(kind, later(4), consulted=True, at=at) == "late"


def test_where_no_notice_was_agreed_nothing_is_marked(people: Parties) -> None:
    agree(people=people, regime=EXCHANGE)
    assert announcing.earliest(casting.now()) is None
    assert announce(people, effective_on=timezone.localdate()).flaw == ""


@pytest.mark.covers("P-08")
def test_consultation_is_recorded_later_and_then_lacks_no_more(people: Parties) -> None:
    agree(people=people, regime=OFFICE)
    made = announce(people, effective_on=later(2))
    assert Task.everything.filter(kind="announcement-consult", state="open", organisation=people.operator).count() == 1
    announcing.consult(people.actor("clerk"), announcement=made)
    kept = Announcement.everything.get(pk=made.pk)
    assert (kept.consulted, kept.flaw) == (True, "late")
    assert not Task.everything.filter(kind="announcement-consult", state="open").exists()
    with refuses(access.GONE_ALREADY):
        announcing.consult(people.actor("clerk"), announcement=made)


@pytest.mark.covers("Z-15")
def test_a_takeover_is_recorded_in_every_agreement_that_asks_for_it(people: Parties) -> None:
    asks = agree(people=people)
    not_ = agree(people=people, regime=replace(EXCHANGE, transfer=Transfer(takeover_notice=False)))
    made = announce(people, AnnouncementKind.TAKEOVER)
    assert (fresh(asks).standing.takeover, fresh(not_).standing.takeover) == (True, False)
    happened = Happening.everything.get(kind="takeover")
    assert (happened.agreement_id, happened.facts["announcement"]) == (asks.pk, str(made.pk))
    announcing.withdraw(people.actor("clerk"), announcement=made, reason="Gaat niet door")
    assert fresh(asks).standing.takeover is False


@pytest.mark.covers("Z-15")
def test_weighty_objections_end_an_agreement_without_damages_and_nothing_less_does(people: Parties) -> None:
    agreement, board = agree(people=people), people.actor("board")
    step = steps.EndNow(ground=GroundKind.TAKEOVER)
    with refuses(contracts.GROUND_NOT_AGREED):
        stepping.take(board, agreement=agreement, step=step)
    made = announce(people, AnnouncementKind.TAKEOVER)
    read = replying.reply(people.actor("keeper"), announcement=made, kind=ReplyKind.READ)
    with refuses(codes.NOT_OBJECTED):
        replying.end_for_takeover(board, reply=read, agreement=agreement, outcome="Beëindigd")
    objection = object_(people, made)
    assert objection.text
    ended = replying.end_for_takeover(board, reply=objection, agreement=agreement, outcome="Beëindigd per vandaag")
    kept = Happening.everything.get(pk=ended.pk)
    assert (kept.facts["ground"], kept.facts["damages"], kept.reason) == ("takeover", "none", objection.text)
    assert (fresh(agreement).state, fresh(agreement).standing.ground) == ("ended", GroundKind.TAKEOVER)
    assert Reply.everything.get(pk=objection.pk).outcome == "Beëindigd per vandaag"


@pytest.mark.covers("Z-15")
def test_an_agreement_of_another_is_not_ended_with_ones_objection(people: Parties) -> None:
    other = parties()
    strange = agree(people=other)
    agree(people=people)
    objection = object_(people, announce(people, AnnouncementKind.TAKEOVER))
    with refuses(access.NOT_YOURS):
        replying.end_for_takeover(people.actor("board"), reply=objection, agreement=strange, outcome="x")
    with refuses(codes.NOT_OBJECTED):
        replying.end_for_takeover(other.actor("board"), reply=objection, agreement=strange, outcome="x")


@pytest.mark.covers("I-11")
def test_a_change_of_regulation_opens_an_item_to_consult_about(people: Parties) -> None:
    agree(people=people, regime=OUTCOMES)
    made = announce(people, AnnouncementKind.REGULATION, title="Uitleg artikel 9", replies_until=later(1))
    task = Task.everything.get(kind="announcement-consult", organisation=people.operator)
    assert task.due_at is not None and task.state == "open"
    asked = Task.everything.get(kind="announcement", organisation=people.home)
    assert asked.due_at == task.due_at
    object_(people, made, "Dit raakt onze grondslag.")
    announcing.consult(people.actor("clerk"), announcement=made)
    assert not Task.everything.filter(kind__in=["announcement", "announcement-consult"], state="open").exists()


@pytest.mark.covers("P-08")
def test_an_objection_is_answered_after_consulting_about_it(people: Parties) -> None:
    agree(people=people, regime=OFFICE)
    made = announce(people, effective_on=later(4), consulted=True)
    objection = object_(people, made)
    assert (
        Task.everything.filter(kind="announcement-objection", organisation=people.operator, state="open").count() == 1
    )
    assert not Task.everything.filter(kind="announcement", organisation=people.home, state="open").exists()
    replying.settle_reply(people.actor("clerk"), reply=objection, outcome="Wijziging aangepast")
    kept = Reply.everything.get(pk=objection.pk)
    assert kept.outcome == "Wijziging aangepast" and kept.settled_at
    assert Message.everything.filter(template="agreements/objection-settled", organisation=people.home).exists()
    assert not Task.everything.filter(kind="announcement-objection", state="open").exists()
    with refuses(access.GONE_ALREADY):
        replying.settle_reply(people.actor("clerk"), reply=objection, outcome="Nog eens")
    assert len(events("announcement.settled")) == 1


def test_who_has_read_it_can_object_after_all_but_nobody_answers_twice(people: Parties) -> None:
    agree(people=people)
    made, keeper = announce(people, replies_until=later(1)), people.actor("keeper")
    replying.reply(keeper, announcement=made, kind=ReplyKind.READ)
    with refuses(access.GONE_ALREADY):
        replying.reply(keeper, announcement=made, kind=ReplyKind.READ)
    with refuses(codes.OBJECTION_UNSAID):
        object_(people, made, "  ")
    object_(people, made)
    with refuses(access.GONE_ALREADY):
        object_(people, made, "Nog iets")
    assert Reply.everything.count() == 1


def test_after_the_last_day_only_reading_can_be_said_and_nothing_once_it_was_taken_back(people: Parties) -> None:
    agree(people=people)
    made = announce(people, replies_until=timezone.localdate())
    tomorrow = casting.actor(people.keeper, casting.now() + timedelta(days=1))
    with refuses(codes.ANNOUNCEMENT_OVER):
        replying.reply(tomorrow, announcement=made, kind=ReplyKind.OBJECTION, text="Te laat")
    announcing.withdraw(people.actor("clerk"), announcement=made, reason="Vergissing")
    with refuses(codes.ANNOUNCEMENT_OVER):
        replying.reply(tomorrow, announcement=made, kind=ReplyKind.READ)
    assert not Task.everything.filter(kind="announcement", state="open").exists()
    assert Message.everything.filter(template="agreements/announcement-withdrawn").exists()
    with refuses(access.GONE_ALREADY):
        announcing.withdraw(people.actor("clerk"), announcement=made, reason="Vergissing")


@pytest.mark.parametrize("role", sorted(Role))
def test_who_announces_and_who_answers(role: Role) -> None:
    announces = role in (Role.MANAGEMENT, Role.BOARD, Role.CONTRACT_MANAGER)
    assert ANNOUNCE.held_by(role, operator=True) is announces
    assert not ANNOUNCE.held_by(role, operator=False) and not REPLY.held_by(role, operator=True)
    assert REPLY.held_by(role, operator=False) is (role in (Role.BOARD, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR))


def test_a_controller_announces_nothing(people: Parties) -> None:
    who = casting.actor(casting.person(people.home, *roles_for(operator=False)))
    with refuses(access.NOT_ALLOWED):
        announcing.announce(who, kind=AnnouncementKind.INSOLVENCY, title="Nep", text="Nep")


def test_management_announces_a_takeover_without_the_right_to_take_other_steps(people: Parties) -> None:
    agreement = agree(people=people)
    manager = casting.actor(casting.person(people.operator, Role.MANAGEMENT))
    announcing.announce(manager, kind=AnnouncementKind.TAKEOVER, title="Overname", text="Fusie")
    assert fresh(agreement).standing.takeover


def test_pages_announce_after_showing_what_follows_and_take_answers(people: Parties) -> None:
    agree(people=people, regime=OFFICE)
    clerk, keeper = casting.browser(people.clerk), casting.browser(people.keeper)
    address = reverse("agreements:announcement-new")
    assert later(3).strftime("%Y") in clerk.get(address).content.decode()
    typed = {"kind": "service", "title": "Nieuwe opslag", "text": "Zo wordt het.", "effective_on": later(1)}
    first = clerk.post(address, typed)
    assert first.status_code == 200 and "korter voor de ingangsdatum" in first.content.decode()
    assert "1 organisatie krijgt direct een bericht" in first.content.decode()
    assert not Announcement.everything.exists()
    assert clerk.post(address, {**typed, "confirmed": "yes"}).status_code == 302
    made = Announcement.everything.get()
    assert "Nieuwe opslag" in keeper.get(reverse("tasks:home")).content.decode()
    page, reply = reverse("agreements:announcement", args=[made.pk]), reverse("agreements:reply", args=[made.pk])
    assert reply in keeper.get(page).content.decode()
    assert keeper.post(reply, {"kind": "objection", "text": ""}).status_code == 422
    assert keeper.post(reply, {"kind": "objection", "text": "Liever niet"}).status_code == 302
    assert "Liever niet" in clerk.get(page).content.decode()
    settle = reverse("agreements:reply-settle", args=[Reply.everything.get().pk])
    assert keeper.get(settle).status_code == 403
    assert clerk.post(settle, {"outcome": "Overlegd en aangepast"}).status_code == 302
    assert "Overlegd en aangepast" in keeper.get(page).content.decode()
    assert "Nieuwe opslag" not in keeper.get(reverse("tasks:home")).content.decode()
    withdraw = reverse("agreements:announcement-withdraw", args=[made.pk])
    assert clerk.get(withdraw).status_code == 200
    assert clerk.post(withdraw, {"reason": "Toch niet"}).status_code == 302


def test_the_page_ends_an_agreement_for_who_objected_to_a_takeover(people: Parties) -> None:
    agreement = agree(people=people, regime=OUTCOMES)
    objection = object_(people, announce(people, AnnouncementKind.TAKEOVER))
    board = casting.browser(people.board)
    address = reverse("agreements:reply-end", args=[objection.pk, agreement.pk])
    assert address in board.get(reverse("agreements:announcement", args=[objection.announcement_id])).content.decode()
    assert "geen schadevergoeding" in board.get(address).content.decode()
    refused = board.post(address, {"outcome": "Weg", "letter": ""})
    assert refused.status_code == 422 and fresh(agreement).state == "in_force"
    assert board.post(address, {"outcome": "Weg", "letter": "RR123"}).status_code == 302
    assert fresh(agreement).state == "ended"


def test_answers_of_others_are_for_the_operator_only(people: Parties) -> None:
    other = parties()
    agree(people=people)
    agree(people=other)
    made = announce(people)
    object_(people, made, "Vertrouwelijk bezwaar")
    page = reverse("agreements:announcement", args=[made.pk])
    assert "Vertrouwelijk bezwaar" not in casting.browser(other.keeper).get(page).content.decode()
    assert other.home.name in casting.browser(people.clerk).get(page).content.decode(), "told, and not answered yet"
    assert people.home.name not in casting.browser(other.keeper).get(page).content.decode()


def test_lists_and_pages_ask_the_same_number_of_questions(people: Parties) -> None:
    agree(people=people)
    made = announce(people)
    clerk = casting.browser(people.clerk)
    places = [reverse("agreements:announcements"), reverse("agreements:announcement", args=[made.pk])]
    few = [_queries(clerk, each) for each in places]
    for _ in range(12):
        announce(people)
        casting.make(
            Reply(
                organisation=casting.organisation(), announcement=made, kind="read", replied_at=casting.now(),
                replied_by="program:test",
            )
        )  # fmt: skip
    assert [_queries(clerk, each) for each in places] == few
    assert len(shown(clerk.get(places[0]))) == 13


def _queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
